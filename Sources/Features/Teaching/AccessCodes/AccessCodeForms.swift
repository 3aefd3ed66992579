internal import Essentials
internal import EvolvCore
internal import Payloads

enum CodeCount: NumberRule { static let range = 1...500 }
enum CodeUses: NumberRule { static let range = 1...100_000 }
enum TypedCode: TextRule { static let length = 1...60 }
enum CodeDays: NumberRule { static let range = 1...3650 }
enum CodeLabel: TextRule { static let length = 0...80 }
enum CodePrefixText: TextRule { static let length = 0...4 }
enum CodeNotes: TextRule {
  static let length = 0...500
  static let isMultiline = true
}

/// Codes to be made, from the page.
struct CodeForm: Payload {
  let count: Number<CodeCount>, type: AccessCodeType, maxUses: Number<CodeUses>?, days: Number<CodeDays>?
  let accessDays: Number<CodeDays>?, item: ID<CourseItem>?, prefix: Text<CodePrefixText>?, label: Text<CodeLabel>?
  let notes: Text<CodeNotes>?
  static let shape = Shape(
    "CodeForm", Self.init,
    Field("count", \.count), Field("type", \.type), Field("max_uses", \.maxUses),
    Field("days", \.days, "Valid for so many days"),
    Field("access_days", \.accessDays, "Opens for so many days"), Field("item_id", \.item),
    Field("prefix", \.prefix), Field("label", \.label), Field("notes", \.notes))

  func order(at now: Instant) throws -> CodeOrder {
    CodeOrder(
      type: type, count: count.value, maxUses: maxUses?.value, expiresAt: days.map { now + .days(Int64($0.value)) },
      item: item, accessDays: accessDays?.value, prefix: try CodeOrder.prefix(prefix), label: label?.text ?? "",
      notes: notes?.text ?? "")
  }
}

/// A code that somebody typed or pasted.
struct RedeemForm: Payload {
  let code: Text<TypedCode>
  static let shape = Shape("RedeemForm", Self.init, Field("code", \.code, "In any case, with or without hyphens"))
}

/// What the list of a course's codes is asked for.
struct CodesFilter: Payload {
  var q: String?, state: CodeState?, type: AccessCodeType?, opens: CodeTarget?, batch: ID<CodeBatch>?
  var page: Number<PageNumber>?
  static let shape = Shape(
    "CodesFilter", Self.init, Field("q", \.q), Field("state", \.state), Field("type", \.type), Field("opens", \.opens),
    Field("batch", \.batch), Field("page", \.page))

  var isEmpty: Bool { q == nil && state == nil && type == nil && opens == nil && batch == nil }
}

/// The chosen codes and what to do with them.
struct CodesChoice: Payload {
  enum Action: String, PayloadChoice { case deactivate, reactivate }
  let action: Action, selected: [ID<AccessCode>], all: String?
  static let shape = Shape(
    "CodesChoice", Self.init, Field("action", \.action), Field("selected", \.selected), Field("all", \.all))
}
