/// The lines `NAME=value` of a settings file; `#` starts a comment line, quotes around a value are taken off.
struct SettingsFile {
  struct Entry: Equatable { let value: String, line: Int }
  private(set) var entries: [String: Entry] = [:]
  let path: String

  init(path: String) { self.path = path }

  init(path: String, text: String, knowing names: Set<String>, into faults: inout SettingFaults) {
    self.path = path
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = raw.trimmed
      if line.isEmpty || line.hasPrefix("#") { continue }
      take(line, number: index + 1, knowing: names, into: &faults)
    }
  }

  private mutating func take(_ line: String, number: Int, knowing names: Set<String>, into faults: inout SettingFaults)
  {
    func fault(_ found: String, _ expected: String) {
      faults.add(SettingFault(name: "\(path) line \(number)", found: found, expected: expected))
    }
    guard let sign = line.firstIndex(of: "=") else { return fault("a line without \"=\"", "NAME=value") }
    let name = line[..<sign].trimmed, value = line[line.index(after: sign)...].trimmed
    guard names.contains(name) else {
      let near = names.filter { $0.distance(to: name) <= 3 }.min {
        ($0.distance(to: name), $0) < ($1.distance(to: name), $1)
      }
      return fault("the unknown name \"\(name)\"", near.map { "\($0)?" } ?? "one of the names in the table of settings")
    }
    guard entries[name] == nil else { return fault("\(name) a second time", "each name once") }
    entries[name] = Entry(value: value.unquoted, line: number)
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[start...last])
  }
}

extension String {
  fileprivate var unquoted: String {
    guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
    return String(dropFirst().dropLast())
  }
}
