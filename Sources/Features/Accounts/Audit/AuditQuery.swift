internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What the audit log can be asked for.
struct AuditQuery: Payload {
  var actor: Text<AuditWords>?, action: Text<AuditWords>?, entity: Text<AuditWords>?, kind: Text<AuditWords>?
  var address: Text<AuditWords>?, words: Text<AuditWords>?, from: AuditDay?, to: AuditDay?
  var cursor: String?, pageSize: Number<PageSize>?

  static let shape = Shape(
    "AuditQuery", Self.init(actor:action:entity:kind:address:words:from:to:cursor:pageSize:),
    Field("actor", \.actor, "A name, a mail address or an id"),
    Field("action", \.action, "Such as person or person.suspended"),
    Field("entity", \.entity, "The id of a thing, or a kind of thing"),
    Field("entity_type", \.kind, "A kind of thing, such as course"),
    Field("address", \.address, "The network address it came from"),
    Field("q", \.words, "Words in the values; looks through 31 days unless from is given"),
    Field("from", \.from, "A day or a moment"), Field("to", \.to, "A day, which counts as a whole, or a moment"),
    Field("cursor", \.cursor), Field("page_size", \.pageSize))

  init(
    actor: Text<AuditWords>? = nil, action: Text<AuditWords>? = nil, entity: Text<AuditWords>? = nil,
    kind: Text<AuditWords>? = nil, address: Text<AuditWords>? = nil, words: Text<AuditWords>? = nil,
    from: AuditDay? = nil, to: AuditDay? = nil, cursor: String? = nil, pageSize: Number<PageSize>? = nil
  ) {
    self.actor = actor
    self.action = action
    self.entity = entity
    self.kind = kind
    self.address = address
    self.words = words
    self.from = from
    self.to = to
    self.cursor = cursor
    self.pageSize = pageSize
  }

  /// How far back words are looked for: no index holds the values.
  static let wordDays = Seconds.days(31)

  /// The same question as a query string, without the page.
  var parameters: [(name: StaticString, value: String?)] {
    [
      ("actor", actor?.text), ("action", action?.text), ("entity", entity?.text), ("entity_type", kind?.text),
      ("address", address?.text), ("q", words?.text), ("from", from?.text), ("to", to?.text),
    ]
  }
  /// How many filters are set.
  var filterCount: Int { parameters.count { $0.value != nil } }

  /// The address as it is written down: IPv6 has many spellings.
  var plainAddress: String? {
    address.map { typed in InternetAddress(text: typed.text)?.text ?? typed.text }
  }
}

enum AuditWords: TextRule { static let length = 1...100 }

/// A day, or a moment in it.
struct AuditDay: PayloadValue, Hashable {
  let text: String, start: Instant, end: Instant

  init?(_ text: String) {
    let text = text.trimmed
    self.text = text
    if let moment = Instant(text: text) {
      start = moment
      end = Instant(microseconds: moment.microseconds + 1)
    } else if text.utf8.count == 10, let midnight = Instant(text: text + "T00:00:00Z") {
      start = midnight
      end = midnight + .days(1)
    } else {
      return nil
    }
  }

  static var schema: Schema { .scalar(type: "string", format: "date", limits: [.init("maxLength", 40)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> AuditDay? {
    guard let text = json.string, let day = AuditDay(text) else {
      return faults.refuse("must be a day such as 2026-11-21, or a moment", "day")
    }
    return day
  }
  static func sample(_ seed: Int) -> AuditDay {
    guard let day = AuditDay("2026-11-\((seed % 28 + 1).padded(2))") else { preconditionFailure("A sample is a day.") }
    return day
  }
}
