internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum InvitationAPI {
  static let list = Route.get(
    "/api/v1/teams/{team}/invitations", Reference<Team>.self, by: .signedIn, "Who is invited and has not answered"
  ).answers(InvitationList.self)
  static let invite = Route.post(
    "/api/v1/teams/{team}/invitations", Reference<Team>.self, by: .signedIn, "Invite someone by mail"
  ).takes(InvitationForm.self, creates: InvitationAnswer.self)
  static let resend = Route.post(
    "/api/v1/teams/{team}/invitations/{invitation}/resend", Reference<Team>.self, ID<TeamInvitation>.self,
    by: .signedIn, "Send an invitation again"
  ).answers(InvitationAnswer.self)
  static let withdraw = Route.delete(
    "/api/v1/teams/{team}/invitations/{invitation}", Reference<Team>.self, ID<TeamInvitation>.self, by: .signedIn,
    "Withdraw an invitation"
  ).answersNothing
  static let own = Route.get("/api/v1/invitations", by: .signedIn, "What I am invited to")
    .answers(InvitationList.self)
  static let acceptByToken = Route.post(
    "/api/v1/invitations/accept", by: .signedIn, "Accept an invitation by the token of its mail"
  ).takes(InvitationTokenForm.self, answers: TeamAnswer.self)
  static let register = Route.post(
    "/api/v1/invitations/register", by: .everyone, "Make an account by an invitation's token and join"
  ).takes(InvitedForm.self, creates: SignInAnswer.self)
  static let accept = Route.post(
    "/api/v1/invitations/{invitation}/accept", ID<TeamInvitation>.self, by: .signedIn, "Accept an invitation to me"
  ).answers(TeamAnswer.self)
  static let decline = Route.post(
    "/api/v1/invitations/{invitation}/decline", ID<TeamInvitation>.self, by: .signedIn, "Decline an invitation to me"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    registerManaging(on: &table)
    registerAnswering(on: &table)
  }

  private static func registerManaging(on table: inout RouteTable<Context>) {
    table.on(list) { context, reference in
      let team = try await context.db.team(reference, for: context.viewer)
      try team.requireManaging(by: context.viewer)
      return InvitationList(try await context.db.invitations(to: team))
    }
    table.on(invite) { context, form, reference in InvitationAnswer(try await context.invite(form, to: reference)) }
    table.on(resend) { context, reference, id in
      InvitationAnswer(try await context.renewInvitation(id, to: reference))
    }
    table.on(withdraw) { context, reference, id in
      let viewer = context.viewer, now = context.now
      _ = try await context.db.transaction {
        try await $0.withdrawInvitation(id, from: reference, by: viewer, at: now)
      }
      return NoPayload()
    }
  }

  private static func registerAnswering(on table: inout RouteTable<Context>) {
    table.on(own) { context in
      let person = try await context.db.person(context.viewer.requirePerson())
      return InvitationList(try await context.db.invitations(for: person, at: context.now))
    }
    table.on(acceptByToken) { context, form in TeamAnswer(try await context.acceptInvitation(.token(form.token))) }
    table.on(register) { context, form in try context.answer(try await context.registerInvited(form, .program)) }
    table.on(accept) { context, id in TeamAnswer(try await context.acceptInvitation(.id(id))) }
    table.on(decline) { context, id in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.declineInvitation(id, by: viewer, at: now) }
      return NoPayload()
    }
  }
}
