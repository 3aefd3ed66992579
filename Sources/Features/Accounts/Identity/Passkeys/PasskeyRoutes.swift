internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Passkeys on pages: the script asks the API for a question, the device answers, the form carries the answer.
enum PasskeyRoutes {
  static let signIn = Route.post("/login/passkey", by: .everyone, "Sign in with a passkey")
  static let complete = Route.post("/login/second-factor/passkey", by: .everyone, "Complete a sign-in with a passkey")
  static let add = Route.post("/account/security/passkeys", by: .signedIn, "Add a passkey")
  static let show = Route.get(
    "/account/security/passkeys/{passkey}", ID<Passkey>.self, by: .signedIn, "Show a passkey of mine")
  static let rename = Route.post(
    "/account/security/passkeys/{passkey}", ID<Passkey>.self, by: .signedIn, "Name a passkey")
  static let askRemoval = Route.get(
    "/account/security/passkeys/{passkey}/removal", ID<Passkey>.self, by: .signedIn, "Ask before a passkey is removed")
  static let remove = Route.post(
    "/account/security/passkeys/{passkey}/removal", ID<Passkey>.self, by: .signedIn, "Remove a passkey")

  static func register(on table: inout RouteTable<Context>) {
    registerSigningIn(on: &table)
    table.on(add) { context in
      try await context.unlocked {
        try await context.form(NewPasskey.self) { form in
          let (passkey, codes) = try await context.addPasskey(form)
          return context.showCodes(codes, saying: "The passkey “\(passkey.name)” is ready.")
        } again: { draft in
          context.page(try await SecurityPage(context, phone: draft))
        }
      }
    }
    table.on(show) { context, id in context.page(PasskeyPage(try await context.own(id), csrf: context.forgeryToken)) }
    table.on(rename) { context, id in
      try await context.form(PasskeyNameForm.self) { form in
        let viewer = context.viewer, now = context.now
        _ = try await context.db.transaction { try await $0.renamePasskey(id, to: form.name.text, by: viewer, at: now) }
        return context.redirect(to: SecurityRoutes.show.path(), saying: "The passkey has its name.")
      } again: { draft in
        context.page(PasskeyPage(try await context.own(id), csrf: context.forgeryToken, draft: draft))
      }
    }
    table.on(askRemoval) { context, id in
      context.page(RemovalPage(.passkey(try await context.own(id)), csrf: context.forgeryToken))
    }
    table.on(remove) { context, id in
      try await context.removal(.passkey(try await context.own(id))) { try await context.removePasskey(id, by: $0) }
    }
  }

  private static func registerSigningIn(on table: inout RouteTable<Context>) {
    table.on(signIn) { context in
      try await context.entry(.signIn, PasskeyFields.self) { form in
        context.lead(on: try await context.signIn(with: form.answer, .browser), next: form.next)
      }
    }
    table.on(complete) { context in
      try await context.secondStep { token in
        try await context.secondStepForm(PasskeyFields.self, token) { form in
          let signedIn = try await context.completeSignIn(
            token, with: form.answer, .browser, trusts: form.trust == "true")
          return context.lead(on: .signedIn(signedIn), next: form.next)
        }
      }
    }
  }
}

extension Context {
  /// A passkey of the viewer's; anyone else's does not exist.
  func own(_ id: ID<Passkey>) async throws -> Passkey {
    let person = try viewer.requirePerson()
    return try await db.one("SELECT \(Passkey.columns) FROM passkeys WHERE id = \(id) AND user_id = \(person)")
  }

  func removePasskey(_ id: ID<Passkey>, by proof: String) async throws {
    let viewer = viewer, now = now
    _ = try await own(id)
    try await checkProof(proof)
    try await db.transaction { try await $0.removePasskey(id, by: viewer, at: now) }
  }
}

/// One passkey: its name can be changed.
struct PasskeyPage: Page {
  let passkey: Passkey
  let csrf: String
  let draft: Draft

  init(_ passkey: Passkey, csrf: String, draft: Draft = Draft()) {
    self.passkey = passkey
    self.csrf = csrf
    self.draft = draft
  }

  var title: String { passkey.name }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([
        ("Your account", AccountRoutes.show.path()), ("Security", SecurityRoutes.show.path()),
      ]))
    div(.class("stack narrow")) {
      draft.summary(["name": "Name"])
      Facts([
        ("Added", Moment(instant: passkey.createdAt).body),
        ("Last used", passkey.lastUsedAt.map { Moment(instant: $0).body } ?? HTML("Never")),
      ])
      Form(PasskeyRoutes.rename.path(passkey.id), csrf: csrf) {
        EvolvDesign.Field(
          "name", "Name", value: draft.value("name", or: passkey.name), error: draft.sentence("name", "Name"),
          .required.longest(60))
        FormActions {
          Button("Save", .primary, busy: "Saving")
          Button("Remove", to: PasskeyRoutes.askRemoval.path(passkey.id), .danger)
        }
      }
    }
  }
}
