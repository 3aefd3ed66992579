internal import Essentials
internal import EvolvCore
internal import SQLStore

// A session is one sign-in on one device. Its token is 256 random bits that only the browser holds; the row keeps the
// digest, so a stolen database signs nobody in.

enum SessionRules {
  /// A use is noted at most so often, so that reading costs no write.
  static let noteEvery = Seconds.minutes(5)
  /// A refresh token sent twice within this is a double send of its owner and no theft.
  static let grace = Seconds(10)
}

/// How long a session lives, as the school has chosen.
struct SessionLife: Sendable {
  /// Idle for so long, a session ends; each use moves the end.
  let idle: Seconds
  /// However much it is used, it ends after this.
  let longest: Seconds

  init(_ settings: SecuritySettings) {
    idle = settings.sessionIdle
    longest = settings.sessionLongest
  }

  func end(createdAt: Instant, usedAt: Instant) -> Instant { min(usedAt + idle, createdAt + longest) }
  /// A row keeps the end that was right when it was written; a shorter life chosen since holds for it, too.
  func includes(_ session: LiveSession, at now: Instant) -> Bool {
    now < end(createdAt: session.createdAt, usedAt: session.lastSeenAt)
  }
}

extension Facilities {
  var sessionLife: SessionLife { SessionLife(settings(SecuritySettings.self)) }
}

/// A session as its owner sees it.
struct SessionRecord: RowDecodable {
  let id: ID<Session>, createdAt: Instant, lastSeenAt: Instant, ipAddress: String?, userAgent: String?

  static let columns: SQL = "id, created_at, last_seen_at, ip_address, user_agent"

  init(row: inout Row) throws {
    id = try row.next()
    createdAt = try row.next()
    lastSeenAt = try row.next()
    ipAddress = try row.nextIfPresent()
    userAgent = try row.nextIfPresent()
  }
}

/// What every request needs to know of its session: one row of one statement.
struct LiveSession: RowDecodable {
  let id: ID<Session>, createdAt: Instant, lastSeenAt: Instant
  let person: ID<Person>, name: String, email: String, role: Role, hasSecondFactor: Bool
  let grants: [RoleGrant]
  /// Who really sits there, when someone acts as the person.
  let actor: Viewer.Actor?

  /// The sessions with their people: with the other one while someone acts as them.
  static func source(at now: Instant) -> SQL {
    """
    sessions JOIN users ON users.id = CASE WHEN sessions.acting_until > \(now) THEN coalesce(sessions.acting_as, sessions.user_id)
      ELSE sessions.user_id END
    """
  }

  static let columns: SQL = """
    sessions.id, sessions.created_at, sessions.last_seen_at, users.id, users.first_name, users.last_name, users.email, users.role,
    users.second_factor_since,
    \(RoleFragments.grants), sessions.acting_until,
    CASE WHEN users.id <> sessions.user_id THEN sessions.user_id END,
    CASE WHEN users.id <> sessions.user_id
      THEN (SELECT first_name || ' ' || last_name FROM users actors WHERE actors.id = sessions.user_id) END
    """

  init(row: inout Row) throws {
    id = try row.next()
    createdAt = try row.next()
    lastSeenAt = try row.next()
    person = try row.next()
    let first: String = try row.next(), last: String = try row.next()
    name = PersonRecord.name(first, last)
    email = try row.next()
    role = try row.next()
    let since: Instant? = try row.nextIfPresent()
    hasSecondFactor = since != nil
    grants = RoleGrant.list(try row.nextIfPresent())
    let until: Instant? = try row.nextIfPresent(), actor: ID<Person>? = try row.nextIfPresent()
    let actorName: String? = try row.nextIfPresent()
    if let until, let actor {
      self.actor = Viewer.Actor(person: actor, name: actorName ?? "", until: until)
    } else {
      self.actor = nil
    }
  }

  func viewer(from origin: Origin, _ rights: Rights) -> Viewer {
    Viewer(
      identity: Viewer.Identity(person: person, session: id, name: name, email: email, role: role, actor: actor),
      rights: rights,
      origin: origin)
  }
}

/// What a browser or program calls itself, in words.
struct Device {
  let words: String

  init(agent: String?) {
    guard let agent, !agent.isEmpty else { words = "Unknown device"; return }
    // The order decides: each browser also names those it descends from.
    let browser = Self.first(
      in: agent,
      [
        "Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari",
        "curl/": "curl", "python": "Python",
      ])
    let system = Self.first(
      in: agent,
      [
        "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac",
        "CrOS": "Chromebook", "Linux": "Linux",
      ])
    switch (browser, system) {
    case (let browser?, let system?): words = "\(browser) on \(system)"
    case (let known?, nil), (nil, let known?): words = known
    case (nil, nil): words = String(agent.prefix(40))
    }
  }

  private static func first(in agent: String, _ names: KeyValuePairs<String, String>) -> String? {
    names.first { agent.contains($0.key) }?.value
  }
}
