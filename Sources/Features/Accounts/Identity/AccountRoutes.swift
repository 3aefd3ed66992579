internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The pages of one's own account.
enum AccountRoutes {
  static let show = Route.get("/account", by: .signedIn, "Own account")
  static let changeProfile = Route.post("/account", by: .signedIn, "Change own profile")
  static let changePassword = Route.post("/account/password", by: .signedIn, "Change own password")
  static let revoke = Route.post(
    "/account/sessions/{session}/revocation", ID<Session>.self, by: .signedIn, "End one of my sessions")
  static let revokeOthers = Route.post("/account/sessions/revocation", by: .signedIn, "End all my other sessions")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(try await AccountPage(context)) }
    table.on(changeProfile) { context in
      try await context.form(ProfileForm.self) { form in
        _ = try await context.db.changePeople {
          try await $0.changeOwnProfile(form.edit, by: context.viewer, at: context.now)
        }
        return context.redirect(to: show.path(), saying: "Your profile is saved.")
      } again: { draft in
        context.page(try await AccountPage(context, profile: draft))
      }
    }
    table.on(changePassword) { context in
      try await context.form(PasswordForm.self) { form in
        context.setCookies(
          of: try await context.changePassword(from: form.current.text, to: form.password.text, .browser))
        return context.redirect(to: show.path(), saying: "Your password is changed. Other devices are signed out.")
      } again: { draft in
        context.page(try await AccountPage(context, password: draft))
      }
    }
    table.on(revoke) { context, id in
      try await context.db.transaction { try await $0.revokeSession(id, by: context.viewer, at: context.now) }
      return context.redirect(to: show.path(), saying: "That device is signed out.")
    }
    table.on(revokeOthers) { context in
      try await context.revokeOtherSessions()
      return context.redirect(to: show.path(), saying: "All other devices are signed out.")
    }
  }
}

extension Context {
  fileprivate func revokeOtherSessions() async throws {
    guard let identity = viewer.identity else { throw Problem.signInNeeded }
    try await db.transaction { transaction in
      transaction.endSessions(of: identity.person, except: identity.session)
      transaction.record(OtherSessionsRevoked(person: identity.person), by: viewer, at: now)
    }
  }
}
