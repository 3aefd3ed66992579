import SQLStore
import Testing

@testable import Teaching

@Suite struct `Writing an excerpt` {
  private func parts(_ text: String, _ words: String) throws -> [String] {
    Excerpt(of: text, try #require(SearchTerms(words))).parts.map { $0.isMatch ? "[\($0.text)]" : $0.text }
  }

  @Test func `marks the words, whatever their case and accents`() throws {
    #expect(try parts("Le Café à Noël", "cafe noe") == ["Le", "[Café]", "à", "[Noël]"])
    #expect(try parts("clay, CLAY and clayey", "and clay") == ["[clay, CLAY and clayey]"])
    #expect(try parts("clayey soil", "clay soil") == ["clayey", "[soil]"])
    #expect(try parts("node.js runs", "node") == ["[node.js]", "runs"])
    #expect(try parts("الرياضيات مقدمة", "الرياض") == ["[الرياضيات]", "مقدمة"])
  }

  @Test func `begins a little before the first word`() throws {
    let text = (1...100).map { "w\($0)" }.joined(separator: " ")
    let found = try parts(text, "w50")
    #expect(
      found == ["… w42 w43 w44 w45 w46 w47 w48 w49", "[w50]", (51...77).map { "w\($0)" }.joined(separator: " ") + " …"])
    #expect(try parts(text, "elsewhere").joined() == (1...36).map { "w\($0)" }.joined(separator: " ") + " …")
    #expect(try parts("", "x").isEmpty)
  }
}
