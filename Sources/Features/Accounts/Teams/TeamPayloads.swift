internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// A team as the API tells of it.
struct TeamAnswer: Payload, Located {
  let id: ID<Team>, slug: Slug<Team>, name: String, owner: ID<Person>?, memberCount: Int, role: TeamRole?,
    createdAt: Instant
  var location: Link { TeamAPI.show.path(.id(id)) }

  static let shape = Shape(
    "Team", Self.init(id:slug:name:owner:memberCount:role:createdAt:), Field("id", \.id), Field("slug", \.slug),
    Field("name", \.name), Field("owner_id", \.owner, "Who has owned it for longest"),
    Field("member_count", \.memberCount), Field("role", \.role, "Mine; null for who is not in it"),
    Field("created_at", \.createdAt))
}

extension TeamAnswer {
  init(_ team: Team) {
    self.init(
      id: team.id, slug: team.slug, name: team.name, owner: team.owner, memberCount: team.memberCount, role: team.role,
      createdAt: team.createdAt)
  }
}

struct TeamList: Payload {
  let data: [TeamAnswer], meta: ListMeta
  static let shape = Shape("TeamList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

extension TeamList {
  init(_ teams: [Team], total: Int, _ place: PagePlace) {
    self.init(data: teams.map { TeamAnswer($0) }, meta: ListMeta(total, place))
  }
}

/// Someone in a team; the mail address is for those who manage it.
struct TeamMemberAnswer: Payload {
  let id: ID<TeamMember>, team: ID<Team>, person: ID<Person>, name: String, email: String?, role: TeamRole,
    joinedAt: Instant
  static let shape = Shape(
    "TeamMember", Self.init(id:team:person:name:email:role:joinedAt:), Field("id", \.id), Field("team_id", \.team),
    Field("user_id", \.person), Field("name", \.name), Field("email", \.email, "For those who manage the team"),
    Field("role", \.role), Field("joined_at", \.joinedAt))
}

extension TeamMemberAnswer {
  init(_ member: TeamMember, showsAddress: Bool) {
    self.init(
      id: member.id, team: member.team, person: member.person, name: member.name,
      email: showsAddress ? member.email : nil, role: member.role, joinedAt: member.joinedAt)
  }
}

struct TeamMemberList: Payload {
  let data: [TeamMemberAnswer], meta: ListMeta
  static let shape = Shape("TeamMemberList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

struct InvitationAnswer: Payload, Located {
  let id: ID<TeamInvitation>, team: ID<Team>, teamName: String, email: String, role: InvitedRole,
    invitedBy: ID<Person>?, createdAt: Instant, expiresAt: Instant
  var location: Link { InvitationAPI.list.path(.id(team)) }

  static let shape = Shape(
    "Invitation", Self.init(id:team:teamName:email:role:invitedBy:createdAt:expiresAt:), Field("id", \.id),
    Field("team_id", \.team), Field("team_name", \.teamName), Field("email", \.email), Field("role", \.role),
    Field("invited_by", \.invitedBy), Field("created_at", \.createdAt), Field("expires_at", \.expiresAt))
}

extension InvitationAnswer {
  init(_ invitation: TeamInvitation) {
    self.init(
      id: invitation.id, team: invitation.team, teamName: invitation.teamName, email: invitation.email,
      role: invitation.role, invitedBy: invitation.invitedBy, createdAt: invitation.createdAt,
      expiresAt: invitation.expiresAt)
  }
}

struct InvitationList: Payload {
  let data: [InvitationAnswer], meta: ListMeta
  static let shape = Shape("InvitationList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

extension InvitationList {
  init(_ invitations: [TeamInvitation]) {
    let meta = ListMeta(
      total: invitations.count, page: 1, pageSize: TeamRules.mostInvitations, nextCursor: nil)
    self.init(data: invitations.map { InvitationAnswer($0) }, meta: meta)
  }
}

extension ListMeta {
  init(_ total: Int, _ place: PagePlace) {
    self.init(total: total, page: place.number, pageSize: place.size, nextCursor: nil)
  }
}
