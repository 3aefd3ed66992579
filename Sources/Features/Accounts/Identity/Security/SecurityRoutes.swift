internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The page of what protects one's account, and the steps to change it. Everything that changes asks for a proof of a moment
/// ago; what takes protection away asks for it each time.
enum SecurityRoutes {
  static let show = Route.get("/account/security", by: .signedIn, "What protects my account")
  static let askProof = Route.get("/account/security/proof", by: .signedIn, "Ask for a proof that it is me")
  static let prove = Route.post("/account/security/proof", by: .signedIn, "Prove that it is me")
  static let renewCodes = Route.post("/account/security/recovery-codes", by: .signedIn, "Make new recovery codes")
  static let untrust = Route.post(
    "/account/security/devices/{device}/revocation", ID<TrustedDevice>.self, by: .signedIn, "Trust a device no more")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(try await SecurityPage(context)) }
    table.on(askProof) { context in context.page(ProofPage(csrf: context.forgeryToken)) }
    table.on(prove) { context in
      try await context.patientForm(ProofForm.self) { form in
        try await context.prove(by: form.proof.text)
        return context.redirect(to: show.path(), saying: "Thank you. For ten minutes you can change everything here.")
      } again: { draft, wait in
        context.page(ProofPage(csrf: context.forgeryToken, draft: draft, wait: wait))
      }
    }
    table.on(renewCodes) { context in
      try await context.unlocked {
        context.page(
          RecoveryCodesPage(codes: try await context.renewRecoveryCodes(), "These replace the ones you had."))
      }
    }
    table.on(untrust) { context, id in
      try await context.db.transaction { try await $0.endTrust(in: id, by: context.viewer, at: context.now) }
      return context.redirect(to: AccountRoutes.show.path(), saying: "That device is asked for a second factor again.")
    }
    AuthenticatorRoutes.register(on: &table)
    PhoneRoutes.register(on: &table)
    PasskeyRoutes.register(on: &table)
  }
}

extension Context {
  /// Does the work, or leads to where one proves oneself first.
  func unlocked(_ work: () async throws -> Response) async throws -> Response {
    do { return try await work() } catch Problem.proofNeeded {
      return redirect(to: SecurityRoutes.askProof.path(), saying: "First prove that it is you.", .info)
    }
  }

  /// Shows new recovery codes, or goes back where none were made.
  func showCodes(_ codes: [String], saying words: String) -> Response {
    if codes.isEmpty { return redirect(to: SecurityRoutes.show.path(), saying: words) }
    return page(RecoveryCodesPage(codes: codes, words))
  }
}

/// An authenticator app: set up, confirm, remove.
enum AuthenticatorRoutes {
  static let begin = Route.post(
    "/account/security/authenticator", by: .signedIn, "Begin to set up an authenticator app")
  static let show = Route.get("/account/security/authenticator", by: .signedIn, "Set up an authenticator app")
  static let confirm = Route.post(
    "/account/security/authenticator/confirmation", by: .signedIn, "Confirm an authenticator app by its first code")
  static let askRemoval = Route.get(
    "/account/security/authenticator/removal", by: .signedIn, "Ask before an authenticator app is removed")
  static let remove = Route.post(
    "/account/security/authenticator/removal", by: .signedIn, "Remove the authenticator app")

  static func register(on table: inout RouteTable<Context>) {
    table.on(begin) { context in
      try await context.unlocked {
        try await context.beginAuthenticator()
        return Redirect(to: show.path()).response()
      }
    }
    table.on(show) { context in try await context.setupPage() }
    table.on(confirm) { context in
      try await context.unlocked {
        try await context.patientForm(CodeForm.self) { form in
          let codes = try await context.confirmAuthenticator(by: form.code.text)
          return context.showCodes(codes, saying: "Your authenticator app is set up.")
        } again: { draft, wait in
          try await context.setupPage(draft, wait)
        }
      }
    }
    table.on(askRemoval) { context in context.page(RemovalPage(.authenticator, csrf: context.forgeryToken)) }
    table.on(remove) { context in
      try await context.removal(.authenticator) { try await context.removeAuthenticator(by: $0) }
    }
  }
}

extension Context {
  fileprivate func setupPage(_ draft: Draft = Draft(), _ wait: Int? = nil) async throws -> Response {
    try await unlocked {
      guard let setup = try await authenticatorSetup() else {
        return Redirect(to: SecurityRoutes.show.path()).response()
      }
      return page(AuthenticatorPage(setup: setup, csrf: forgeryToken, draft: draft, wait: wait))
    }
  }

  /// The form of a removal page; a proof that does not hold comes back on it.
  func removal(_ what: RemovalPage.Thing, _ remove: (String) async throws -> Void) async throws -> Response {
    try await patientForm(ProofForm.self) { form in
      try await remove(form.proof.text)
      return redirect(to: SecurityRoutes.show.path(), saying: what.done)
    } again: { draft, wait in
      page(RemovalPage(what, csrf: forgeryToken, draft: draft, wait: wait))
    }
  }
}

/// Codes by text message: a number, its proof, its removal.
enum PhoneRoutes {
  static let add = Route.post("/account/security/phone", by: .signedIn, "Add a phone number for codes")
  static let show = Route.get("/account/security/phone", by: .signedIn, "Prove a phone number")
  static let confirm = Route.post(
    "/account/security/phone/confirmation", by: .signedIn, "Prove a phone number by its code")
  static let askRemoval = Route.get("/account/security/phone/removal", by: .signedIn, "Ask before a phone is removed")
  static let remove = Route.post("/account/security/phone/removal", by: .signedIn, "Remove the phone number")

  static func register(on table: inout RouteTable<Context>) {
    table.on(add) { context in
      try await context.unlocked {
        try await context.form(PhoneForm.self) { form in
          try await context.addPhone(form.number)
          return Redirect(to: show.path()).response()
        } again: { draft in
          context.page(try await SecurityPage(context, phone: draft))
        }
      }
    }
    table.on(show) { context in try await context.phonePage() }
    table.on(confirm) { context in
      try await context.unlocked {
        try await context.patientForm(CodeForm.self) { form in
          let codes = try await context.confirmPhone(by: form.code.text)
          return context.showCodes(codes, saying: "Your phone can get codes now.")
        } again: { draft, wait in
          try await context.phonePage(draft, wait)
        }
      }
    }
    table.on(askRemoval) { context in context.page(RemovalPage(.phone, csrf: context.forgeryToken)) }
    table.on(remove) { context in try await context.removal(.phone) { try await context.removePhone(by: $0) } }
  }
}

extension Context {
  fileprivate func phonePage(_ draft: Draft = Draft(), _ wait: Int? = nil) async throws -> Response {
    guard let number = try await pendingPhone() else { return Redirect(to: SecurityRoutes.show.path()).response() }
    return page(PhonePage(number: number, csrf: forgeryToken, draft: draft, wait: wait))
  }
}

struct CodeForm: Payload {
  let code: Text<FactorCode>
  static let shape = Shape("Code", Self.init(code:), Field("code", \.code))
}

struct PhoneForm: Payload {
  let number: PhoneNumber
  static let shape = Shape("Phone", Self.init(number:), Field("number", \.number, "With + and the country"))
}
