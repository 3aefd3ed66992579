internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum TeamAPI {
  static let list = Route.get("/api/v1/teams", by: .signedIn, "List my teams").answers(TeamList.self)
  static let all = Route.get("/api/v1/admin/teams", by: .may(.manageTeams), "List all teams")
    .takes(TeamsQuery.self, answers: TeamList.self)
  static let create = Route.post("/api/v1/teams", by: .signedIn, "Create a team")
    .takes(TeamForm.self, creates: TeamAnswer.self)
  static let show = Route.get("/api/v1/teams/{team}", Reference<Team>.self, by: .signedIn, "Show a team")
    .answers(TeamAnswer.self)
  static let change = Route.patch("/api/v1/teams/{team}", Reference<Team>.self, by: .signedIn, "Change a team")
    .takes(TeamPatch.self, answers: TeamAnswer.self)
  static let delete = Route.delete("/api/v1/teams/{team}", Reference<Team>.self, by: .signedIn, "Delete a team")
    .answersNothing
  static let transfer = Route.post(
    "/api/v1/teams/{team}/transfer", Reference<Team>.self, by: .signedIn, "Make a member the owner in my place"
  ).takes(OwnershipForm.self, answers: TeamAnswer.self)
  static let members = Route.get(
    "/api/v1/teams/{team}/members", Reference<Team>.self, by: .signedIn, "Who is in a team"
  ).takes(MembersQuery.self, answers: TeamMemberList.self)
  static let changeMember = Route.patch(
    "/api/v1/teams/{team}/members/{user}", Reference<Team>.self, ID<Person>.self, by: .signedIn,
    "Change the role of a member"
  ).takes(MemberRoleForm.self, answers: TeamMemberAnswer.self)
  static let removeMember = Route.delete(
    "/api/v1/teams/{team}/members/{user}", Reference<Team>.self, ID<Person>.self, by: .signedIn,
    "Remove a member, or leave"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    registerTeams(on: &table)
    registerMembers(on: &table)
  }

  private static func registerTeams(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let teams = try await context.db.ownTeams(of: context.viewer)
      let meta = ListMeta(total: teams.count, page: 1, pageSize: max(teams.count, 1), nextCursor: nil)
      return TeamList(data: teams.map { TeamAnswer($0) }, meta: meta)
    }
    table.on(all) { context, query in
      let page = try await context.db.teams(query, for: context.viewer)
      return TeamList(page.items, total: page.total ?? 0, query.place)
    }
    table.on(create) { context, form in TeamAnswer(try await context.createTeam(form)) }
    table.on(show) { context, reference in TeamAnswer(try await context.db.team(reference, for: context.viewer)) }
    table.on(change) { context, patch, reference in TeamAnswer(try await context.changeTeam(reference, patch)) }
    table.on(delete) { context, reference in
      let viewer = context.viewer, now = context.now
      _ = try await context.db.transaction { try await $0.deleteTeam(reference, by: viewer, at: now) }
      return NoPayload()
    }
    table.on(transfer) { context, form, reference in
      let viewer = context.viewer, now = context.now
      return TeamAnswer(
        try await context.db.transaction { try await $0.transfer(reference, to: form.person, by: viewer, at: now) })
    }
  }

  private static func registerMembers(on table: inout RouteTable<Context>) {
    table.on(members) { context, query, reference in
      let team = try await context.db.team(reference, for: context.viewer)
      let members = try await context.db.members(of: team, at: query.place)
      let showsAddress = team.isManaged(by: context.viewer)
      return TeamMemberList(
        data: members.map { TeamMemberAnswer($0, showsAddress: showsAddress) },
        meta: ListMeta(team.memberCount, query.place))
    }
    table.on(changeMember) { context, form, reference, person in
      let viewer = context.viewer, now = context.now
      let member = try await context.db.transaction {
        try await $0.changeRole(of: person, in: reference, to: form.role, by: viewer, at: now)
      }
      return TeamMemberAnswer(member, showsAddress: true)
    }
    table.on(removeMember) { context, reference, person in
      let viewer = context.viewer, now = context.now
      _ = try await context.db.transaction {
        try await $0.removeMember(person, from: reference, by: viewer, at: now)
      }
      return NoPayload()
    }
  }
}

// What pages and API do alike.
extension Context {
  func createTeam(_ form: TeamForm) async throws -> Team {
    let viewer = viewer, now = now
    return try await db.changeTeams { try await $0.createTeam(form, by: viewer, at: now) }
  }
  func changeTeam(_ reference: Reference<Team>, _ patch: TeamPatch) async throws -> Team {
    let viewer = viewer, now = now
    return try await db.changeTeams { try await $0.changeTeam(reference, patch, by: viewer, at: now) }
  }

  /// Only who proved an address of their own sends mails to others, and only so many.
  func invite(_ form: InvitationForm, to reference: Reference<Team>) async throws -> TeamInvitation {
    try await limitInvitations(to: form.email.key)
    let viewer = viewer, now = now
    return try await db.changeTeams { try await $0.invite(form, to: reference, by: viewer, at: now) }
  }
  func renewInvitation(_ id: ID<TeamInvitation>, to reference: Reference<Team>) async throws -> TeamInvitation {
    let viewer = viewer, now = now
    let team = try await db.team(reference, for: viewer)
    try team.requireManaging(by: viewer)
    try await limitInvitations(to: try await db.invitation(id, to: team).email.lowercased())
    return try await db.transaction { try await $0.renewInvitation(id, to: reference, by: viewer, at: now) }
  }

  private func limitInvitations(to address: String) async throws {
    let person = try await db.person(viewer.requirePerson())
    guard person.emailVerifiedAt != nil else {
      throw Problem.conflict("Confirm your own email address first: the mail with the link was sent to you.")
    }
    try await facilities.limits.invitations.take(person.id.text, at: now)
    try await facilities.limits.mails.take("invitation " + address, at: now)
  }
}
