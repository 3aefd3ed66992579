public import Essentials
public import EvolvCore
public import SQLStore

/// The roles somebody has beside the main one: who is erased has none.
public enum RoleData: PersonalData {
  public static let name = "roles"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let grants = try await reading.all(
      "SELECT role, scope, given_at FROM person_roles WHERE user_id = \(person) ORDER BY given_at", as: Grant.self)
    return PersonalRecords(["role", "scope", "given_at"], grants.map { [$0.role, $0.scope, $0.givenAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT user_id FROM person_roles WHERE user_id IN \(people)"))
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    transaction.later("DELETE FROM person_roles WHERE user_id = \(person)")
  }
}

private struct Grant: RowDecodable {
  let role: String, scope: String, givenAt: Instant
  init(row: inout Row) throws {
    role = try row.next()
    scope = try row.next()
    givenAt = try row.next()
  }
}
