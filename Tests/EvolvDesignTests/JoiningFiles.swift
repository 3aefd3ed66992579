import EvolvDesign
import Foundation
import Testing

@Suite struct `Joining the files of the site` {
  @Test func `the stylesheet starts with its layers and loses its comments`() {
    let joined = Joined.stylesheet(["b.css": "/* why */\n@layer base {\n  p { margin: 0; }\n}\n", "a.css": "a{}"])
    #expect(
      joined
        == "@layer reset, tokens, base, layout, components, reading, utilities, print;\na{}\n@layer base {\np { margin: 0; }\n}\n"
    )
  }

  @Test func `scripts do not see each other`() {
    #expect(
      Joined.script(["b.js": "const a = 2;\n", "a.js": "const a = 1;\n"]) == "{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n")
  }

  @Test func `the whole site stays small`() throws {
    #expect(try PublicFolder.stylesheet().utf8.count < 120_000)
    #expect(try PublicFolder.script().utf8.count < 32_000)
  }

  @Test func `every rule stands in a layer`() throws {
    for (path, text) in try PublicFolder.files(under: "css", ending: ".css") {
      let rules = text.replacing(/\/\*[\s\S]*?\*\//, with: "").trimmingCharacters(in: .whitespacesAndNewlines)
      #expect(rules.hasPrefix("@layer ") && rules.hasSuffix("}"), "\(path)")
      #expect(text.filter { $0 == "{" }.count == text.filter { $0 == "}" }.count, "\(path)")
    }
  }

  @Test func `no script asks for another or for the outside`() throws {
    let scripts = try PublicFolder.files(under: "js", ending: ".js")
    for (path, text) in scripts.merging(try PublicFolder.files(under: "pages", ending: ".js"), uniquingKeysWith: { $1 })
    {
      #expect(!text.contains(/^\s*(import|export)\s/.anchorsMatchLineEndings()), "\(path)")
      #expect(!text.contains("innerHTML") && !text.contains("eval("), "\(path)")
    }
  }
}
