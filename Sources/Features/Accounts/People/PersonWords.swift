public import Payloads
public import SQLStore

/// A first or last name in any script: one line, nothing that a page, a mail or a terminal could take for more than a name.
public struct PersonName: PayloadValue, Hashable {
  public let text: String

  /// nil when the trimmed text is empty, longer than 80 characters or holds what no name has.
  public init?(_ text: String) {
    let trimmed = text.trimmed
    // Names travel in mails: one with an address in it would let strangers send links in the school's name.
    guard (1...80).contains(trimmed.count), trimmed.utf8.count <= 400, !trimmed.contains("://"),
      trimmed.unicodeScalars.allSatisfy(Self.isAllowed)
    else { return nil }
    self.text = trimmed
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    // Joiners belong to the spelling of Persian and Indic names; other invisible marks turn text around.
    case .format: scalar.value == 0x200C || scalar.value == 0x200D
    default: scalar != "<" && scalar != ">"
    }
  }

  public static var schema: Schema {
    .scalar(type: "string", format: nil, limits: [.init("minLength", 1), .init("maxLength", 80)])
  }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> PersonName? {
    guard let text = json.string else { return faults.refuse("must be text") }
    if text.trimmed.isEmpty { return faults.refuse("is required", "missing") }
    if text.trimmed.count > 80 { return faults.refuse("must have at most 80 characters", "length") }
    guard let name = PersonName(text) else {
      return faults.refuse("must be a name, without < and >, links and invisible characters", "text")
    }
    return name
  }
  public static func sample(_ seed: Int) -> PersonName {
    guard let name = PersonName("Sample \(seed)") else { preconditionFailure("A sample fits its own rule.") }
    return name
  }
}

/// A short name to sign in with. Never holds an `@`, so it cannot be taken for someone's mail address.
public struct Username: PayloadValue, Hashable {
  public let text: String
  /// What makes two usernames one account.
  public var key: String { text.lowercased() }

  /// nil unless it has 3 to 32 of `a-z A-Z 0-9 . _ -` and begins and ends with a letter or digit.
  public init?(_ text: String) {
    let bytes = Array(text.trimmed.utf8)
    let isPlain: (UInt8) -> Bool = {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
    }
    guard (3...32).contains(bytes.count), let first = bytes.first, let last = bytes.last, isPlain(first), isPlain(last),
      bytes.allSatisfy({ isPlain($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D })
    else { return nil }
    self.text = text.trimmed
  }

  public static var schema: Schema {
    .scalar(type: "string", format: nil, limits: [.init("minLength", 3), .init("maxLength", 32)])
  }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Username? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let name = Username(text) else {
      return faults.refuse("must have 3 to 32 letters a-z, digits, dots, hyphens or underscores", "username")
    }
    return name
  }
  public static func sample(_ seed: Int) -> Username {
    guard let name = Username("sample-\(seed)") else { preconditionFailure("A sample fits its own rule.") }
    return name
  }
}

/// Whether a person may come in.
public enum PersonStatus: String, PayloadChoice, ColumnWord {
  case active
  /// Left for now; keeps everything, signs in no more.
  case inactive
  /// Shut out by the school.
  case suspended

  public var words: String {
    switch self {
    case .active: "Active"
    case .inactive: "Inactive"
    case .suspended: "Suspended"
    }
  }
}
