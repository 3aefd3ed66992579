public import Essentials
public import EvolvCore
public import SQLStore

/// The access codes a person tried: the log stays, the address they came from goes with them.
public enum RedemptionData: PersonalData {
  public static let name = "access_codes"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let lines = try await reading.all(
      """
      SELECT outcome, ip_address, redeemed_at FROM code_redemptions WHERE user_id = \(person) ORDER BY redeemed_at, id
      """, as: Line.self)
    return PersonalRecords(["outcome", "address", "when"], lines.map { [$0.outcome, $0.address, $0.time.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    let redeemed: [ID<Person>] = try await reading.all(
      "SELECT DISTINCT user_id FROM code_redemptions WHERE user_id IN \(people)")
    let made: [ID<Person>] = try await reading.all(
      "SELECT DISTINCT created_by FROM course_access_codes WHERE created_by IN \(people)")
    return Set(redeemed + made)
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    transaction.later("UPDATE code_redemptions SET ip_address = NULL WHERE user_id = \(person)")
  }
}

private struct Line: RowDecodable {
  let outcome: String, address: String?, time: Instant
  init(row: inout Row) throws {
    outcome = try row.next()
    address = try row.nextIfPresent()
    time = try row.next()
  }
}
