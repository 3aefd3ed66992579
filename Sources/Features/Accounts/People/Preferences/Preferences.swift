public import Essentials
public import EvolvCore
internal import Payloads
internal import Routing
public import SQLStore

/// What people are told of. What keeps an account safe is always told and stands nowhere here.
public enum NotificationKind: String, CaseIterable, Sendable {
  case enrollment, course, grades, live, messages, announcements

  var label: String {
    switch self {
    case .enrollment: "Enrollments"
    case .course: "My courses"
    case .grades: "Marks"
    case .live: "Live classes"
    case .messages: "Messages"
    case .announcements: "News of the school"
    }
  }
  var about: String {
    switch self {
    case .enrollment: "You are enrolled, or your place is confirmed."
    case .course: "New lessons, changed dates, answers to your questions."
    case .grades: "Something of yours was marked."
    case .live: "A class starts soon or was moved."
    case .messages: "Somebody wrote to you."
    case .announcements: "What the school tells everybody."
    }
  }
}

/// How people are told.
enum NotificationChannel: String, CaseIterable, Sendable {
  case inApp = "in_app", email, push

  var label: String {
    switch self {
    case .inApp: "Here"
    case .email: "Email"
    case .push: "Push"
    }
  }
}

/// One kind by one channel: `grades:email`.
struct NotificationChoice: PayloadChoice, Hashable {
  let kind: NotificationKind, channel: NotificationChannel

  init(_ kind: NotificationKind, _ channel: NotificationChannel) {
    self.kind = kind
    self.channel = channel
  }
  var rawValue: String { "\(kind.rawValue):\(channel.rawValue)" }
  init?(rawValue: String) {
    guard let choice = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = choice
  }
  static let allCases = NotificationKind.allCases.flatMap { kind in
    NotificationChannel.allCases.map { NotificationChoice(kind, $0) }
  }
}

/// How often what can wait is gathered into one mail.
enum DigestChoice: String, PayloadChoice, ColumnWord {
  case atOnce = "at_once", daily, weekly

  var words: String {
    switch self {
    case .atOnce: "At once, each by itself"
    case .daily: "Once a day, in one mail"
    case .weekly: "Once a week, in one mail"
    }
  }
}

/// What a person wants to be told, how and when. The form and the API have these fields.
struct Preferences: Payload, Equatable {
  var enabled: [NotificationChoice] = NotificationChoice.allCases
  var digest = DigestChoice.daily
  var quietFrom: ClockTime?, quietTo: ClockTime?

  static let shape = Shape(
    "NotificationPreferences", Self.init(enabled:digest:quietFrom:quietTo:),
    Field("enabled", \.enabled, "What is told by which channel; the rest is silent"),
    Field("digest", \.digest, "For mails that can wait"),
    Field("quiet_hours_from", \.quietFrom, "HH:MM in the person's time zone"), Field("quiet_hours_to", \.quietTo))

  func wants(_ kind: NotificationKind, _ channel: NotificationChannel) -> Bool {
    enabled.contains(NotificationChoice(kind, channel))
  }
}

/// A time of the day: `22:30`.
enum ClockFormat: TextFormat {
  static let fault = "must be a time such as 22:30"
  static let samples = ["22:30", "06:00"]
  static func normal(_ text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].utf8.count == 2, parts[1].utf8.count == 2, let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return "\(parts[0]):\(parts[1])"
  }
}
typealias ClockTime = Formatted<ClockFormat>

extension Preferences: RowDecodable {
  init(row: inout Row) throws {
    let silenced: String = try row.next()
    let silent = Set(silenced.split(separator: ",").map(String.init))
    enabled = NotificationChoice.allCases.filter { !silent.contains($0.rawValue) }
    digest = try row.next()
    quietFrom = try row.nextIfPresent()
    quietTo = try row.nextIfPresent()
  }
  /// What is kept is the silence, so that a kind that comes later begins to be told.
  fileprivate var silenced: String {
    NotificationChoice.allCases.filter { !enabled.contains($0) }.map(\.rawValue).joined(separator: ",")
  }
}

extension Reading {
  func preferences(of person: ID<Person>) async throws -> Preferences {
    try await first(
      "SELECT silenced, digest, quiet_from, quiet_to FROM notification_preferences WHERE user_id = \(person)")
      ?? Preferences()
  }
  /// Whether a mail of this kind may go to a person.
  public func wantsMail(_ person: ID<Person>, about kind: NotificationKind) async throws -> Bool {
    try await preferences(of: person).wants(kind, .email)
  }
}

extension Transaction {
  func setPreferences(_ new: Preferences, of person: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    if (new.quietFrom == nil) != (new.quietTo == nil) {
      let field = new.quietFrom == nil ? "quiet_hours_from" : "quiet_hours_to"
      throw Problem.invalid(field, "missing", "is required where the other end is given")
    }
    let old = try await preferences(of: person)
    try await execute(
      """
      INSERT INTO notification_preferences (user_id, silenced, digest, quiet_from, quiet_to, updated_at)
      VALUES (\(person), \(new.silenced), \(new.digest), \(new.quietFrom), \(new.quietTo), \(now))
      ON CONFLICT (user_id) DO UPDATE SET silenced = excluded.silenced, digest = excluded.digest,
        quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, updated_at = excluded.updated_at
      """)
    record(PreferencesChanged(person: person), by: viewer, at: now, before: old, after: new)
  }

  /// Ends the mails of one kind; nobody else is told by another way.
  func silenceMail(about kind: NotificationKind, of person: ID<Person>, by viewer: Viewer, at now: Instant) async throws
  {
    var preferences = try await preferences(of: person)
    guard preferences.wants(kind, .email) else { return }
    preferences.enabled.removeAll { $0 == NotificationChoice(kind, .email) }
    try await setPreferences(preferences, of: person, by: viewer, at: now)
  }
}

/// Somebody wants to be told otherwise.
struct PreferencesChanged: DomainEvent {
  let person: ID<Person>
  static let name = "person.preferences_changed"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonPreferencesChanged", Self.init(person:), Field("person", \.person))
}
