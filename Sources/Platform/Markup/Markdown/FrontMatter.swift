/// The lines between two `---` at the head of a file: plain `name: value` pairs, everything else in it is ignored.
struct FrontMatter {
  private(set) var fields: [String: String] = [:]
  private(set) var body: String
  /// The number of the body's first line in the file.
  private(set) var firstLine = 1

  init(_ source: String) {
    var text = source[...]
    if text.first == "\u{FEFF}" { text.removeFirst() }
    body = String(text)
    var lines = text.split(maxSplits: 64, omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(\.trimmed)
    guard lines.first == "---", lines.count > 1 else { return }
    lines.removeFirst()
    guard let end = lines.prefix(63).firstIndex(where: { $0 == "---" || $0 == "..." }) else { return }
    for line in lines[..<end] { read(line) }
    body = String(text.afterLines(end + 2))
    firstLine = end + 3
  }

  private mutating func read(_ line: Substring) {
    guard let colon = line.firstIndex(of: ":") else { return }
    let name = line[..<colon].trimmed.lowercased()
    var value = line[line.index(after: colon)...].trimmed
    if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
      value = value.dropFirst().dropLast()
    }
    guard !name.isEmpty, !value.isEmpty, fields[name] == nil else { return }
    fields[name] = String(value)
  }
}

extension StringProtocol where SubSequence == Substring {
  var trimmed: Substring {
    var part = self[...]
    while part.first?.isWhitespace == true { part.removeFirst() }
    while part.last?.isWhitespace == true { part.removeLast() }
    return part
  }

  fileprivate func afterLines(_ count: Int) -> Substring {
    var rest = self[...]
    for _ in 0..<count {
      guard let newline = rest.firstIndex(where: \.isNewline) else { return "" }
      rest = rest[rest.index(after: newline)...]
    }
    return rest
  }
}
