public import Essentials

/// How long a text may be and whether it may have lines; the type of a field names its rule: `Text<Title>`.
public protocol TextRule: SendableMetatype {
  static var length: ClosedRange<Int> { get }
  static var isMultiline: Bool { get }
}
extension TextRule { public static var isMultiline: Bool { false } }

/// Text that keeps its rule: trimmed, of the right length, without control characters.
public struct Text<Rule: TextRule>: PayloadValue, Hashable {
  public let text: String

  /// nil when the trimmed text breaks the rule.
  public init?(_ text: String) {
    let trimmed = text.trimmed
    guard Rule.length.contains(trimmed.count), Self.allowsCharacters(of: trimmed) else { return nil }
    self.text = trimmed
  }

  private static func allowsCharacters(of text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: Rule.isMultiline
      case 0..<0x20, 0x7F: false
      default: true
      }
    }
  }

  public static var schema: Schema {
    .scalar(
      type: "string", format: nil,
      limits: [.init("minLength", Rule.length.lowerBound), .init("maxLength", Rule.length.upperBound)])
  }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Text? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let value = Text(text) else {
      let isEmpty = text.trimmed.isEmpty && Rule.length.lowerBound > 0
      if isEmpty { return faults.refuse("is required", "missing") }
      guard Rule.length.contains(text.trimmed.count) else {
        return faults.refuse("must have \(Rule.length.lowerBound) to \(Rule.length.upperBound) characters", "length")
      }
      return faults.refuse("must not contain control characters", "text")
    }
    return value
  }
  public static func sample(_ seed: Int) -> Text {
    let words = "sample \(seed) "
    let text = String(repeating: words, count: Rule.length.lowerBound / words.count + 1).prefix(Rule.length.upperBound)
    guard let value = Text(String(text)) else { preconditionFailure("A sample fits its own rule.") }
    return value
  }
}

/// The range a whole number keeps: `Number<PageSize>`.
public protocol NumberRule: SendableMetatype { static var range: ClosedRange<Int> { get } }

/// A whole number inside its rule's range.
public struct Number<Rule: NumberRule>: PayloadValue, Hashable {
  public let value: Int
  public init?(_ value: Int) {
    guard Rule.range.contains(value) else { return nil }
    self.value = value
  }
  public static var schema: Schema {
    .scalar(
      type: "integer", format: "int64",
      limits: [.init("minimum", Rule.range.lowerBound), .init("maximum", Rule.range.upperBound)])
  }
  public func write(to json: inout JSONWriter) { json.number(value) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Number? {
    guard let text = json.number, let value = Int(text) else { return faults.refuse("must be a whole number") }
    guard let number = Number(value) else {
      return faults.refuse("must be between \(Rule.range.lowerBound) and \(Rule.range.upperBound)", "range")
    }
    return number
  }
  public static func sample(_ seed: Int) -> Number {
    guard let value = Number(Rule.range.lowerBound + seed % (Rule.range.upperBound - Rule.range.lowerBound + 1)) else {
      preconditionFailure("A sample fits its own rule.")
    }
    return value
  }
}

/// A member of a PATCH: left out, set to null, or given.
public enum Change<Value: PayloadValue>: PayloadValue {
  case keep, clear, set(Value)

  public static var schema: Schema { .nullable(Value.schema) }
  public static var isRequired: Bool { false }
  public var isLeftOut: Bool { if case .keep = self { true } else { false } }
  public func write(to json: inout JSONWriter) {
    if case .set(let value) = self { value.write(to: &json) } else { json.literal("null") }
  }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Change? {
    if json.isAbsent { return .keep }
    if json.isNull { return .clear }
    guard let value = Value.read(json, into: &faults) else { return nil }
    return .set(value)
  }
  public static func sample(_ seed: Int) -> Change { .set(Value.sample(seed)) }

  /// What stands after the change when `old` stood before.
  public func applied(to old: Value?) -> Value? {
    switch self {
    case .keep: old
    case .clear: nil
    case .set(let value): value
    }
  }
}

extension Instant: PayloadValue {
  public static var schema: Schema { .scalar(type: "string", format: "date-time", limits: []) }
  public func write(to json: inout JSONWriter) { json.instant(self) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Instant? {
    guard let text = json.string, let instant = Instant(text: text) else {
      return faults.refuse("must be a time such as 2026-11-21T09:00:00Z")
    }
    return instant
  }
  public static func sample(_ seed: Int) -> Instant {
    Instant(microseconds: 1_763_715_600_000_000 + Int64(seed) * 60_000_000)
  }
}

extension Slug: PayloadValue {
  public static var schema: Schema {
    .scalar(type: "string", format: nil, limits: [.init("minLength", 1), .init("maxLength", 120)])
  }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Slug? {
    guard let text = json.string, let slug = Slug(pathText: text) else {
      return faults.refuse("must consist of a-z, 0-9 and hyphens", "slug")
    }
    return slug
  }
  public static func sample(_ seed: Int) -> Slug {
    guard let slug = Slug(pathText: "sample-\(seed)") else { preconditionFailure("A sample fits its own rule.") }
    return slug
  }
}

extension Reference: PayloadValue {
  public static var schema: Schema {
    .scalar(type: "string", format: nil, limits: [.init("minLength", 1), .init("maxLength", 120)])
  }
  public func write(to json: inout JSONWriter) { json.string(pathText) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Reference? {
    guard let text = json.string, let reference = Reference(pathText: text) else {
      return faults.refuse("must be an id or a slug", "reference")
    }
    return reference
  }
  public static func sample(_ seed: Int) -> Reference { .id(.sample(seed)) }
}

extension String {
  /// Without white space at both ends.
  public var trimmed: String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
      return ""
    }
    return String(self[first...last])
  }
}
