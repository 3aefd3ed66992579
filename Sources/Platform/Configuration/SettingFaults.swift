/// One thing wrong with what the program was started with.
public struct SettingFault: Sendable, Equatable {
  /// The setting as the person wrote it: `--port`, `EVOLV_PORT` or `evolv.conf line 3 (EVOLV_PORT)`.
  public let name: String
  public let found: String
  public let expected: String
  public let documentation: String

  public init(name: String, found: String, expected: String, documentation: String = "docs/configuration.md") {
    self.name = name
    self.found = found
    self.expected = expected
    self.documentation = documentation
  }
}

/// Everything wrong with a start, found in one reading.
public struct SettingFaults: Error, Sendable, Equatable, CustomStringConvertible {
  public private(set) var list: [SettingFault] = []

  public init(_ list: [SettingFault] = []) { self.list = list }
  mutating func add(_ fault: SettingFault) { list.append(fault) }

  /// A paragraph per fault, for the terminal.
  public var description: String {
    list.map { "\($0.name)\n  found:    \($0.found)\n  expected: \($0.expected)\n  see:      \($0.documentation)" }
      .joined(separator: "\n")
  }
}
