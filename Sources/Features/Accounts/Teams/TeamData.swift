public import Essentials
public import EvolvCore
public import SQLStore

/// The teams a person is in.
public enum TeamData: PersonalData {
  public static let name = "teams"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let memberships = try await reading.all(
      """
      SELECT teams.name, team_members.role, team_members.joined_at
      FROM team_members JOIN teams ON teams.id = team_members.team_id
      WHERE team_members.user_id = \(person) ORDER BY team_members.joined_at
      """, as: Membership.self)
    return PersonalRecords(
      ["team", "role", "joined_at"], memberships.map { [$0.team, $0.role, $0.joinedAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT user_id FROM team_members WHERE user_id IN \(people)"))
  }

  /// Teams that lose their owner get another.
  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    try await transaction.execute("DELETE FROM team_members WHERE user_id = \(person)")
    try await transaction.healTeams(at: now)
  }
}

private struct Membership: RowDecodable {
  let team: String, role: String, joinedAt: Instant
  init(row: inout Row) throws {
    team = try row.next()
    role = try row.next()
    joinedAt = try row.next()
  }
}
