internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

enum TeamRoutes {
  static let list = Route.get("/teams", by: .signedIn, "My teams")
  static let new = Route.get("/teams/new", by: .signedIn, "Form for a team")
  static let create = Route.post("/teams", by: .signedIn, "Create a team")
  static let show = Route.get("/teams/{team}", Reference<Team>.self, by: .signedIn, "A team and who is in it")
  static let all = Route.get("/admin/teams", by: .may(.manageTeams), "All teams of the school")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(try await TeamsPage(context)) }
    table.on(new) { context in context.page(NewTeamPage(draft: Draft(), csrf: context.forgeryToken)) }
    table.on(create) { context in
      try await context.form(TeamForm.self) { form in
        let team = try await context.createTeam(form)
        return context.redirect(
          to: InvitationRoutes.list.path(.slug(team.slug)), saying: "\(team.name) is there. Now invite people.")
      } again: { draft in
        context.page(NewTeamPage(draft: draft, csrf: context.forgeryToken))
      }
    }
    table.on(show) { context, reference in
      let query = try context.request.query(MembersQuery.self)
      let team = try await context.db.team(reference, for: context.viewer)
      let members = try await context.db.members(of: team, at: query.place)
      return context.page(TeamPage(team: team, members: members, place: query.place, viewer: context.viewer))
    }
    table.on(all) { context in
      let query = try context.request.query(TeamsQuery.self)
      let teams = try await context.db.teams(query, for: context.viewer)
      return context.page(AllTeamsPage(query: query, teams: teams))
    }
  }
}

enum TeamSettingsRoutes {
  static let show = Route.get("/teams/{team}/settings", Reference<Team>.self, by: .signedIn, "Settings of a team")
  static let change = Route.post("/teams/{team}/settings", Reference<Team>.self, by: .signedIn, "Change a team")
  static let transfer = Route.post(
    "/teams/{team}/ownership", Reference<Team>.self, by: .signedIn, "Make a member the owner in my place")
  static let askDeletion = Route.get(
    "/teams/{team}/deletion", Reference<Team>.self, by: .signedIn, "Ask before a team ends")
  static let delete = Route.post("/teams/{team}/deletion", Reference<Team>.self, by: .signedIn, "End a team")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, reference in context.page(try await TeamSettingsPage(reference, context)) }
    table.on(change) { context, reference in
      try await context.form(TeamPatch.self) { patch in
        let team = try await context.changeTeam(reference, patch)
        return context.redirect(to: show.path(.slug(team.slug)), saying: "The team is saved.")
      } again: { draft in
        context.page(try await TeamSettingsPage(reference, context, draft: draft))
      }
    }
    table.on(transfer) { context, reference in
      try await context.form(OwnershipForm.self) { form in
        try await context.act {
          try await $0.transfer(reference, to: form.person, by: $1, at: $2)
        } then: {
          (TeamRoutes.show.path(.slug($0.slug)), "\($0.name) has another owner now.")
        }
      } again: { draft in
        context.page(try await TeamSettingsPage(reference, context, ownership: draft))
      }
    }
    table.on(askDeletion) { context, reference in
      let team = try await context.db.team(reference, for: context.viewer)
      try team.requireOwning(by: context.viewer)
      return context.page(TeamQuestionPage(.deletion, team, csrf: context.forgeryToken))
    }
    table.on(delete) { context, reference in
      try await context.act {
        try await $0.deleteTeam(reference, by: $1, at: $2)
      } then: {
        (TeamRoutes.list.path(), "\($0.name) is no more.")
      }
    }
  }
}

enum MemberRoutes {
  static let show = Route.get(
    "/teams/{team}/members/{person}", Reference<Team>.self, ID<Person>.self, by: .signedIn, "A member of a team")
  static let change = Route.post(
    "/teams/{team}/members/{person}", Reference<Team>.self, ID<Person>.self, by: .signedIn,
    "Change the role of a member")
  static let askRemoval = Route.get(
    "/teams/{team}/members/{person}/removal", Reference<Team>.self, ID<Person>.self, by: .signedIn,
    "Ask before a member goes")
  static let remove = Route.post(
    "/teams/{team}/members/{person}/removal", Reference<Team>.self, ID<Person>.self, by: .signedIn,
    "Remove a member, or leave")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, reference, person in
      context.page(try await MemberPage(person, of: reference, context))
    }
    table.on(change) { context, reference, person in
      try await context.form(MemberRoleForm.self) { form in
        try await context.act {
          try await $0.changeRole(of: person, in: reference, to: form.role, by: $1, at: $2)
        } then: {
          (TeamRoutes.show.path(reference), "\($0.name) is \($0.role.words.lowercased()) now.")
        }
      } again: { draft in
        context.page(try await MemberPage(person, of: reference, context, draft: draft))
      }
    }
    table.on(askRemoval) { context, reference, person in
      let team = try await context.db.team(reference, for: context.viewer)
      let member = try await context.db.member(person, of: team.id), isSelf = person == context.viewer.person
      if !isSelf { try team.requireManaging(member.role, by: context.viewer) }
      let question: TeamQuestionPage.Question = isSelf ? .departure(member) : .removal(member)
      return context.page(TeamQuestionPage(question, team, csrf: context.forgeryToken))
    }
    table.on(remove) { context, reference, person in
      let isSelf = person == context.viewer.person
      return try await context.act {
        try await $0.removeMember(person, from: reference, by: $1, at: $2)
      } then: { done in
        isSelf
          ? (TeamRoutes.list.path(), "You left \(done.team.name).")
          : (TeamRoutes.show.path(.slug(done.team.slug)), "\(done.member.name) is no longer in the team.")
      }
    }
  }
}
