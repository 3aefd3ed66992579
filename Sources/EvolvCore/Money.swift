internal import Essentials
public import Payloads

/// An amount in the minor unit of its currency (ISO 4217); never a fraction of a cent, never a floating point number.
public struct Money: Sendable, Hashable {
  public let minorUnits: Int64
  public let currency: String

  public init(minorUnits: Int64, currency: String) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// Reads `49`, `49.5` or `49.00`; nil for more decimals, a sign, or more than nine digits before the point.
  public init?(decimal text: String, currency: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, (1...9).contains(whole.utf8.count),
      whole.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let units = Int64(whole)
    else { return nil }
    var cents: Int64 = 0
    if parts.count == 2 {
      guard (1...2).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = Int64(parts[1])
      else { return nil }
      cents = parts[1].utf8.count == 1 ? value * 10 : value
    }
    self.init(minorUnits: units * 100 + cents, currency: currency)
  }

  /// `49.00`
  public var decimal: String { "\(minorUnits / 100).\(Int(minorUnits % 100).padded(2))" }
  public var isZero: Bool { minorUnits == 0 }
}

/// A decimal string in JSON, such as `"49.00"`.
public struct DecimalAmount: PayloadValue, Hashable {
  public let minorUnits: Int64
  public init(minorUnits: Int64) { self.minorUnits = minorUnits }
  public static var schema: Schema { .scalar(type: "string", format: "decimal", limits: [.init("maxLength", 12)]) }
  public func write(to json: inout JSONWriter) { json.quotedDecimal(hundredths: minorUnits) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> DecimalAmount? {
    guard let text = json.string ?? json.number, let money = Money(decimal: text.trimmed, currency: "") else {
      return faults.refuse("must be an amount such as 49.00")
    }
    return DecimalAmount(minorUnits: money.minorUnits)
  }
  public static func sample(_ seed: Int) -> DecimalAmount { DecimalAmount(minorUnits: Int64(seed) * 50) }
}

/// A share in hundredths of a per cent, written as a JSON number with two decimals: 3333 is `33.33`.
public struct Percent: PayloadValue, Hashable, Comparable {
  public let hundredths: Int
  public init(hundredths: Int) { self.hundredths = min(max(hundredths, 0), 10_000) }
  /// `done` of `total`, rounded, but 100 only when all is done; nothing of nothing is 0.
  public init(_ done: Int, of total: Int) {
    let rounded = total > 0 ? (done * 20_000 / total + 1) / 2 : 0
    self.init(hundredths: done < total ? min(rounded, 9_999) : rounded)
  }
  public static func < (left: Percent, right: Percent) -> Bool { left.hundredths < right.hundredths }

  /// Without decimals, rounded down so that 100 means all: `33`.
  public var whole: Int { hundredths / 100 }
  public static var schema: Schema {
    .scalar(type: "number", format: nil, limits: [.init("minimum", 0), .init("maximum", 100)])
  }
  public func write(to json: inout JSONWriter) { json.decimal(hundredths: Int64(hundredths)) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Percent? {
    guard let text = json.number, let value = Double(text), (0...100).contains(value) else {
      return faults.refuse("must be a number from 0 to 100")
    }
    return Percent(hundredths: Int((value * 100).rounded()))
  }
  public static func sample(_ seed: Int) -> Percent { Percent(hundredths: seed * 111 % 10_000) }
}
