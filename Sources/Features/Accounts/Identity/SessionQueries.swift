internal import Cryptography
public import Essentials
public import EvolvCore
public import Routing
public import SQLStore
internal import Telemetry

extension Identity {
  /// Who a request comes from.
  public struct Known: Sendable {
    public let viewer: Viewer
    /// Whether the session came in a cookie, which a foreign page could make the browser send.
    public let isFromCookie: Bool
    /// Whether a bearer token came that does not hold; a cookie that does not is only old.
    public let isRefused: Bool
    /// Whether the role of this person needs a second factor that they lack.
    public let owesSecondFactor: Bool

    init(_ viewer: Viewer, isFromCookie: Bool = false, isRefused: Bool = false, owesSecondFactor: Bool = false) {
      self.viewer = viewer
      self.isFromCookie = isFromCookie
      self.isRefused = isRefused
      self.owesSecondFactor = owesSecondFactor
    }
  }

  /// Reads the session's cookie or the bearer's access token. One statement; a suspended person or an ended session is a
  /// visitor from the next request on.
  public static func identify(
    _ head: RequestHead, in db: Database, at now: Instant, from origin: Origin, by facilities: Facilities
  ) async throws -> Known {
    let bringsProof = IdentityAPI.bringsProof(head.path)
    if let authorization = head.headers["authorization"] {
      if let token = authorization.bearerToken, token.hasPrefix(APITokenRules.prefix.description) {
        return try await identify(apiToken: token, bringsProof, db, now, origin, facilities)
      }
      let session = try await bearer(authorization, in: db, at: now, facilities)
      guard let session else {
        return Known(.visitor(from: origin), isRefused: !bringsProof)
      }
      return try await known(session, isFromCookie: false, db, now, origin, facilities)
    }
    guard let token = head.cookie(facilities.cookieName(SessionCookie.name)), token.utf8.count == SessionCookie.length,
      let session = try await db.session(token: token, at: now), facilities.sessionLife.includes(session, at: now)
    else { return Known(.visitor(from: origin)) }
    return try await known(session, isFromCookie: !bringsProof, db, now, origin, facilities)
  }

  private static func identify(
    apiToken text: String, _ bringsProof: Bool, _ db: Database, _ now: Instant, _ origin: Origin,
    _ facilities: Facilities
  ) async throws -> Known {
    guard !bringsProof, let live = try await db.apiToken(text, at: now) else {
      return Known(.visitor(from: origin), isRefused: !bringsProof)
    }
    do { try await db.noteUse(of: live.token, from: origin, at: now) } catch {
      facilities.log.warning("API token not noted", ["error": .error(error)])
    }
    return Known(live.viewer(from: origin, facilities.roles.current))
  }

  private static func known(
    _ session: LiveSession, isFromCookie: Bool, _ db: Database, _ now: Instant, _ origin: Origin,
    _ facilities: Facilities
  ) async throws -> Known {
    if now.seconds(since: session.lastSeenAt) >= SessionRules.noteEvery.count {
      // What can be read must stay readable when nothing can be written.
      do { try await db.noteUse(of: session, living: facilities.sessionLife, from: origin, at: now) } catch {
        facilities.log.warning("session not noted", ["error": .error(error)])
      }
    }
    let rights = facilities.roles.current.rights(session.role, session.grants)
    let viewer = session.viewer(from: origin, rights)
    // Who acts as another has proven themselves in their own name.
    let owes = !session.hasSecondFactor && !viewer.isActedFor
    return Known(
      viewer, isFromCookie: isFromCookie,
      owesSecondFactor: owes && facilities.asksSecondFactor(session.role, session.grants))
  }

  private static func bearer(
    _ authorization: String, in db: Database, at now: Instant, _ facilities: Facilities
  ) async throws -> LiveSession? {
    guard let token = authorization.bearerToken else { return nil }
    let claims: TokenClaims
    do { claims = try facilities.accessTokens.verify(token, at: now) } catch { return nil }
    guard let id = ID<Session>(pathText: claims.sid) else { return nil }
    let session = try await db.session(id, at: now)
    guard let session, facilities.sessionLife.includes(session, at: now), session.person.text == claims.sub,
      session.role.rawValue == claims.role
    else { return nil }
    // A token says what its bearer may do; after a change it says something wrong.
    let rights = facilities.roles.current.rights(session.role, session.grants)
    return rights.words == claims.permissions ? session : nil
  }
}

extension String {
  /// The token of an `Authorization` field of the scheme Bearer (RFC 6750).
  fileprivate var bearerToken: String? {
    let scheme = "bearer ", token = dropFirst(scheme.count)
    guard String(prefix(scheme.count)).equalsIgnoringASCIICase(scheme), !token.utf8.contains(UInt8(ascii: " ")) else {
      return nil
    }
    return String(token)
  }
}

extension Reading {
  func session(token: String, at now: Instant) async throws -> LiveSession? {
    let hash = SHA256.digest(of: token)
    return try await first(
      """
      SELECT \(LiveSession.columns) FROM \(LiveSession.source(at: now))
      WHERE sessions.token_hash = \(hash) AND sessions.expires_at > \(now) AND users.status = 'active'
      """)
  }

  func session(_ id: ID<Session>, at now: Instant) async throws -> LiveSession? {
    try await first(
      """
      SELECT \(LiveSession.columns) FROM \(LiveSession.source(at: now))
      WHERE sessions.id = \(id) AND sessions.expires_at > \(now) AND users.status = 'active'
      """)
  }

  /// Where a person is signed in, the latest use first.
  func sessions(of person: ID<Person>, at now: Instant) async throws -> [SessionRecord] {
    try await all(
      """
      SELECT \(SessionRecord.columns) FROM sessions WHERE user_id = \(person) AND expires_at > \(now)
      ORDER BY last_seen_at DESC, id DESC LIMIT 100
      """)
  }
}

extension Database {
  fileprivate func noteUse(
    of session: LiveSession, living life: SessionLife, from origin: Origin, at now: Instant
  ) async throws {
    let end = life.end(createdAt: session.createdAt, usedAt: now)
    try await execute(
      """
      UPDATE sessions SET last_seen_at = \(now), expires_at = \(end), ip_address = \(origin.address)
      WHERE id = \(session.id) AND last_seen_at = \(session.lastSeenAt)
      """)
  }
}
