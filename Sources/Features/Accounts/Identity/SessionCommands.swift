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
  case renewed(LiveSession, refreshToken: String)
  /// It was used a moment ago: the same client sent it twice.
  case doubled
  /// Unknown, expired, of a session that ended; or used before, and then its whole family is gone.
  case refused
}

extension Transaction {
  /// Begins a session.
  func openSession(of person: ID<Person>, from origin: Origin, at now: Instant) -> OpenedSession {
    let opened = OpenedSession(id: ID(at: now), token: Randomness.token())
    later(
      """
      INSERT INTO sessions (id, user_id, token_hash, created_at, last_seen_at, expires_at, ip_address, user_agent)
      VALUES (\(opened.id), \(person), \(SHA256.digest(of: opened.token)), \(now), \(now),
        \(SessionRules.end(createdAt: now, usedAt: now)), \(origin.address), \(origin.agent))
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

  /// Ends one of the viewer's own sessions, or a 404 for anyone else's.
  func revokeSession(_ id: ID<Session>, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requirePerson()
    let ended: ID<Session>? = try await first(
      "DELETE FROM sessions WHERE id = \(id) AND user_id = \(person) RETURNING id")
    guard ended != nil else { throw NothingFound() }
    record(SessionRevoked(person: person, session: id), by: viewer, at: now)
  }

  /// A refresh token for a session: 256 random bits, used once.
  func addRefreshToken(to session: ID<Session>, endingBy end: Instant, at now: Instant) -> String {
    let token = Randomness.token()
    later(
      """
      INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
      VALUES (\(SHA256.digest(of: token)), \(session), \(now), \(end))
      """)
    return token
  }

  /// Takes a refresh token for the next one. Only the one statement that marks it used decides who gets it, so of many at
  /// once one wins; a token that comes again later was copied, and ends the session for the thief and the owner alike.
  func refresh(_ token: String, from origin: Origin, at now: Instant) async throws -> Refreshed {
    let hash = SHA256.digest(of: token)
    let taken: ID<Session>? = try await first(
      """
      UPDATE refresh_tokens SET used_at = \(now) WHERE token_hash = \(hash) AND used_at IS NULL AND expires_at > \(now)
      RETURNING session_id
      """)
    guard let taken else { return try await refuse(hash, from: origin, at: now) }
    guard let session = try await session(taken, at: now) else { return .refused }
    let end = SessionRules.end(createdAt: session.createdAt, usedAt: now)
    later("UPDATE sessions SET last_seen_at = \(now), expires_at = \(end) WHERE id = \(session.id)")
    later("DELETE FROM refresh_tokens WHERE session_id = \(session.id) AND expires_at <= \(now)")
    return .renewed(session, refreshToken: addRefreshToken(to: session.id, endingBy: end, at: now))
  }

  private func refuse(_ hash: [UInt8], from origin: Origin, at now: Instant) async throws -> Refreshed {
    let used = try await first(
      """
      SELECT refresh_tokens.session_id, sessions.user_id, refresh_tokens.used_at FROM refresh_tokens
      JOIN sessions ON sessions.id = refresh_tokens.session_id
      WHERE refresh_tokens.token_hash = \(hash) AND refresh_tokens.used_at IS NOT NULL
      """, as: UsedToken.self)
    guard let used else { return .refused }
    if now.seconds(since: used.usedAt) < SessionRules.grace.count { return .doubled }
    endSession(used.session)
    record(RefreshTokenReused(person: used.person, session: used.session), by: .visitor(from: origin), at: now)
    return .refused
  }
}

private struct UsedToken: RowDecodable {
  let session: ID<Session>, person: ID<Person>, usedAt: Instant
  init(row: inout Row) throws {
    session = try row.next()
    person = try row.next()
    usedAt = try row.next()
  }
}
