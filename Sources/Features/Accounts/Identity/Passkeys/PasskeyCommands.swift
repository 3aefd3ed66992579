internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

extension Transaction {
  /// A question that only one answer is taken to; `person`: who alone may answer it.
  func issueChallenge(_ purpose: ChallengePurpose, for person: ID<Person>?, at now: Instant) -> String {
    let challenge = Randomness.token()
    later(
      """
      INSERT INTO passkey_challenges (challenge_hash, user_id, purpose, expires_at)
      VALUES (\(SHA256.digest(of: challenge)), \(person), \(purpose), \(now + PasskeyRules.challengeLifetime))
      """)
    return challenge
  }

  /// Uses a question up; false for one that was never asked, was answered, is too old, or is someone else's.
  func takeChallenge(
    _ challenge: String, _ purpose: ChallengePurpose, for person: ID<Person>?, at now: Instant
  ) async throws -> Bool {
    let owner: SQL = person.map { "user_id = \($0)" } ?? "user_id IS NULL"
    let taken: [UInt8]? = try await first(
      """
      DELETE FROM passkey_challenges WHERE challenge_hash = \(SHA256.digest(of: challenge)) AND purpose = \(purpose)
        AND expires_at > \(now) AND \(owner) RETURNING challenge_hash
      """)
    return taken != nil
  }

  /// Keeps a new passkey.
  func addPasskey(
    _ key: RegisteredPasskey, named name: String, to person: ID<Person>, at now: Instant
  ) async throws -> Passkey {
    let count: Int = try await value("SELECT count(*) FROM passkeys WHERE user_id = \(person)")
    guard count < PasskeyRules.most else {
      throw Problem.conflict("You have \(PasskeyRules.most) passkeys. Remove one first.")
    }
    let kept = try await first(
      """
      INSERT INTO passkeys (id, user_id, credential, public_key, algorithm, sign_count, name, created_at)
      VALUES (\(ID<Passkey>(at: now)), \(person), \(key.credential), \(key.publicKey), \(key.algorithm), \(key.signCount),
        \(name), \(now))
      ON CONFLICT (credential) DO NOTHING RETURNING \(Passkey.columns)
      """, as: Passkey.self)
    guard let kept else { throw Problem.conflict("This passkey is registered already.") }
    return kept
  }

  /// Notes a use of a passkey; false when its count did not grow, as a copy's would not. One that counts at all must go on.
  func usePasskey(_ id: ID<Passkey>, count: Int, at now: Instant) async throws -> Bool {
    let used: ID<Passkey>? = try await first(
      """
      UPDATE passkeys SET sign_count = \(count), last_used_at = \(now)
      WHERE id = \(id) AND (sign_count < \(count) OR (sign_count = 0 AND \(count) = 0)) RETURNING id
      """)
    return used != nil
  }

  func renamePasskey(_ id: ID<Passkey>, to name: String, by viewer: Viewer, at now: Instant) async throws -> Passkey {
    let person = try viewer.requireThemselves()
    let renamed = try await one(
      "UPDATE passkeys SET name = \(name) WHERE id = \(id) AND user_id = \(person) RETURNING \(Passkey.columns)",
      as: Passkey.self)
    record(PasskeyRenamed(person: person, passkey: id), by: viewer, at: now)
    return renamed
  }

  func removePasskey(_ id: ID<Passkey>, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requirePerson()
    let removed: ID<Passkey>? = try await first(
      "DELETE FROM passkeys WHERE id = \(id) AND user_id = \(person) RETURNING id")
    guard removed != nil else { throw NothingFound() }
    try await self.removed(.passkey, from: person, by: viewer, at: now)
  }
}
