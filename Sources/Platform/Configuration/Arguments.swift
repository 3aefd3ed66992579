/// A flag that a command takes beside the settings.
public struct Flag: Sendable, Equatable {
  public let name: String
  /// What stands for the value in the help; nil for a switch.
  public let placeholder: String?
  public let about: String

  public init(_ name: String, placeholder: String? = nil, about: String) {
    self.name = name
    self.placeholder = placeholder
    self.about = about
  }
}

/// What stood on the command line, split into words and flags; flags nobody knows are faults.
public struct Arguments: Sendable, Equatable {
  public private(set) var words: [String] = []
  private var values: [String: String] = [:]

  init(_ arguments: [String], knowing flags: [Flag], into faults: inout SettingFaults) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" { words += rest; break }
      guard argument.hasPrefix("-"), argument != "-" else { words.append(argument); continue }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let flag = flags.first(where: { $0.name == parts[0] }) else {
        faults.add(Self.unknown(parts[0], among: flags))
        continue
      }
      take(flag, parts.count > 1 ? parts[1] : nil, from: &rest, into: &faults)
    }
  }

  /// The value given to a flag, nil if it was not there.
  public func value(of flag: String) -> String? { values[flag] }
  public func has(_ flag: String) -> Bool { values[flag] != nil }

  private mutating func take(
    _ flag: Flag, _ attached: String?, from rest: inout ArraySlice<String>, into faults: inout SettingFaults
  ) {
    func fault(_ found: String, _ expected: String) {
      faults.add(SettingFault(name: flag.name, found: found, expected: expected))
    }
    guard values[flag.name] == nil else { return fault("the flag twice", "it once") }
    guard let placeholder = flag.placeholder else {
      if let attached { return fault("the value \"\(attached)\"", "the flag alone, it takes no value") }
      values[flag.name] = "true"
      return
    }
    let next = attached ?? (rest.first?.hasPrefix("--") == true ? nil : rest.popFirst())
    guard let value = next, !value.isEmpty else { return fault("no value", "\(flag.name) \(placeholder)") }
    values[flag.name] = value
  }

  private static func unknown(_ name: String, among flags: [Flag]) -> SettingFault {
    let near = flags.map(\.name).min { $0.distance(to: name) < $1.distance(to: name) }
    let hint = near.flatMap { $0.distance(to: name) <= 3 ? "\($0)?" : nil }
    return SettingFault(
      name: name, found: "a flag that this command does not know",
      expected: hint ?? "one of the flags that --help lists")
  }
}

extension String {
  /// How many letters to add, drop or change to get `other` (Levenshtein).
  func distance(to other: String) -> Int {
    let left = Array(utf8), right = Array(other.utf8)
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, target) in right.enumerated() {
        let changed = corner + (byte == target ? 0 : 1)
        corner = row[j + 1]
        row[j + 1] = Swift.min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
