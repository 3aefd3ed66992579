extension CodeScanner {
  /// JavaScript and, with elements, JSX.
  mutating func scanJavaScript(to end: Int, withElements: Bool) {
    var state = JavaScriptState()
    while position < end {
      let byte = bytes[position]
      switch byte {
      case _ where byte.isSpace: position += 1
      case .slash: slash(&state, to: end)
      case .quote, .apostrophe: string(byte, to: end); state.endsValue = true
      case .backtick: position += 1; template(&state, from: position - 1, to: end)
      case .openBrace: state.openBrace(); position += 1
      case .closeBrace: closeBrace(&state, to: end)
      case _ where byte.isDigit: number(to: end); state.endsValue = true
      case _ where byte.isWordByte || byte == .dollar: javaScriptWord(&state, to: end)
      case .less where withElements && !state.endsValue: element(to: end); state.endsValue = false
      default: state.endsValue = byte == 0x29 || byte == 0x5D; position += 1
      }
    }
  }

  private mutating func slash(_ state: inout JavaScriptState, to end: Int) {
    let start = position
    switch byte(1, before: end) {
    case .slash: skip(to: end) { $0 != .newline }; name(.comment, from: start)
    case 0x2A: position += 2; skip(behind: "*/", to: end); name(.comment, from: start)
    default:
      if state.endsValue || position < state.noPatternBefore || !pattern(&state, to: end) { position = start + 1 }
      state.endsValue = position > start + 1
    }
  }

  /// A regular expression closes on its line; when one does not, none is looked for again on that line.
  private mutating func pattern(_ state: inout JavaScriptState, to end: Int) -> Bool {
    let start = position
    var isInClass = false
    position += 1
    while position < end, bytes[position] != .newline {
      switch bytes[position] {
      case .backslash: position += 1
      case 0x5B: isInClass = true
      case 0x5D: isInClass = false
      case .slash where !isInClass:
        position += 1
        skip(to: end, while: \.isLetter)
        name(.string, from: start)
        return true
      default: break
      }
      position += 1
    }
    state.noPatternBefore = position
    return false
  }

  /// Text of a template up to its end or to `${`, whose code is scanned like any other.
  private mutating func template(_ state: inout JavaScriptState, from start: Int, to end: Int) {
    while position < end, bytes[position] != .backtick {
      if bytes[position] == .dollar, byte(1, before: end) == .openBrace {
        position += 2
        name(.string, from: start)
        return state.openTemplateCode()
      }
      position += bytes[position] == .backslash ? 2 : 1
    }
    position = min(end, position + 1)
    name(.string, from: start)
    state.endsValue = true
  }

  private mutating func closeBrace(_ state: inout JavaScriptState, to end: Int) {
    position += 1
    if state.closesTemplateCode() { template(&state, from: position - 1, to: end) }
  }

  private mutating func javaScriptWord(_ state: inout JavaScriptState, to end: Int) {
    let start = position
    let isProperty = start > 0 && bytes[start - 1] == 0x2E
    let word = word(to: end, including: .dollar)
    if !isProperty, JavaScriptState.keywords.contains(word) {
      name(.keyword, from: start)
      state.endsValue = JavaScriptState.values.contains(word)
    } else {
      if next(before: end) == 0x28 { name(.function, from: start) }
      state.endsValue = true
    }
  }

  /// `<Name` or `</Name`.
  private mutating func element(to end: Int) {
    let start = position
    position += 1
    if byte(before: end) == .slash { position += 1 }
    guard let first = byte(before: end), first.isLetter || first == .greater else { return }
    skip(to: end) { $0.isWordByte || $0 == 0x2E || $0 == .dash }
    name(.tag, from: start)
  }
}

struct JavaScriptState {
  /// Whether what stands before could be the left side of a division.
  var endsValue = false
  var noPatternBefore = 0
  private var braces = 0
  private var templates: [Int] = []

  mutating func openBrace() { braces += 1; endsValue = false }
  mutating func openTemplateCode() { templates.append(braces); endsValue = false }
  mutating func closesTemplateCode() -> Bool {
    if templates.last == braces { templates.removeLast(); return true }
    braces = max(0, braces - 1)
    endsValue = false
    return false
  }

  static let values: Set<Substring> = ["this", "super", "null", "undefined", "true", "false", "NaN", "Infinity"]
  static let keywords: Set<Substring> = values.union([
    "as", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete",
    "do",
    "else", "enum", "export", "extends", "finally", "for", "from", "function", "get", "if", "implements", "import",
    "in",
    "instanceof", "interface", "let", "new", "of", "return", "set", "static", "switch", "throw", "try", "type",
    "typeof",
    "var", "void", "while", "with", "yield",
  ])
}
