internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
public import SQLStore

/// What a member may do in a team; each may what those after it may.
enum TeamRole: String, PayloadChoice, ColumnWord {
  case owner, admin, member

  var words: String {
    switch self {
    case .owner: "Owner"
    case .admin: "Admin"
    case .member: "Member"
    }
  }
  var about: String {
    switch self {
    case .owner: "Does everything, and names other owners."
    case .admin: "Invites people, removes them and changes their role."
    case .member: "Belongs to the team and sees who else does."
    }
  }
}

/// The role that an invitation gives; nobody is invited as an owner.
enum InvitedRole: String, PayloadChoice, ColumnWord {
  case admin, member
  var role: TeamRole { self == .admin ? .admin : .member }
}

enum TeamRules {
  /// An invitation holds so long after it was sent.
  static let invitationLifetime = Seconds.days(7)
  /// Members and invitations of one team together.
  static let most = 500
  /// Invitations that wait for an answer, of one team.
  static let mostInvitations = 100
  /// Teams that one person is in.
  static let mostTeams = 50
}

/// A team as one viewer sees it.
public struct Team: RowDecodable {
  let id: ID<Team>, slug: Slug<Team>, name: String, createdAt: Instant
  let memberCount: Int
  /// Who has owned it for longest.
  let owner: ID<Person>?
  /// The viewer's own role; nil for who is not in it.
  let role: TeamRole?

  /// Of `teams`, joined with the viewer's own row as `own`.
  static let columns: SQL = """
    teams.id, teams.slug, teams.name, teams.created_at,
    (SELECT count(*) FROM team_members WHERE team_id = teams.id),
    (SELECT user_id FROM team_members WHERE team_id = teams.id AND role = 'owner' ORDER BY joined_at, user_id LIMIT 1),
    own.role
    """

  public init(row: inout Row) throws {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    createdAt = try row.next()
    memberCount = try row.next()
    owner = try row.nextIfPresent()
    role = try row.nextIfPresent()
  }
}

// Who may do what in a team. A team that the viewer may not see never gets here, so these refuse with a 403.
extension Team {
  /// The role that the viewer acts in.
  func standing(of viewer: Viewer) -> TeamRole? { viewer.may(.manageTeams) ? .owner : role }
  func isManaged(by viewer: Viewer) -> Bool { standing(of: viewer).map { $0 != .member } ?? false }
  func isOwned(by viewer: Viewer) -> Bool { standing(of: viewer) == .owner }

  /// Whether the viewer may change or remove a member of this role: admins do not touch owners.
  func isManaged(_ role: TeamRole, by viewer: Viewer) -> Bool {
    isOwned(by: viewer) || (isManaged(by: viewer) && role != .owner)
  }
  func requireManaging(by viewer: Viewer) throws {
    guard isManaged(by: viewer) else { throw Problem.forbidden("manage this team") }
  }
  func requireOwning(by viewer: Viewer) throws {
    guard isOwned(by: viewer) else { throw Problem.forbidden("act as an owner of this team") }
  }
  func requireManaging(_ role: TeamRole, by viewer: Viewer) throws {
    guard isManaged(role, by: viewer) else {
      throw Problem.forbidden("manage the \(role.words.lowercased())s of this team")
    }
  }
}

/// Someone in a team.
struct TeamMember: RowDecodable {
  let id: ID<TeamMember>, team: ID<Team>, person: ID<Person>, firstName: String, lastName: String, email: String
  let role: TeamRole, joinedAt: Instant

  static let columns: SQL = """
    team_members.id, team_members.team_id, users.id, users.first_name, users.last_name, users.email, team_members.role,
    team_members.joined_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    team = try row.next()
    person = try row.next()
    firstName = try row.next()
    lastName = try row.next()
    email = try row.next()
    role = try row.next()
    joinedAt = try row.next()
  }

  var name: String { PersonRecord.name(firstName, lastName) }
}

/// Someone who is asked to join. The row is there while the question is open; whatever answers it removes it.
struct TeamInvitation: RowDecodable {
  let id: ID<TeamInvitation>, team: ID<Team>, teamName: String, teamSlug: Slug<Team>, email: String, role: InvitedRole
  let invitedBy: ID<Person>?, createdAt: Instant, sentAt: Instant?, expiresAt: Instant

  /// Of `team_invitations` joined with `teams`.
  static let columns: SQL = """
    team_invitations.id, teams.id, teams.name, teams.slug, team_invitations.email, team_invitations.role,
    team_invitations.invited_by, team_invitations.created_at, team_invitations.sent_at, team_invitations.expires_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    team = try row.next()
    teamName = try row.next()
    teamSlug = try row.next()
    email = try row.next()
    role = try row.next()
    invitedBy = try row.nextIfPresent()
    createdAt = try row.next()
    sentAt = try row.nextIfPresent()
    expiresAt = try row.next()
  }

  func holds(at now: Instant) -> Bool { expiresAt > now }
}
