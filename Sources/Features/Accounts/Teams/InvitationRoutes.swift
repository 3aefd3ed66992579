internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

enum InvitationRoutes {
  static let list = Route.get(
    "/teams/{team}/invitations", Reference<Team>.self, by: .signedIn, "Invite, and who has not answered")
  static let invite = Route.post(
    "/teams/{team}/invitations", Reference<Team>.self, by: .signedIn, "Invite someone by mail")
  static let resend = Route.post(
    "/teams/{team}/invitations/{invitation}/sending", Reference<Team>.self, ID<TeamInvitation>.self, by: .signedIn,
    "Send an invitation again")
  static let withdraw = Route.post(
    "/teams/{team}/invitations/{invitation}/withdrawal", Reference<Team>.self, ID<TeamInvitation>.self,
    by: .signedIn, "Withdraw an invitation")
  static let show = Route.get("/invitation", by: .everyone, "Page behind the link of an invitation")
  static let accept = Route.post("/invitation", by: .signedIn, "Accept an invitation by its link")
  static let register = Route.post(
    "/invitation/registration", by: .everyone, "Make an account by an invitation's link and join")
  static let acceptOwn = Route.post(
    "/invitations/{invitation}/acceptance", ID<TeamInvitation>.self, by: .signedIn, "Accept an invitation to me")
  static let declineOwn = Route.post(
    "/invitations/{invitation}/refusal", ID<TeamInvitation>.self, by: .signedIn, "Decline an invitation to me")

  /// What stands in a mail.
  static func link(_ token: String) -> Link { show.path().query(["token": token]) }

  static func register(on table: inout RouteTable<Context>) {
    registerManaging(on: &table)
    registerLink(on: &table)
    table.on(acceptOwn) { context, id in
      let team = try await context.acceptInvitation(.id(id))
      return context.redirect(to: TeamRoutes.show.path(.slug(team.slug)), saying: "You are in \(team.name) now.")
    }
    table.on(declineOwn) { context, id in
      try await context.act {
        try await $0.declineInvitation(id, by: $1, at: $2)
      } then: { _ in
        (TeamRoutes.list.path(), "The invitation is declined.")
      }
    }
  }

  private static func registerManaging(on table: inout RouteTable<Context>) {
    table.on(list) { context, reference in context.page(try await InvitationsPage(reference, context)) }
    table.on(invite) { context, reference in
      try await context.patientForm(InvitationForm.self) { form in
        let invitation = try await context.invite(form, to: reference)
        return context.redirect(
          to: list.path(.slug(invitation.teamSlug)), saying: "A mail is on its way to \(invitation.email).")
      } again: { draft, wait in
        context.page(try await InvitationsPage(reference, context, draft: draft, wait: wait))
      }
    }
    table.on(resend) { context, reference, id in
      let invitation = try await context.renewInvitation(id, to: reference)
      return context.redirect(
        to: list.path(reference), saying: "Another mail is on its way to \(invitation.email).")
    }
    table.on(withdraw) { context, reference, id in
      try await context.act {
        try await $0.withdrawInvitation(id, from: reference, by: $1, at: $2)
      } then: {
        (list.path(reference), "The invitation of \($0.email) is withdrawn.")
      }
    }
  }

  private static func registerLink(on table: inout RouteTable<Context>) {
    table.on(show) { context in
      let token = try context.request.query(TokenQuery.self).token ?? ""
      return context.page(try await InvitationPage(token, context))
    }
    table.on(accept) { context in
      try await context.patientForm(InvitationTokenForm.self) { form in
        let team = try await context.acceptInvitation(.token(form.token))
        return context.redirect(to: TeamRoutes.show.path(.slug(team.slug)), saying: "You are in \(team.name) now.")
      } again: { draft, wait in
        context.page(try await InvitationPage(draft.value("token"), context, draft: draft, wait: wait))
      }
    }
    table.on(register) { context in
      try await context.patientForm(InvitedForm.self) { form in
        let invitation = try await context.db.invitation(token: form.token, at: context.now)
        let target = invitation.map { TeamRoutes.show.path(.slug($0.teamSlug)) } ?? TeamRoutes.list.path()
        return context.lead(on: try await context.registerInvited(form, .browser), next: target.text)
      } again: { draft, wait in
        let draft = context.facilities.passwordPolicy.completing(draft)
        return context.page(try await InvitationPage(draft.value("token"), context, draft: draft, wait: wait))
      }
    }
  }
}
