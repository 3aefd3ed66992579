internal import Cryptography
public import Essentials
public import EvolvCore
public import JobQueue
public import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// A token just made: what is shown once.
struct MadeAPIToken: Sendable {
  let token: APITokenRecord, text: String
}

extension Context {
  /// Makes a token for the viewer, who must be here in person.
  func makeAPIToken(_ form: APITokenForm) async throws -> MadeAPIToken {
    try viewer.requireInPerson()
    try await facilities.limits.tokensMade.take(viewer.requirePerson().text, at: now)
    let viewer = viewer, now = now
    return try await db.transaction { try await $0.makeAPIToken(form, by: viewer, at: now) }
  }
}

extension Transaction {
  func makeAPIToken(_ form: APITokenForm, by viewer: Viewer, at now: Instant) async throws -> MadeAPIToken {
    let person = try await person(viewer.requirePerson()), id = ID<APIToken>(at: now)
    let scopes = try TokenScopes(asked: form.scopes ?? [], by: viewer), end = try form.end(from: now)
    let count: Int = try await value("SELECT count(*) FROM api_tokens WHERE user_id = \(person.id)")
    guard count < APITokenRules.most else {
      throw Problem.conflict("At most \(APITokenRules.most) tokens are possible. Revoke one first.")
    }
    let text = ScannableToken.make(APITokenRules.prefix)
    let token: APITokenRecord = try await one(
      """
      INSERT INTO api_tokens (id, user_id, name, token_hash, scopes, created_at, expires_at)
      VALUES (\(id), \(person.id), \(form.name.text), \(SHA256.digest(of: text)), \(scopes.words.joined(separator: " ")),
        \(now), \(end))
      RETURNING \(APITokenRecord.columns)
      """)
    record(
      APITokenMade(person: person.id, token: id), by: viewer, at: now, after: APITokenValues(token))
    enqueue(SendNotice(person: person.id, to: person.email, about: .apiTokenMade), now: now)
    return MadeAPIToken(token: token, text: text)
  }

  /// Ends one of the viewer's own tokens, or a 404 for anyone else's.
  func revokeAPIToken(_ id: ID<APIToken>, by viewer: Viewer, at now: Instant) async throws -> APITokenRecord {
    try viewer.requireInPerson()
    let token: APITokenRecord? = try await first(
      """
      DELETE FROM api_tokens WHERE id = \(id) AND user_id = \(viewer.requirePerson()) RETURNING \(APITokenRecord.columns)
      """)
    guard let token else { throw NothingFound() }
    record(
      APITokenRevoked(person: try viewer.requirePerson(), token: id), by: viewer, at: now,
      before: APITokenValues(token),
      after: NoPayload?.none)
    return token
  }

  /// Ends every token of a person, as a new password does.
  func dropAPITokens(of person: ID<Person>) { later("DELETE FROM api_tokens WHERE user_id = \(person)") }
}

/// A token was made; which one, never what it says.
public struct APITokenMade: DomainEvent {
  public let person: ID<Person>, token: ID<APIToken>
  public static let name = "api_token.made"
  public var subject: Subject { Subject("api_token", token) }
  public static let shape = Shape("APITokenMade", Self.init, Field("person", \.person), Field("token", \.token))
}

public struct APITokenRevoked: DomainEvent {
  public let person: ID<Person>, token: ID<APIToken>
  public static let name = "api_token.revoked"
  public var subject: Subject { Subject("api_token", token) }
  public static let shape = Shape("APITokenRevoked", Self.init, Field("person", \.person), Field("token", \.token))
}

/// What the audit log keeps of a token.
struct APITokenValues: Payload {
  let name: String, scopes: [String], expiresAt: Instant
  static let shape = Shape(
    "APITokenValues", Self.init(name:scopes:expiresAt:), Field("name", \.name), Field("scopes", \.scopes),
    Field("expires_at", \.expiresAt))
}

extension APITokenValues {
  init(_ token: APITokenRecord) {
    self.init(name: token.name, scopes: token.scopes.words, expiresAt: token.expiresAt)
  }
}

/// Removes tokens a month after their end; until then their owner sees why a program stopped.
public struct ForgetAPITokens: Job {
  public static let name = "forget API tokens"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetAPITokens", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let limit = work.now - .days(30)
    let count = try await work.db.write(Query<Int>.execute("DELETE FROM api_tokens WHERE expires_at <= \(limit)"))
    work.log.info("forgotten", ["API tokens": .number(count)])
  }
}
