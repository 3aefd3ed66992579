import Testing

@testable import Markup

@Suite struct `Refusing hostile text` {
  @Test(arguments: [
    "<script>x</script>", "<p onclick=x>", "<a href=' javascript:x'>", "<p id=x>", "<svg></svg>", "<a href=//x>",
  ])
  func `is judged by rules that see`(fault: String) {
    #expect(SafeMarkup.faults(in: TrustedHTML(sanitized: fault)).count == 1)
  }

  @Test(arguments: Hostile.texts)
  func `prints only what is allowed of`(text: String) {
    for profile in [MarkupProfile.lesson, .description] {
      let options = MarkupOptions(profile: profile)
      for page in [Markdown(text).render(options), HTMLText(text).render(options)] {
        #expect(SafeMarkup.faults(in: page.html) == [])
      }
    }
  }

  @Test(arguments: Hostile.texts)
  func `never prints what it took away of`(text: String) {
    let page = HTMLText(text).render(MarkupOptions(profile: .lesson))
    let printed = HTML(page.html).text.lowercased()
    for word in [
      "<script", "<svg", "<style", "<iframe", "<form", "<object", "<meta", "<base", "<template", "<noscript",
    ] {
      #expect(!printed.contains(word))
    }
  }

  @Test func `prints only what is allowed of any mixture`() {
    var dice = Dice(state: 20_261_121)
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 1...12, using: &dice)).map { _ in Hostile.pieces.randomElement(using: &dice) ?? ""
      }.joined()
      #expect(SafeMarkup.faults(in: Markdown(text).render().html) == [], "\(text)")
      #expect(SafeMarkup.faults(in: HTMLText(text).render().html) == [], "\(text)")
    }
  }

  @Test(arguments: [
    ("javascript:alert(1)", false), (" java\tscript:alert(1)", false), ("JaVaScRiPt:x", false),
    ("\u{1}javascript:x", false),
    ("data:text/html,x", false), ("vbscript:x", false), ("file:///etc/passwd", false), ("blob:x", false),
    ("https:x", false),
    ("https:///x", false), ("about:blank", false), ("x:y", false), ("", false), ("tel:+1", false),
    ("//evil.test/x", true),
    ("\\\\evil.test", true), ("/\\evil.test", true), ("https://a.test/ü?q=1#f", true), ("mailto:a@b.test", true),
  ])
  func `tells an outside address from a refused one`(address: String, isOutside: Bool) {
    #expect(WebAddress(address).isOutside == isOutside)
    if !isOutside, case .refused = WebAddress(address) {
    } else if !isOutside {
      Issue.record("\(address) is not refused")
    }
  }

  @Test func `tells every loss with its line and reason`() {
    let page = Markdown("# A\n\ntext\n\n<div>\n<script>x</script>\n</div>\n\nb <b onclick=x>c</b>\n").render()
    #expect(page.changes.map(\.what) == ["<script>", "onclick=\"x\" on <b>"])
    #expect(page.changes.map(\.line) == [6, 9])
    #expect(page.changes.allSatisfy { !$0.why.isEmpty && $0.kind == .dropped })
  }

  @Test func `flattens what is nested too deep and keeps its words`() {
    let deep = String(repeating: "<div>", count: 5_000) + "core" + String(repeating: "</div>", count: 5_000)
    let page = Markdown(deep).render()
    #expect(page.plainText == "core")
    #expect(HTML(page.html).text.components(of: "<div>") == MarkupLimits.depth)
  }

  @Test(arguments: [
    String(repeating: "<b>", count: 200_000), String(repeating: "x", count: MarkupLimits.bytes + 1),
    String(repeating: "> ", count: 100_000),
    "[a]: " + String(repeating: "x", count: 50_000) + "\n\n" + String(repeating: "[a]", count: 300_000),
    String(repeating: "a<!A ", count: 200_000), "<p " + (0..<100_000).map { "a\($0)=1" }.joined(separator: " ") + ">",
  ])
  func `shows a bomb as plain text`(bomb: String) {
    let page = Markdown(bomb).render()
    #expect(page.changes.map(\.what) == ["the whole text"])
    #expect(HTML(page.html).text.hasPrefix("<pre tabindex=\"0\">"))
  }
}

/// A generator whose numbers are the same on every run.
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension String {
  func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
