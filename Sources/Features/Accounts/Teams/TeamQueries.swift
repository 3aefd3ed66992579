internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import SQLStore

enum TeamQueries {
  static let search = SearchIndex(table: "teams", columns: ["name"])

  /// Teams with the viewer's own row in them.
  static func source(for viewer: Viewer) -> SQL {
    "teams LEFT JOIN team_members AS own ON own.team_id = teams.id AND own.user_id = \(viewer.person)"
  }
  static func isNamed(by reference: Reference<Team>) -> SQL {
    switch reference {
    case .id(let id): "teams.id = \(id)"
    case .slug(let slug): "teams.slug = \(slug)"
    }
  }
  static let invitations: SQL = "team_invitations JOIN teams ON teams.id = team_invitations.team_id"
}

extension Reading {
  /// The only door to one team: a team that the viewer is not in does not exist for them.
  func team(_ reference: Reference<Team>, for viewer: Viewer) async throws -> Team {
    try await one(
      """
      SELECT \(Team.columns) FROM \(TeamQueries.source(for: viewer))
      WHERE \(TeamQueries.isNamed(by: reference)) AND (own.role IS NOT NULL OR \(viewer.may(.manageTeams)))
      """)
  }

  /// The teams that the viewer is in, by name.
  func ownTeams(of viewer: Viewer) async throws -> [Team] {
    try await all(
      """
      SELECT \(Team.columns) FROM \(TeamQueries.source(for: viewer)) WHERE own.role IS NOT NULL
      ORDER BY teams.name, teams.id \(SQL.limit(TeamRules.mostTeams * 2))
      """)
  }

  /// Every team of the school, the newest first; for those who manage teams.
  func teams(_ query: TeamsQuery, for viewer: Viewer) async throws -> ListPage<Team> {
    try viewer.require(.manageTeams)
    let words = query.q.flatMap { SearchTerms($0) }
    let condition = words.map { TeamQueries.search.matches($0) } ?? "TRUE"
    let (teams, total) = try await fetch(
      Query<[Team]>.all(
        """
        SELECT \(Team.columns) FROM \(TeamQueries.source(for: viewer)) WHERE \(condition)
        ORDER BY teams.created_at DESC, teams.id DESC \(SQL.limit(query.place.size)) OFFSET \(query.place.skipped)
        """),
      Query<Int>.value("SELECT count(*) FROM teams WHERE \(condition)"))
    return ListPage(items: teams, total: total)
  }

  /// Who is in a team: its owners, its admins, then the others by name.
  func members(of team: Team, at place: PagePlace) async throws -> [TeamMember] {
    try await all(
      """
      SELECT \(TeamMember.columns) FROM team_members JOIN users ON users.id = team_members.user_id
      WHERE team_members.team_id = \(team.id)
      ORDER BY CASE team_members.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, users.name_key, users.id
      \(SQL.limit(place.size)) OFFSET \(place.skipped)
      """)
  }

  /// One member of a team.
  func member(_ person: ID<Person>, of team: ID<Team>) async throws -> TeamMember {
    try await one(
      """
      SELECT \(TeamMember.columns) FROM team_members JOIN users ON users.id = team_members.user_id
      WHERE team_members.team_id = \(team) AND team_members.user_id = \(person)
      """)
  }

  /// Who was asked to join a team and has not answered, the latest first.
  func invitations(to team: Team) async throws -> [TeamInvitation] {
    try await all(
      """
      SELECT \(TeamInvitation.columns) FROM \(TeamQueries.invitations) WHERE team_invitations.team_id = \(team.id)
      ORDER BY team_invitations.created_at DESC, team_invitations.id DESC \(SQL.limit(TeamRules.mostInvitations))
      """)
  }

  /// One of them.
  func invitation(_ id: ID<TeamInvitation>, to team: Team) async throws -> TeamInvitation {
    try await one(
      """
      SELECT \(TeamInvitation.columns) FROM \(TeamQueries.invitations)
      WHERE team_invitations.id = \(id) AND team_invitations.team_id = \(team.id)
      """)
  }

  /// What a person is invited to, if the address is known to be theirs.
  func invitations(for person: PersonRecord, at now: Instant) async throws -> [TeamInvitation] {
    guard person.emailVerifiedAt != nil else { return [] }
    return try await all(
      """
      SELECT \(TeamInvitation.columns) FROM \(TeamQueries.invitations)
      WHERE team_invitations.email_key = \(person.email.lowercased()) AND team_invitations.expires_at > \(now)
      ORDER BY team_invitations.created_at DESC, team_invitations.id DESC \(SQL.limit(100))
      """)
  }

  /// The invitation that a link's token opens, without using it; nil for one that does not hold.
  func invitation(token: String, at now: Instant) async throws -> TeamInvitation? {
    try await first(
      """
      SELECT \(TeamInvitation.columns) FROM \(TeamQueries.invitations)
      WHERE team_invitations.token_hash = \(SHA256.digest(of: token)) AND team_invitations.expires_at > \(now)
      """)
  }

  /// For the job that sends it; nil when it was answered or withdrawn meanwhile.
  func invitation(toSend id: ID<TeamInvitation>) async throws -> TeamInvitation? {
    try await first(
      "SELECT \(TeamInvitation.columns) FROM \(TeamQueries.invitations) WHERE team_invitations.id = \(id)")
  }
}
