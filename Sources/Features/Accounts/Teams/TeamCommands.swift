internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Makes a team; whoever makes it owns it.
  func createTeam(_ form: TeamForm, by viewer: Viewer, at now: Instant) async throws -> Team {
    let person = try viewer.requirePerson(), id = ID<Team>(at: now)
    try await requireRoom(forTeamsOf: person)
    let slug = if let wanted = form.slug { try wanted.notReserved() } else { try await freeSlug(of: form.name) }
    try await execute(
      """
      INSERT INTO teams (id, slug, name, created_at, updated_at)
      VALUES (\(id), \(slug), \(form.name.text), \(now), \(now))
      """)
    join(id, person, as: .owner, at: now)
    let team = try await team(.id(id), for: viewer)
    record(TeamCreated(team: id), by: viewer, at: now, after: TeamValues(team))
    return team
  }

  /// Gives a team another name or address.
  func changeTeam(_ reference: Reference<Team>, _ patch: TeamPatch, by viewer: Viewer, at now: Instant) async throws
    -> Team
  {
    let before = try await lockedTeam(reference, for: viewer)
    try before.requireManaging(by: viewer)
    let slug = try patch.slug.map { try $0.notReserved() } ?? before.slug
    try await execute(
      """
      UPDATE teams SET name = \(patch.name?.text ?? before.name), slug = \(slug), updated_at = \(now)
      WHERE id = \(before.id)
      """)
    let after = try await team(.id(before.id), for: viewer)
    let old = TeamValues(before), new = TeamValues(after)
    if old.json != new.json { record(TeamChanged(team: before.id), by: viewer, at: now, before: old, after: new) }
    return after
  }

  /// Ends a team; its invitations end with it.
  func deleteTeam(_ reference: Reference<Team>, by viewer: Viewer, at now: Instant) async throws -> Team {
    let team = try await lockedTeam(reference, for: viewer)
    try team.requireOwning(by: viewer)
    try await execute("DELETE FROM teams WHERE id = \(team.id)")
    record(TeamDeleted(team: team.id), by: viewer, at: now, before: TeamValues(team), after: NoPayload?.none)
    return team
  }

  /// The team, held until the end: whoever changes who is in it, or who is invited, does so alone.
  func lockedTeam(_ reference: Reference<Team>, for viewer: Viewer) async throws -> Team {
    let held: ID<Team> = try await one(
      "SELECT id FROM teams WHERE \(TeamQueries.isNamed(by: reference)) \(SQL.forUpdate)")
    return try await team(.id(held), for: viewer)
  }

  /// Puts someone into a team; who is in already stays as they are.
  func join(_ team: ID<Team>, _ person: ID<Person>, as role: TeamRole, at now: Instant) {
    later(
      """
      INSERT INTO team_members (id, team_id, user_id, role, joined_at)
      VALUES (\(ID<TeamMember>(at: now)), \(team), \(person), \(role), \(now))
      ON CONFLICT (team_id, user_id) DO NOTHING
      """)
  }

  func requireRoom(forTeamsOf person: ID<Person>) async throws {
    let count: Int = try await value("SELECT count(*) FROM team_members WHERE user_id = \(person)")
    guard count < TeamRules.mostTeams else {
      throw Problem.conflict("At most \(TeamRules.mostTeams) teams are possible for one person. Leave one first.")
    }
  }

  private func freeSlug(of name: TeamName) async throws -> Slug<Team> {
    let wanted = Slug<Team>.made(of: name.text, fallback: "team")
    let numbered = (2...9).map { wanted.numbered($0) } + [wanted.numbered(Int.random(in: 100_000...999_999))]
    let candidates = wanted.isReserved ? numbered : [wanted] + numbered
    let taken: [Slug<Team>] = try await all("SELECT slug FROM teams WHERE slug IN \(candidates)")
    return candidates.first { !taken.contains($0) } ?? candidates[candidates.count - 1]
  }
}

extension Slug<Team> {
  /// Words that stand in our own addresses where a team's name may stand; and what looks like an id names one.
  fileprivate var isReserved: Bool { text == "new" || ID<Team>(pathText: text) != nil }

  fileprivate func notReserved() throws -> Slug<Team> {
    if isReserved { throw Problem.invalid("slug", "reserved", "cannot be used for a team") }
    return self
  }
}

extension Database {
  /// A transaction about teams; what the tables refuse comes back in words at the field.
  func changeTeams<Value: Sendable>(_ body: @escaping @Sendable (Transaction) async throws -> Value) async throws
    -> Value
  {
    do { return try await changePeople(body) } catch let error as StoreError {
      switch error {
      case .unique("teams.slug"): throw Problem.invalid("slug", "taken", "belongs to another team")
      case .unique: throw Problem.invalid("email", "invited", "is invited already")
      default: throw error
      }
    }
  }
}
