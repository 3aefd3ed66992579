internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The way back in for who forgot the password.
enum RecoveryRoutes {
  static let forgotten = Route.get("/password/forgotten", by: .everyone, "Page for who forgot the password")
  static let ask = Route.post("/password/forgotten", by: .everyone, "Ask for the mail with a new password's link")
  static let show = Route.get("/password/reset", by: .everyone, "Form for a new password")
  static let reset = Route.post("/password/reset", by: .everyone, "Set a new password by a mail's link")

  /// What stands in a mail.
  static func link(_ token: String) -> Link { show.path().query(["token": token]) }

  static func register(on table: inout RouteTable<Context>) {
    table.on(forgotten) { context in context.page(ForgottenPage(csrf: context.forgeryToken)) }
    table.on(ask) { context in
      try await context.patientForm(ForgottenForm.self) { form in
        try await context.askPasswordReset(of: form.login.text)
        return context.page(ResetAskedPage())
      } again: { draft, wait in
        context.page(ForgottenPage(csrf: context.forgeryToken, draft: draft, wait: wait))
      }
    }
    table.on(show) { context in
      let token = try context.request.query(TokenQuery.self).token ?? ""
      let held = try await context.db.accountToken(token, for: TokenPurpose.toPassword, at: context.now)
      return context.page(ResetPage(token: held == nil ? nil : token, csrf: context.forgeryToken))
    }
    table.on(reset) { context in
      try await context.patientForm(ResetForm.self) { form in
        try await context.resetPassword(to: form.password.text, by: form.token)
        return context.redirect(to: IdentityRoutes.login.path(), saying: "Your password is new. Sign in with it.")
      } again: { draft, wait in
        let isLost = draft.error(of: "token") != nil
        return context.page(
          ResetPage(token: isLost ? nil : draft.values["token"], csrf: context.forgeryToken, draft: draft, wait: wait))
      }
    }
  }
}

/// Whose password is forgotten.
struct ForgottenForm: Payload {
  let login: Text<LoginName>
  static let shape = Shape("ForgottenForm", Self.init(login:), Field("login", \.login))
}

struct ResetForm: Payload {
  let token: String, password: PasswordText
  static let shape = Shape(
    "PasswordReset", Self.init(token:password:), Field("token", \.token, "From the link in the mail"),
    Field("password", \.password))
}
