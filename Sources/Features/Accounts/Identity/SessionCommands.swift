internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import SQLStore

/// A session just begun: what only its owner gets to see.
struct OpenedSession: Sendable {
  let id: ID<Session>, token: String
}

/// What came of a refresh token.
enum Refreshed: Sendable {
  /// `at`: when it was first used. A client that sends it twice, since the first answer got lost or two windows asked at
  /// once, gets the same answer for a moment.
  case renewed(LiveSession, refreshToken: String, at: Instant)
  /// It was used a moment ago by another client.
  case doubled
  /// Unknown, expired, of a session that ended; or used before, and then its whole family is gone.
  case refused
}

extension Transaction {
  /// Begins a session.
  func openSession(of person: ID<Person>, endingBy end: Instant, from origin: Origin, at now: Instant) -> OpenedSession
  {
    let opened = OpenedSession(id: ID(at: now), token: Randomness.token())
    later(
      """
      INSERT INTO sessions (id, user_id, token_hash, created_at, last_seen_at, proven_at, expires_at, ip_address, user_agent)
      VALUES (\(opened.id), \(person), \(SHA256.digest(of: opened.token)), \(now), \(now), \(now),
        \(end), \(origin.address), \(origin.agent))
      """)
    return opened
  }

  /// Ends one session; its tokens go with it.
  func endSession(_ id: ID<Session>) { later("DELETE FROM sessions WHERE id = \(id)") }

  /// Ends every session of a person but `kept`.
  func endSessions(of person: ID<Person>, except kept: ID<Session>? = nil) {
    if let kept {
      later("DELETE FROM sessions WHERE user_id = \(person) AND id <> \(kept)")
    } else {
      later("DELETE FROM sessions WHERE user_id = \(person)")
    }
  }

  /// Lets a session be another person's until then, or its own again.
  func setActing(as person: ID<Person>?, in session: ID<Session>, until end: Instant?) {
    later("UPDATE sessions SET acting_as = \(person), acting_until = \(end) WHERE id = \(session)")
  }
  /// Nobody acts any longer as this person, whose rights are others now, nor this person as anyone.
  func stopActing(around person: ID<Person>) {
    later(
      """
      UPDATE sessions SET acting_as = \(ID<Person>?.none), acting_until = \(Instant?.none)
      WHERE acting_as IS NOT NULL AND (acting_as = \(person) OR user_id = \(person))
      """)
  }
  /// Nobody acts as anyone any longer.
  func stopAllActing() {
    later(
      "UPDATE sessions SET acting_as = \(ID<Person>?.none), acting_until = \(Instant?.none) WHERE acting_as IS NOT NULL"
    )
  }

  /// Ends one of the viewer's own sessions, or a 404 for anyone else's.
  func revokeSession(_ id: ID<Session>, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requirePerson()
    let ended: ID<Session>? = try await first(
      "DELETE FROM sessions WHERE id = \(id) AND user_id = \(person) RETURNING id")
    guard ended != nil else { throw NothingFound() }
    record(SessionRevoked(person: person, session: id), by: viewer, at: now)
  }

  /// A refresh token for a session: 256 random bits, used once.
  func addRefreshToken(
    _ token: String = Randomness.token(), to session: ID<Session>, endingBy end: Instant, at now: Instant
  ) -> String {
    later(
      """
      INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
      VALUES (\(SHA256.digest(of: token)), \(session), \(now), \(end))
      """)
    return token
  }

  /// Takes a refresh token for the next one. Only the one statement that marks it used decides who gets it, so of many at
  /// once one wins; a token that comes again later was copied, and ends the session for the thief and the owner alike.
  func refresh(_ token: String, living life: SessionLife, from origin: Origin, at now: Instant) async throws
    -> Refreshed
  {
    let hash = SHA256.digest(of: token), next = Randomness.token()
    let taken: ID<Session>? = try await first(
      """
      UPDATE refresh_tokens SET used_at = \(now), used_by = \(origin.clientMark),
        successor = \(Successor.hidden(next, behind: token))
      WHERE token_hash = \(hash) AND used_at IS NULL AND expires_at > \(now)
      RETURNING session_id
      """)
    guard let taken else { return try await refuse(token, from: origin, at: now) }
    guard let session = try await session(taken, at: now), life.includes(session, at: now) else { return .refused }
    let end = life.end(createdAt: session.createdAt, usedAt: now)
    later("UPDATE sessions SET last_seen_at = \(now), expires_at = \(end) WHERE id = \(session.id)")
    later("DELETE FROM refresh_tokens WHERE session_id = \(session.id) AND expires_at <= \(now)")
    later(
      """
      UPDATE refresh_tokens SET successor = NULL
      WHERE session_id = \(session.id) AND successor IS NOT NULL AND used_at <= \(now - SessionRules.grace)
      """)
    return .renewed(session, refreshToken: addRefreshToken(next, to: session.id, endingBy: end, at: now), at: now)
  }

  private func refuse(_ token: String, from origin: Origin, at now: Instant) async throws -> Refreshed {
    let used = try await first(
      """
      SELECT refresh_tokens.session_id, sessions.user_id, refresh_tokens.used_at, refresh_tokens.used_by,
        refresh_tokens.successor
      FROM refresh_tokens JOIN sessions ON sessions.id = refresh_tokens.session_id
      WHERE refresh_tokens.token_hash = \(SHA256.digest(of: token)) AND refresh_tokens.used_at IS NOT NULL
      """, as: UsedToken.self)
    guard let used else { return .refused }
    if now.seconds(since: used.usedAt) < SessionRules.grace.count {
      guard used.usedBy == origin.clientMark, let next = used.successor.flatMap({ Successor.shown($0, to: token) }),
        let session = try await session(used.session, at: now)
      else { return .doubled }
      return .renewed(session, refreshToken: next, at: used.usedAt)
    }
    endSession(used.session)
    record(RefreshTokenReused(person: used.person, session: used.session), by: .visitor(from: origin), at: now)
    return .refused
  }
}

/// The token that follows a used one, kept for a client that sends the used one twice. It lies under the digest of the used
/// token, which the database does not have: a stolen table shows none.
private enum Successor {
  static func hidden(_ next: String, behind token: String) -> [UInt8] {
    let bytes = Base64URL.bytes(next) ?? []
    return zip(bytes, SHA256.digest(of: "successor of " + token)).map { $0 ^ $1 }
  }
  static func shown(_ hidden: [UInt8], to token: String) -> String? {
    guard hidden.count == 32 else { return nil }
    return Base64URL.text(zip(hidden, SHA256.digest(of: "successor of " + token)).map { $0 ^ $1 })
  }
}

extension Origin {
  /// What a client looks like from here; not enough to know it by, enough to tell another.
  fileprivate var clientMark: [UInt8] { SHA256.digest(of: addressKey + "\n" + (agent ?? "")) }
}

private struct UsedToken: RowDecodable {
  let session: ID<Session>, person: ID<Person>, usedAt: Instant, usedBy: [UInt8]?, successor: [UInt8]?
  init(row: inout Row) throws {
    session = try row.next()
    person = try row.next()
    usedAt = try row.next()
    usedBy = try row.nextIfPresent()
    successor = try row.nextIfPresent()
  }
}
