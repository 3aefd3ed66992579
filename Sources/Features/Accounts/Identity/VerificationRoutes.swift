internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The pages behind the links of mails that confirm an address. The link only leads to a button: programs that look
/// through mails open links, and would use the token up.
enum VerificationRoutes {
  static let show = Route.get("/verification", by: .everyone, "Page behind the link of a mail")
  static let confirm = Route.post("/verification", by: .everyone, "Confirm an email address")
  static let resend = Route.post("/account/verification", by: .signedIn, "Send the confirming mail again")
  static let change = Route.post("/account/email", by: .signedIn, "Ask for another email address")

  /// What stands in a mail.
  static func link(_ token: String) -> Link { show.path().query(["token": token]) }

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in
      let token = try context.request.query(TokenQuery.self).token ?? ""
      let held = try await context.db.accountToken(token, for: [.verifyEmail, .changeEmail], at: context.now)
      return context.page(VerificationPage(email: held?.email, token: token, csrf: context.forgeryToken))
    }
    table.on(confirm) { context in
      try await context.form(TokenForm.self) { form in
        let person = try await context.verifyEmail(form.token)
        let next = context.viewer.isSignedIn ? AccountRoutes.show.path() : IdentityRoutes.login.path()
        return context.redirect(to: next, saying: "\(person.email) is confirmed.")
      } again: { draft in
        context.page(VerificationPage(email: nil, token: "", csrf: context.forgeryToken, draft: draft))
      }
    }
    table.on(resend) { context in
      try await context.resendVerification()
      return context.redirect(to: AccountRoutes.show.path(), saying: "The mail is on its way.")
    }
    table.on(change) { context in
      try await context.form(EmailPageForm.self) { form in
        try await context.askEmailChange(to: form.email, password: form.current.text, at: "email_password")
        return context.redirect(
          to: AccountRoutes.show.path(), saying: "Open the mail we sent to \(form.email.text) to finish.")
      } again: { draft in
        context.page(try await AccountPage(context, email: draft))
      }
    }
  }
}

/// The token of a link; a link that was cut off on the way has none.
struct TokenQuery: Payload {
  let token: String?
  static let shape = Shape("TokenQuery", Self.init(token:), Field("token", \.token))
}

/// A token from a mail.
struct TokenForm: Payload {
  let token: String
  static let shape = Shape("EmailVerification", Self.init(token:), Field("token", \.token, "From the link in the mail"))
}

/// The same on the page of the account, where the field must not be taken for that of the password's form.
struct EmailPageForm: Payload {
  let email: EmailAddress, current: PasswordText
  static let shape = Shape(
    "EmailPageForm", Self.init(email:current:), Field("email", \.email), Field("email_password", \.current))
}

/// Another mail address, asked for by the API.
struct EmailForm: Payload {
  let email: EmailAddress, current: PasswordText
  static let shape = Shape(
    "EmailChange", Self.init(email:current:), Field("email", \.email, "The new address"),
    Field("current_password", \.current))
}
