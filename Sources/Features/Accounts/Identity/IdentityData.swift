public import Essentials
public import EvolvCore
public import SQLStore

/// How a person proved who they are: the devices they may take along, the secrets only be rid of.
public enum IdentityData: PersonalData {
  public static let name = "devices"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let devices = try await reading.all(
      "SELECT created_at, last_seen_at, ip_address, user_agent FROM sessions WHERE user_id = \(person) ORDER BY created_at",
      as: KnownDevice.self)
    return PersonalRecords(
      ["signed_in_at", "last_used_at", "address", "device"],
      devices.map { [$0.createdAt.text, $0.lastSeenAt.text, $0.address, $0.agent] })
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    transaction.endSessions(of: person)
    transaction.later("DELETE FROM account_tokens WHERE user_id = \(person)")
    transaction.later("DELETE FROM pending_sign_ins WHERE user_id = \(person)")
    transaction.later("DELETE FROM authenticators WHERE user_id = \(person)")
    transaction.later("DELETE FROM recovery_codes WHERE user_id = \(person)")
    transaction.later("DELETE FROM phones WHERE user_id = \(person)")
    transaction.later("DELETE FROM passkeys WHERE user_id = \(person)")
    transaction.later("DELETE FROM passkey_challenges WHERE user_id = \(person)")
    transaction.later("DELETE FROM trusted_devices WHERE user_id = \(person)")
    transaction.later("DELETE FROM person_identities WHERE user_id = \(person)")
    transaction.later("DELETE FROM sign_in_attempts WHERE link_to = \(person)")
  }
}

private struct KnownDevice: RowDecodable {
  let createdAt: Instant, lastSeenAt: Instant, address: String?, agent: String?
  init(row: inout Row) throws {
    createdAt = try row.next()
    lastSeenAt = try row.next()
    address = try row.nextIfPresent()
    agent = try row.nextIfPresent()
  }
}
