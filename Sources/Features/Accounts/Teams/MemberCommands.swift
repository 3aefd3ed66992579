internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Routing
internal import SQLStore

// A team without an owner cannot be helped from inside. Whatever takes an owner away holds the team's row while deciding,
// so that two who take away each other cannot both succeed.

extension Transaction {
  /// Gives a member another role.
  func changeRole(
    of person: ID<Person>, in reference: Reference<Team>, to role: TeamRole, by viewer: Viewer, at now: Instant
  ) async throws -> TeamMember {
    let team = try await lockedTeam(reference, for: viewer), before = try await member(person, of: team.id)
    try team.requireManaging(before.role, by: viewer)
    try team.requireManaging(role, by: viewer)
    if before.role == role { return before }
    if before.role == .owner { try await keepOwner(of: team, besides: person) }
    return try await setRole(before, role, in: team, by: viewer, at: now)
  }

  /// Takes someone out of a team, or lets them leave it.
  func removeMember(
    _ person: ID<Person>, from reference: Reference<Team>, by viewer: Viewer, at now: Instant
  ) async throws -> (team: Team, member: TeamMember) {
    let team = try await lockedTeam(reference, for: viewer), member = try await member(person, of: team.id)
    let leaves = person == viewer.person
    if !leaves { try team.requireManaging(member.role, by: viewer) }
    if member.role == .owner { try await keepOwner(of: team, besides: person) }
    try await execute("DELETE FROM team_members WHERE id = \(member.id)")
    let values = MemberValues(person: person, role: member.role)
    if leaves {
      record(
        TeamMemberLeft(team: team.id, person: person), by: viewer, at: now, before: values, after: MemberValues?.none)
    } else {
      record(
        TeamMemberRemoved(team: team.id, person: person), by: viewer, at: now, before: values,
        after: MemberValues?.none)
      tell(person, .removed, of: team, by: viewer, now)
    }
    return (team, member)
  }

  /// Makes a member the owner in place of the viewer, who stays as an admin.
  func transfer(_ reference: Reference<Team>, to person: ID<Person>, by viewer: Viewer, at now: Instant) async throws
    -> Team
  {
    let team = try await lockedTeam(reference, for: viewer)
    try team.requireOwning(by: viewer)
    guard let heir: TeamMember = try await firstMember(person, of: team) else {
      throw Problem.invalid("user_id", "not_a_member", "must be a member of the team")
    }
    guard person != viewer.person else { throw Problem.invalid("user_id", "same", "is you; choose someone else") }
    _ = try await setRole(heir, .owner, in: team, by: viewer, at: now)
    if team.role == .owner, let former = viewer.person {
      later("UPDATE team_members SET role = 'admin' WHERE team_id = \(team.id) AND user_id = \(former)")
    }
    record(TeamTransferred(team: team.id, person: person), by: viewer, at: now)
    return try await self.team(.id(team.id), for: viewer)
  }

  /// Names an owner for each team whose last one is gone from the school: the admin who is in it longest, else the member;
  /// a team that nobody is in any more ends.
  func healTeams(at now: Instant) async throws {
    let heirs: [Heir] = try await all(
      """
      UPDATE team_members SET role = 'owner' WHERE id IN (
        SELECT id FROM (
          SELECT id, row_number() OVER (PARTITION BY team_id ORDER BY role = 'member', joined_at, id) AS place FROM team_members
          WHERE team_id NOT IN (SELECT team_id FROM team_members WHERE role = 'owner')
        ) AS heirs WHERE place = 1)
      RETURNING team_id, user_id
      """)
    for heir in heirs { record(TeamTransferred(team: heir.team, person: heir.person), by: .program, at: now) }
    let empty: [ID<Team>] = try await all(
      "DELETE FROM teams WHERE NOT EXISTS (SELECT 1 FROM team_members WHERE team_id = teams.id) RETURNING id")
    for team in empty { record(TeamDeleted(team: team), by: .program, at: now) }
  }

  private func setRole(
    _ before: TeamMember, _ role: TeamRole, in team: Team, by viewer: Viewer, at now: Instant
  ) async throws -> TeamMember {
    try await execute("UPDATE team_members SET role = \(role) WHERE id = \(before.id)")
    record(
      TeamRoleChanged(team: team.id, person: before.person), by: viewer, at: now,
      before: MemberValues(person: before.person, role: before.role),
      after: MemberValues(person: before.person, role: role))
    tell(before.person, role.news, of: team, by: viewer, now)
    return try await member(before.person, of: team.id)
  }

  private func firstMember(_ person: ID<Person>, of team: Team) async throws -> TeamMember? {
    do { return try await member(person, of: team.id) } catch is NothingFound { return nil }
  }

  private func keepOwner(of team: Team, besides person: ID<Person>) async throws {
    let others: Int = try await value(
      "SELECT count(*) FROM team_members WHERE team_id = \(team.id) AND role = 'owner' AND user_id <> \(person)")
    guard others > 0 else {
      throw Problem.conflict("This is the last owner of the team. Make someone else its owner first.")
    }
  }

  /// Mails someone what others did; nobody is told of what they did themselves.
  private func tell(_ person: ID<Person>, _ news: TeamNews, of team: Team, by viewer: Viewer, _ now: Instant) {
    guard person != viewer.person else { return }
    enqueue(SendTeamNews(person: person, team: team.id, teamName: team.name, news: news, who: nil), now: now)
  }
}

private struct Heir: RowDecodable {
  let team: ID<Team>, person: ID<Person>
  init(row: inout Row) throws {
    team = try row.next()
    person = try row.next()
  }
}
