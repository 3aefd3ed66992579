/// Text whose lines are rows and whose cells stand between commas, semicolons, tabs or bars (RFC 4180 and its relatives).
public enum SeparatedValues {
  /// Reads text in whatever encoding and dialect it was saved.
  public static func read(_ bytes: [UInt8], _ limits: TableLimits) throws(DocumentFault) -> TableText {
    guard let decoded = DecodedText(bytes) else { throw .notText }
    var text = Array(decoded.text.utf8)
    var separator = Self.separator(of: text)
    // What spreadsheets put first to say how they separate: `sep=;`.
    if text.starts(with: Array("sep=".utf8)), text.count > 5, text[5] == 0x0A || text[5] == 0x0D {
      separator = text[4]
      text.removeFirst(text[5...].firstIndex(of: 0x0A).map { $0 + 1 } ?? 5)
    }
    var table = TableText(limits)
    table.note = decoded.note
    var reader = Reader(text: text, separator: separator)
    while let row = try reader.next() { try table.add(row.cells, number: row.line) }
    return table
  }

  /// The sign that most often stands between the words of the first line, outside of quotes.
  private static func separator(of text: [UInt8]) -> UInt8 {
    var counts: [UInt8: Int] = [:], isQuoted = false
    for byte in text {
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x0A || byte == 0x0D, !isQuoted, !counts.isEmpty { break }
      if !isQuoted, [0x2C, 0x3B, 0x09, 0x7C].contains(byte) { counts[byte, default: 0] += 1 }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0x2C
  }

  /// One line to write; every cell quoted where it must be, and none that a spreadsheet takes for a formula.
  public static func line(_ cells: [String?]) -> String {
    cells.map { cell(harmless($0 ?? "")) }.joined(separator: ",") + "\r\n"
  }

  /// The text, with an apostrophe before what a spreadsheet would calculate.
  public static func harmless(_ text: String) -> String {
    guard let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else { return text }
    return "'" + text
  }

  /// What `harmless` was given.
  public static func original(_ text: String) -> String {
    text.hasPrefix("'") && harmless(String(text.dropFirst())) == text ? String(text.dropFirst()) : text
  }

  private static func cell(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private struct Reader {
    let text: [UInt8], separator: UInt8
    var position = 0, line = 1

    /// The next row and the line it begins on; nil at the end.
    mutating func next() throws(DocumentFault) -> (cells: [String], line: Int)? {
      guard position < text.count else { return nil }
      let start = line
      var cells: [String] = []
      while true {
        cells.append(try cell())
        guard position < text.count else { return (cells, start) }
        let end = text[position]
        position += 1
        if end == separator { continue }
        if end == 0x0D, position < text.count, text[position] == 0x0A { position += 1 }
        line += 1
        return (cells, start)
      }
    }

    /// A cell; leaves the position at what ended it.
    private mutating func cell() throws(DocumentFault) -> String {
      guard position < text.count, text[position] == 0x22 else { return plain() }
      let start = line
      var bytes: [UInt8] = []
      position += 1
      while position < text.count {
        let byte = text[position]
        position += 1
        if byte == 0x0A { line += 1 }
        guard byte == 0x22 else { bytes.append(byte); continue }
        guard position < text.count, text[position] == 0x22 else {
          return String(decoding: bytes, as: UTF8.self).trimmedBlanks + plain()
        }
        bytes.append(0x22)
        position += 1
      }
      throw .openQuote(line: start)
    }

    private mutating func plain() -> String {
      let start = position
      while position < text.count, text[position] != separator, text[position] != 0x0A, text[position] != 0x0D {
        position += 1
      }
      return String(decoding: text[start..<position], as: UTF8.self).trimmedBlanks
    }
  }
}

extension String {
  /// Without blanks at both ends, the unbreakable ones of spreadsheets too.
  var trimmedBlanks: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" }
    guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
      return ""
    }
    return String(self[first...last])
  }
}
