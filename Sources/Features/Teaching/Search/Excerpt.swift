internal import Foundation
internal import Payloads
internal import SQLStore

/// A piece of a text around the first word that was searched for, with the words marked.
struct Excerpt: Sendable {
  /// Words in a row that were searched for, or none of which was.
  struct Part: Payload, Hashable {
    let text: String, isMatch: Bool
    static let shape = Shape("ExcerptPart", Self.init, Field("text", \.text), Field("is_match", \.isMatch))
  }
  private(set) var parts: [Part] = []

  private static let before = 8, length = 36

  /// Looks at the first words of `text` only: what stands far back is found by the index and seen on the page.
  init(of text: String, _ terms: SearchTerms) {
    let words = text.prefix(60_000).split(whereSeparator: \.isWhitespace).prefix(8_000)
    let wanted = terms.words.map(\.folded)
    let first = words.firstIndex { Self.matches($0, wanted) }
    let start = max(0, (first ?? 0) - Self.before)
    let shown = words[start..<min(words.count, start + Self.length)]
    if start > 0 { add("…", isMatch: false) }
    for word in shown { add(String(word.prefix(80)), isMatch: first != nil && Self.matches(word, wanted)) }
    if shown.endIndex < words.endIndex { add("…", isMatch: false) }
  }

  private mutating func add(_ word: String, isMatch: Bool) {
    if let last = parts.last, last.isMatch == isMatch {
      parts[parts.count - 1] = Part(text: last.text + " " + word, isMatch: isMatch)
    } else {
      parts.append(Part(text: word, isMatch: isMatch))
    }
  }

  /// As the index does it: whole words, of which the last may be unfinished, without regard to case and accents.
  private static func matches(_ word: Substring, _ wanted: [String]) -> Bool {
    let pieces = word.folded.split { !$0.isLetter && !$0.isNumber }
    return pieces.contains { piece in
      wanted.contains { piece == $0 } || (wanted.last.map { piece.hasPrefix($0) } ?? false)
    }
  }
}

extension StringProtocol {
  /// In lower case; letters of the Latin alphabet without their accents.
  fileprivate var folded: String {
    let lower = lowercased()
    if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
    let bare = lower.decomposedStringWithCanonicalMapping.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }
    return String(String.UnicodeScalarView(bare))
  }
}
