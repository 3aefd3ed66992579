// Colours code without a script: each scanner walks the bytes once and names the parts it knows; everything else stays
// as it is. No scanner looks ahead further than a line it then skips, so the time grows with the length alone, and the
// printed text is always the whole code.

/// The languages that get colours.
enum CodeLanguage {
  case html, css, javaScript, jsx, shell, json, settings, difference, text
  case program(CodeGrammar)

  init(named name: String) {
    self =
      switch name.lowercased() {
      case "html", "xml", "svg", "xhtml", "vue": .html
      case "css", "scss", "less": .css
      case "javascript", "js", "mjs", "cjs", "typescript", "ts": .javaScript
      case "jsx", "tsx": .jsx
      case "bash", "sh", "shell", "zsh", "console", "powershell", "shell-session", "dockerfile", "makefile": .shell
      case "json", "jsonc", "json5": .json
      case "yaml", "yml", "toml", "ini", "properties", "conf", "env": .settings
      case "diff", "patch": .difference
      case "python", "py", "python3": .program(.python)
      case "ruby", "rb": .program(.ruby)
      case "php": .program(.php)
      case "c", "h", "cpp", "c++", "cc", "hpp", "arduino", "objective-c": .program(.c)
      case "java", "kotlin", "kt", "csharp", "cs", "c#", "scala", "dart", "groovy": .program(.java)
      case "swift": .program(.swift)
      case "go", "golang": .program(.go)
      case "rust", "rs": .program(.rust)
      case "sql", "postgresql", "mysql", "sqlite", "plsql": .program(.sql)
      case "lua": .program(.lua)
      default: .text
      }
  }
}

/// A named part of code.
struct CodeToken: Equatable {
  enum Kind: String {
    case keyword = "k", string = "s", comment = "c", number = "n", function = "f", tag = "t", attribute = "a"
    case variable = "v"
  }
  let kind: Kind
  let range: Range<Int>
}

/// Code with its parts named.
struct Highlighter {
  let bytes: [UInt8]
  let tokens: [CodeToken]

  init(_ code: String, _ language: CodeLanguage) {
    bytes = Array(code.utf8)
    var scanner = CodeScanner(bytes)
    switch language {
    case .html: scanner.scanHTML(to: bytes.count)
    case .css: scanner.scanCSS(to: bytes.count)
    case .javaScript: scanner.scanJavaScript(to: bytes.count, withElements: false)
    case .jsx: scanner.scanJavaScript(to: bytes.count, withElements: true)
    case .shell: scanner.scanShell(to: bytes.count)
    case .json: scanner.scanJSON(to: bytes.count)
    case .settings: scanner.scanSettings(to: bytes.count)
    case .difference: scanner.scanDifference(to: bytes.count)
    case .program(let grammar): scanner.scanProgram(grammar, to: bytes.count)
    case .text: break
    }
    tokens = scanner.tokens
  }

  /// The code, escaped, with a `span` around each named part.
  var markup: [UInt8] {
    var markup: [UInt8] = []
    var position = 0
    for token in tokens {
      markup.append(code: bytes[position..<token.range.lowerBound])
      markup += "<span class=\"tok-\(token.kind.rawValue)\">".utf8
      markup.append(code: bytes[token.range])
      markup += "</span>".utf8
      position = token.range.upperBound
    }
    markup.append(code: bytes[position...])
    return markup
  }
}

extension [UInt8] {
  fileprivate mutating func append(code: ArraySlice<UInt8>) { appendEscaped(String(decoding: code, as: UTF8.self)) }
}
