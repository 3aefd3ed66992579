extension CodeScanner {
  /// Commands as typed or kept in a script.
  mutating func scanShell(to end: Int) {
    var expectsCommand = true
    while position < end {
      let start = position
      let byte = bytes[position]
      switch byte {
      case .newline: expectsCommand = true; position += 1
      case _ where byte.isSpace: position += 1
      case .hash where start == 0 || bytes[start - 1].isSpace:
        skip(to: end) { $0 != .newline }; name(.comment, from: start)
      case .quote, .apostrophe: string(byte, to: end); expectsCommand = false
      case .dollar: expectsCommand = variable(to: end) ? false : expectsCommand
      case 0x7C, 0x26, 0x3B, 0x28: expectsCommand = true; position += 1
      case .backslash: position = min(end, position + 2); skip(to: end) { $0 & 0xC0 == 0x80 }
      case .dash where start > 0 && bytes[start - 1].isSpace: option(to: end)
      default: shellWord(&expectsCommand, to: end)
      }
    }
  }

  /// `$name` or `${name}`; false for a prompt.
  private mutating func variable(to end: Int) -> Bool {
    let start = position
    position += 1
    guard let next = byte(before: end), !next.isSpace else { return false }
    if next == .openBrace { skip(to: end) { $0 != .closeBrace && $0 != .newline } }
    if next == .openBrace, byte(before: end) == .closeBrace { position += 1 }
    skip(to: end, while: \.isWordByte)
    if position > start + 1 { name(.variable, from: start) }
    return true
  }

  private mutating func option(to end: Int) {
    let start = position
    skip(to: end) { $0.isWordByte || $0 == .dash }
    name(.attribute, from: start)
  }

  private mutating func shellWord(_ expectsCommand: inout Bool, to end: Int) {
    let start = position
    skip(to: end) { !$0.isSpace && !Self.endsShellWord($0) }
    guard position > start else { position += 1; return }
    let word = String(decoding: bytes[start..<min(position, start + 20)], as: UTF8.self)
    if Self.shellKeywords.contains(word), expectsCommand {
      name(.keyword, from: start)
    } else if word.utf8.allSatisfy(\.isDigit) {
      name(.number, from: start)
      expectsCommand = false
    } else if expectsCommand {
      name(.function, from: start)
      expectsCommand = false
    }
  }

  private static func endsShellWord(_ byte: UInt8) -> Bool {
    switch byte {
    case .quote, .apostrophe, .dollar, .backslash, 0x7C, 0x26, 0x3B, 0x28, 0x29: true
    default: false
    }
  }

  private static let shellKeywords: Set<String> = [
    "if", "then", "elif", "else", "fi", "for", "in", "do", "done", "while", "until", "case", "esac", "function", "sudo",
    "export", "return", "local", "exit", "source",
  ]
}
