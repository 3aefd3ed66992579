public import Essentials
public import EvolvCore
public import SQLStore

/// The tokens of a person's programs: their names may be taken along, themselves nobody can read.
public enum TokenData: PersonalData {
  public static let name = "api_tokens"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let tokens = try await reading.all(
      """
      SELECT name, scopes, created_at, expires_at, last_used_at FROM api_tokens WHERE user_id = \(person)
      ORDER BY created_at
      """, as: KnownToken.self)
    return PersonalRecords(
      ["name", "scopes", "created_at", "expires_at", "last_used_at"],
      tokens.map { [$0.name, $0.scopes, $0.createdAt.text, $0.expiresAt.text, $0.lastUsedAt?.text] })
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    transaction.later("DELETE FROM api_tokens WHERE user_id = \(person)")
  }
}

private struct KnownToken: RowDecodable {
  let name: String, scopes: String, createdAt: Instant, expiresAt: Instant, lastUsedAt: Instant?
  init(row: inout Row) throws {
    name = try row.next()
    scopes = try row.next()
    createdAt = try row.next()
    expiresAt = try row.next()
    lastUsedAt = try row.nextIfPresent()
  }
}
