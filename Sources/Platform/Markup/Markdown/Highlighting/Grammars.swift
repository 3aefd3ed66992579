// The words of the languages that courses teach most. A word that is missing stays uncoloured; nothing breaks.

extension CodeGrammar {
  static let python = CodeGrammar(
    keywords: words(
      """
      and as assert async await break case class continue def del elif else except False finally for from global if
      import in is lambda match None nonlocal not or pass raise return True try while with yield self
      """), lineComments: ["#"], hasBlockComments: false, hasTripleQuotes: true)

  static let ruby = CodeGrammar(
    keywords: words(
      """
      alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo
      rescue retry return self super then true undef unless until when while yield require attr_accessor attr_reader
      """), lineComments: ["#"], hasBlockComments: false, variableMark: 0x40, annotationMark: nil)

  static let php = CodeGrammar(
    keywords: words(
      """
      abstract and array as break callable case catch class clone const continue declare default do echo else elseif
      empty enum extends false final finally fn for foreach function global if implements include instanceof interface
      isset list match namespace new null or print private protected public readonly require require_once return static
      switch throw trait true try unset use var while xor yield php
      """), lineComments: ["//", "#"], variableMark: .dollar, annotationMark: nil)

  static let c = CodeGrammar(
    keywords: words(
      """
      alignas alignof auto bool break case catch char class const consteval constexpr continue decltype default delete do
      double else enum explicit export extern false final float for friend goto if inline int long mutable namespace new
      noexcept nullptr operator override private protected public register return short signed sizeof static struct
      switch template this throw true try typedef typename union unsigned using virtual void volatile while include
      define ifdef ifndef endif NULL size_t
      """), annotationMark: .hash)

  static let java = CodeGrammar(
    keywords: words(
      """
      abstract as assert async await base bool boolean break byte case catch char checked class const continue decimal
      default delegate do double else enum event extends false final finally float for foreach from fun get if implements
      import in init int interface internal is let lock long namespace native new null object operator out override
      package params private protected public readonly record ref return sealed set short static string struct super
      switch synchronized this throw throws true try typeof uint using val var virtual void volatile when where while
      yield data companion suspend
      """), hasTripleQuotes: true)

  static let swift = CodeGrammar(
    keywords: words(
      """
      actor any as associatedtype async await borrowing break case catch class consuming continue default defer deinit do
      else enum extension fallthrough false fileprivate final for func get guard if import in indirect infix init inout
      internal is isolated let mutating nil nonisolated open operator override package precedencegroup private protocol
      public repeat required rethrows return self Self sending set some static struct subscript super switch throw throws
      true try typealias unowned var weak where while
      """), quotes: [.quote], hasTripleQuotes: true)

  static let go = CodeGrammar(
    keywords: words(
      """
      any bool break byte case chan const continue default defer else error fallthrough false float64 for func go goto if
      import int int64 interface iota map nil package range return rune select string struct switch true type uint var
      """), quotes: [.quote, .apostrophe, .backtick], annotationMark: nil)

  static let rust = CodeGrammar(
    keywords: words(
      """
      as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut
      pub ref return self Self static struct super trait true type union unsafe use where while
      """), hasLifetimes: true, annotationMark: .hash)

  static let sql = CodeGrammar(
    keywords: words(
      """
      add all alter and any as asc begin between by case cast check column commit constraint create cross cube database
      default delete desc distinct drop else end exists explain false fetch filter for foreign from full function grant
      group having if ilike in index inner insert int integer intersect into is join key lateral left like limit natural
      not null numeric offset on or order outer over partition primary references returning right rollback row select
      serial set table text then timestamp to transaction trigger true truncate union unique update using values varchar
      view when where window with
      """), lineComments: ["--"], quotes: [.apostrophe, .quote], ignoresCase: true, annotationMark: nil)

  static let lua = CodeGrammar(
    keywords: words(
      """
      and break do else elseif end false for function goto if in local nil not or repeat return then true until while
      """), lineComments: ["--"], hasBlockComments: false, annotationMark: nil)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
