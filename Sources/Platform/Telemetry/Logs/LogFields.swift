public import Essentials

/// One value of a log line.
public enum LogValue: Sendable {
  case text(String), number(Int64), real(Double), flag(Bool), time(Instant), list([String]), nothing
  /// Printed as `[secret]`: says that there was a value without saying which.
  case secret
}

extension LogValue {
  public static func number(_ value: some BinaryInteger) -> LogValue { .number(Int64(clamping: value)) }
  public static func id<Thing>(_ id: ID<Thing>) -> LogValue { .text(id.text) }
  public static func secret<Value>(_: Secret<Value>) -> LogValue { .secret }
  /// What is known of an error: its type and what it says of itself.
  public static func error(_ error: any Error) -> LogValue { .text("\(type(of: error)): \(error)") }
}

// Literals only: a string with an interpolation does not become a field by accident.
extension LogValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  public init(stringLiteral value: StaticString) { self = .text(value.description) }
  public init(integerLiteral value: Int64) { self = .number(value) }
  public init(floatLiteral value: Double) { self = .real(value) }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
}

/// Names and values in the order they are printed.
public struct LogFields: Sendable, ExpressibleByDictionaryLiteral {
  private var items: [(StaticString, LogValue)]
  public init(dictionaryLiteral items: (StaticString, LogValue)...) { self.items = items }

  public mutating func add(_ name: StaticString, _ value: LogValue) { items.append((name, value)) }

  func append(to line: inout [UInt8]) {
    for (name, value) in items {
      line.append(UInt8(ascii: ","))
      line.append(jsonText: name.description)
      line.append(UInt8(ascii: ":"))
      value.append(to: &line)
    }
  }
}

extension LogValue {
  /// A value from outside may be long; a line stays readable and the buffer bounded.
  private static let longestText = 4096

  func append(to line: inout [UInt8]) {
    switch self {
    case .text(let text):
      line.append(jsonText: text.utf8.count > Self.longestText ? text.shortened(to: Self.longestText) : text)
    case .number(let number): line.append(ascii: String(number))
    case .real(let real): line.append(ascii: real.isFinite ? "\(real)" : "null")
    case .flag(let flag): line.append(ascii: flag ? "true" : "false")
    case .time(let time):
      line.append(UInt8(ascii: "\""))
      line.append(timeOf: time)
      line.append(UInt8(ascii: "\""))
    case .list(let texts): append(texts, to: &line)
    case .nothing: line.append(ascii: "null")
    case .secret: line.append(ascii: "\"[secret]\"")
    }
  }

  private func append(_ texts: [String], to line: inout [UInt8]) {
    line.append(UInt8(ascii: "["))
    for (index, text) in texts.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      LogValue.text(text).append(to: &line)
    }
    line.append(UInt8(ascii: "]"))
  }
}

extension String {
  /// Cut at a character's border so that the text stays valid.
  fileprivate func shortened(to bytes: Int) -> String {
    var end = utf8.index(startIndex, offsetBy: bytes)
    while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return self[..<end] + "…"
  }
}
