internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

/// An account elsewhere with which somebody signs in here.
enum PersonIdentity {}

/// The same as its owner sees it.
struct IdentityRecord: RowDecodable {
  let id: ID<PersonIdentity>, issuer: String, email: String?, createdAt: Instant, lastUsedAt: Instant
  /// nil where the school no longer knows the provider.
  let provider: String?
  /// Whether it opens the account right now.
  let isOpen: Bool

  init(row: inout Row) throws {
    id = try row.next()
    issuer = try row.next()
    email = try row.nextIfPresent()
    createdAt = try row.next()
    lastUsedAt = try row.next()
    provider = try row.nextIfPresent()
    let disabledAt: Instant? = try row.nextIfPresent()
    isOpen = provider != nil && disabledAt == nil
  }
  var name: String { provider ?? issuer }
}

extension Reading {
  /// The accounts elsewhere that open this one.
  func identities(of person: ID<Person>) async throws -> [IdentityRecord] {
    try await all(
      """
      SELECT person_identities.id, person_identities.issuer, person_identities.email, person_identities.created_at,
        person_identities.last_used_at, identity_providers.name, identity_providers.disabled_at
      FROM person_identities LEFT JOIN identity_providers ON identity_providers.issuer = person_identities.issuer
      WHERE person_identities.user_id = \(person) ORDER BY person_identities.created_at, person_identities.id LIMIT 100
      """)
  }

  /// Whom a proven identity belongs to here.
  func person(with identity: ProvenIdentity) async throws -> PersonRecord? {
    let owner: ID<Person>? = try await first(
      """
      SELECT user_id FROM person_identities WHERE issuer = \(identity.issuer) AND subject = \(identity.subject)
      """)
    guard let owner else { return nil }
    return try await personIfThere(owner)
  }
}

extension Transaction {
  /// Lets an identity open an account from now on.
  func link(_ identity: ProvenIdentity, to person: ID<Person>, by viewer: Viewer, at now: Instant) {
    later(
      """
      INSERT INTO person_identities (id, user_id, issuer, subject, email, created_at, last_used_at)
      VALUES (\(ID<PersonIdentity>(at: now)), \(person), \(identity.issuer), \(identity.subject),
        \(identity.email?.text), \(now), \(now))
      """)
    record(IdentityLinked(person: person, issuer: identity.issuer), by: viewer, at: now)
  }

  func noteUse(of identity: ProvenIdentity, at now: Instant) {
    later(
      """
      UPDATE person_identities SET last_used_at = \(now), email = COALESCE(\(identity.email?.text), email)
      WHERE issuer = \(identity.issuer) AND subject = \(identity.subject)
      """)
  }

  /// Takes one of the viewer's own identities away, or a 404 for anyone else's; never the last way in.
  func unlink(_ id: ID<PersonIdentity>, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requirePerson()
    // Two at once wait for each other, so that they cannot take away both of the last two.
    let hash: String? = try await one(
      "SELECT COALESCE(password_hash, '') FROM users WHERE id = \(person) \(SQL.forUpdate)")
    let mine = try await identities(of: person)
    guard let identity = mine.first(where: { $0.id == id }) else { throw NothingFound() }
    let passkeys = try await value("SELECT count(*) FROM passkeys WHERE user_id = \(person)", as: Int.self)
    guard hash?.isEmpty == false || passkeys > 0 || mine.contains(where: { $0.id != id && $0.isOpen }) else {
      throw Problem.conflict("This is the only way into your account. Set a password first: Forgot your password?")
    }
    try await execute("DELETE FROM person_identities WHERE id = \(id) AND user_id = \(person)")
    record(IdentityUnlinked(person: person, issuer: identity.issuer), by: viewer, at: now)
  }
}
