/// What is particular to a language whose programs are words, strings, numbers and comments, as most are.
struct CodeGrammar {
  let keywords: Set<String>
  var lineComments: [StaticString] = ["//"]
  var hasBlockComments = true
  /// Bytes that begin and end a string.
  var quotes: [UInt8] = [.quote, .apostrophe]
  /// `"""` begins a string of many lines, and with these `'''` too.
  var hasTripleQuotes = false
  /// An apostrophe may begin a label or a lifetime, and no string then.
  var hasLifetimes = false
  var ignoresCase = false
  /// What begins the name of a variable: `$` in PHP.
  var variableMark: UInt8?
  /// What begins an annotation: `@` in Java.
  var annotationMark: UInt8? = 0x40
}

extension CodeScanner {
  /// A program of a language that a grammar tells enough about.
  mutating func scanProgram(_ grammar: CodeGrammar, to end: Int) {
    while position < end {
      let start = position, byte = bytes[position]
      if let comment = grammar.lineComments.first(where: { starts(with: $0, before: end) }), comment.isMeant(at: self) {
        skip(to: end) { $0 != .newline }
        name(.comment, from: start)
      } else if grammar.hasBlockComments, starts(with: "/*", before: end) {
        position += 2
        skip(behind: "*/", to: end)
        name(.comment, from: start)
      } else if grammar.quotes.contains(byte) {
        programString(byte, grammar, to: end)
      } else if byte.isDigit {
        number(to: end)
      } else if byte == grammar.variableMark || byte == grammar.annotationMark {
        position += 1
        skip(to: end, while: \.isWordByte)
        if position > start + 1 { name(byte == grammar.variableMark ? .variable : .attribute, from: start) }
      } else if byte.isWordByte {
        programWord(grammar, to: end)
      } else {
        position += 1
      }
    }
  }

  private mutating func programString(_ quote: UInt8, _ grammar: CodeGrammar, to end: Int) {
    let start = position
    if grammar.hasTripleQuotes, byte(1, before: end) == quote, byte(2, before: end) == quote {
      position += 3
      if quote == .quote { skip(behind: "\"\"\"", to: end) } else { skip(behind: "'''", to: end) }
      return name(.string, from: start)
    }
    // `'a` of Rust: a letter, and no quote behind it.
    if grammar.hasLifetimes, quote == .apostrophe, let next = byte(1, before: end), next.isLetter,
      byte(2, before: end) != quote
    {
      position += 1
      skip(to: end, while: \.isWordByte)
      return name(.variable, from: start)
    }
    string(quote, to: end, oneLine: quote != .backtick)
  }

  private mutating func programWord(_ grammar: CodeGrammar, to end: Int) {
    let start = position
    let isMember = start > 0 && bytes[start - 1] == 0x2E
    let word = word(to: end)
    let known = grammar.ignoresCase ? word.lowercased() : String(word)
    if !isMember, grammar.keywords.contains(known) {
      name(.keyword, from: start)
    } else if next(before: end) == 0x28 {
      name(.function, from: start)
    }
  }

  /// YAML, and with `=` for `:` the files of settings that look like it.
  mutating func scanSettings(to end: Int) {
    while position < end {
      let start = position, byte = bytes[position]
      switch byte {
      case .hash where start == 0 || bytes[start - 1].isSpace:
        skip(to: end) { $0 != .newline }
        name(.comment, from: start)
      case .quote, .apostrophe: string(byte, to: end)
      case 0x5B where isAtLineStart:
        skip(to: end) { $0 != .newline }
        name(.tag, from: start)
      case _ where byte.isWordByte:
        skip(to: end) { $0.isWordByte || $0 == .dash || $0 == 0x2E || $0 == .slash }
        let word = String(decoding: bytes[start..<min(position, start + 8)], as: UTF8.self)
        if let mark = next(before: end), mark == 0x3A || mark == 0x3D, isKey(from: start) {
          name(.attribute, from: start)
        } else if ["true", "false", "null", "yes", "no", "on", "off"].contains(word) {
          name(.keyword, from: start)
        } else if byte.isDigit {
          name(.number, from: start)
        }
      default: position += 1
      }
    }
  }

  private var isAtLineStart: Bool { position == 0 || bytes[position - 1] == .newline }

  /// Only blanks and dashes stand before it on its line; looks at 200 bytes at most.
  private func isKey(from start: Int) -> Bool {
    for index in stride(from: start - 1, through: max(start - 200, 0), by: -1) {
      if bytes[index] == .newline { return true }
      if !bytes[index].isSpace, bytes[index] != .dash { return false }
    }
    return start <= 200
  }

  /// What was added and what was taken away.
  mutating func scanDifference(to end: Int) {
    while position < end {
      let start = position, first = bytes[position]
      skip(to: end) { $0 != .newline }
      switch first {
      case 0x2B: name(.string, from: start)
      case .dash: name(.keyword, from: start)
      case 0x40: name(.comment, from: start)
      default: break
      }
      position = min(end, position + 1)
    }
  }
}

extension StaticString {
  /// A hash begins a comment only at the beginning or behind a blank; `--` of SQL is one anywhere.
  fileprivate func isMeant(at scanner: CodeScanner) -> Bool {
    guard utf8CodeUnitCount == 1 else { return true }
    return scanner.position == 0 || scanner.bytes[scanner.position - 1].isSpace
  }
}
