internal import Essentials
internal import EvolvCore
internal import Payloads

enum CodeCount: NumberRule { static let range = 1...500 }
enum CodeUses: NumberRule { static let range = 1...100_000 }
enum TypedCode: TextRule { static let length = 1...40 }

/// Codes to be made, from the page.
struct CodeForm: Payload {
  let count: Number<CodeCount>, type: AccessCodeType, maxUses: Number<CodeUses>?, days: Number<CodeDays>?
  static let shape = Shape(
    "CodeForm", Self.init,
    Field("count", \.count), Field("type", \.type), Field("max_uses", \.maxUses),
    Field("days", \.days, "Valid for so many days"))

  func order(at now: Instant) -> CodeOrder {
    CodeOrder(
      type: type, count: count.value, maxUses: maxUses?.value, expiresAt: days.map { now + .days(Int64($0.value)) })
  }
}
enum CodeDays: NumberRule { static let range = 1...3650 }

/// A code that somebody typed or pasted.
struct RedeemForm: Payload {
  let code: Text<TypedCode>
  static let shape = Shape("RedeemForm", Self.init, Field("code", \.code, "In any case, with or without hyphens"))
}
