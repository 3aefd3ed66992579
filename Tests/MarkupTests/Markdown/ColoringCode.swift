import Testing

@testable import Markup

@Suite struct `Coloring code` {
  @Test(arguments: [
    "html", "css", "javascript", "jsx", "bash", "json", "text", "python", "ruby", "php", "c", "java", "swift", "go",
    "rust", "sql", "lua", "yaml", "diff",
  ])
  func `loses no byte of any code`(language: String) {
    var dice = Dice(state: 7)
    for _ in 0..<200 {
      let code = (0..<Int.random(in: 0...30, using: &dice)).map { _ in Self.pieces.randomElement(using: &dice) ?? "" }
        .joined()
      let colored = Highlighter(code, CodeLanguage(named: language))
      #expect(Self.text(of: colored) == code, "\(language): \(code)")
      #expect(zip(colored.tokens, colored.tokens.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
    }
  }

  @Test(arguments: [
    ("js", "const a = `x${b(1)}y`; // c", ["const:k", "`x${:s", "b:f", "1:n", "}y`:s", "// c:c"]),
    ("js", "a / b / c; d = /[/]x/g.test(e)", ["/[/]x/g:s", "test:f"]),
    ("jsx", "return <Card title=\"a\">{b}</Card>", ["return:k", "<Card:t", "\"a\":s", "</Card:t"]),
    (
      "html", "<!doctype html><p class=\"a\">&lt;</p><!-- x -->",
      ["<!doctype html>:k", "<p:t", "class:a", "\"a\":s", ">:t", "&lt;:v", "</p>:t", "<!-- x -->:c"]
    ),
    ("html", "<script>let a</script>", ["<script>:t", "let:k", "</script>:t"]),
    (
      "css", ".a { color: #fff; width: calc(1px) } /* b */",
      [".a:f", "color:a", "#fff:n", "width:a", "calc:f", "1px:n", "/* b */:c"]
    ),
    ("bash", "sudo apt install -y $NAME # now", ["sudo:k", "apt:f", "-y:a", "$NAME:v", "# now:c"]),
    ("json", "{\"a\": [1, true, \"b\"]}", ["\"a\":a", "1:n", "true:k", "\"b\":s"]),
    ("ruby", "def a(@b) # c", ["def:k", "a:f", "@b:v", "# c:c"]),
    ("python", "def a(b):  # c\n  return f'x' + 1", ["def:k", "a:f", "# c:c", "return:k", "'x':s", "1:n"]),
    ("python", "\"\"\"a\nb\"\"\" # c", ["\"\"\"a\nb\"\"\":s", "# c:c"]),
    ("sql", "SELECT a FROM b -- c\nWHERE d = 'e'", ["SELECT:k", "FROM:k", "-- c:c", "WHERE:k", "'e':s"]),
    ("rust", "fn a<'b>(c: &'b str) { 'x' }", ["fn:k", "'b:v", "'b:v", "'x':s"]),
    ("java", "@Test void a() { return 1; } /* b */", ["@Test:a", "void:k", "a:f", "return:k", "1:n", "/* b */:c"]),
    ("php", "<?php echo $a; // b", ["php:k", "echo:k", "$a:v", "// b:c"]),
    ("yaml", "a: 1 # b\nc-d: true\n- e: 'f'", ["a:a", "1:n", "# b:c", "c-d:a", "true:k", "e:a", "'f':s"]),
    ("diff", "@@ 1\n-a\n+b\n c", ["@@ 1:c", "-a:k", "+b:s"]), ("cobol", "MOVE a TO b", []),
  ])
  func `names the parts of`(language: String, code: String, parts: [String]) {
    let colored = Highlighter(code, CodeLanguage(named: language))
    let named = colored.tokens.map { String(decoding: colored.bytes[$0.range], as: UTF8.self) + ":" + $0.kind.rawValue }
    #expect(named == parts)
  }

  private static func text(of colored: Highlighter) -> String {
    let tree = HTMLTree("<p>" + String(decoding: colored.markup, as: UTF8.self) + "</p>", lines: nil)
    return (tree?.events ?? []).reduce(into: "") { text, event in if case .text(let part) = event { text += part } }
  }

  private static let pieces = [
    "a", "é", "👩‍🏫", "\\", "\\é", "\"", "'", "`", "${", "}", "{", "/", "/*", "*/", "//", "<", "<!--", "-->", "</script>",
    "<script>", "<style>", "<b c=", ">",
    "&amp;", "#", "$", "$x", " ", "\n", "-", "--x", "1", "0.5e3", "(", ")", "[", "]", ";", ":", "@media", "!important",
    "return", "function", "if", "=", ",",
  ]
}
