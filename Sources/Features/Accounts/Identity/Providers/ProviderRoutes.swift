internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Setting up whom people can sign in with.
enum ProviderRoutes {
  static let list = Route.get("/admin/sign-in-providers", by: .may(.manageSettings), "See whom people can sign in with")
  static let new = Route.get("/admin/sign-in-providers/new", by: .may(.manageSettings), "Form for a provider")
  static let add = Route.post("/admin/sign-in-providers", by: .may(.manageSettings), "Set up a provider")
  static let edit = Route.get(
    "/admin/sign-in-providers/{provider}", ID<IdentityProvider>.self, by: .may(.manageSettings), "See a provider")
  static let save = Route.post(
    "/admin/sign-in-providers/{provider}", ID<IdentityProvider>.self, by: .may(.manageSettings), "Change a provider")
  static let test = Route.post(
    "/admin/sign-in-providers/{provider}/test", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Ask a provider whether it answers")
  static let disable = Route.post(
    "/admin/sign-in-providers/{provider}/disabling", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Let nobody sign in with a provider")
  static let enable = Route.post(
    "/admin/sign-in-providers/{provider}/enabling", ID<IdentityProvider>.self, by: .may(.manageSettings),
    "Let people sign in with a provider again")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(ProvidersPage(providers: try await context.db.providers())) }
    table.on(new) { context in
      let preset = try context.request.forgivingQuery(PresetQuery.self).preset ?? .other
      return context.page(ProviderPage(context, preset: preset))
    }
    table.on(add) { context in
      try await context.form(ProviderForm.self) { form in
        try await context.act(by: context.db.changeProviders) {
          try await $0.addProvider(form, context.facilities.sealer, by: $1, at: $2)
        } then: {
          (edit.path($0.id), "People can sign in with \($0.name) now. Test it.")
        }
      } again: { draft in
        context.page(ProviderPage(context, preset: .other, draft: draft))
      }
    }
    registerOne(on: &table)
  }

  private static func registerOne(on table: inout RouteTable<Context>) {
    table.on(edit) { context, id in
      context.page(ProviderPage(context, of: try await context.db.provider(id, for: context.viewer)))
    }
    table.on(save) { context, id in
      try await context.form(ProviderForm.self) { form in
        try await context.act(by: context.db.changeProviders) {
          try await $0.changeProvider(id, form, context.facilities.sealer, by: $1, at: $2)
        } then: {
          (edit.path(id), "\($0.name) is saved.")
        }
      } again: { draft in
        context.page(ProviderPage(context, of: try await context.db.provider(id, for: context.viewer), draft: draft))
      }
    }
    table.on(test) { context, id in
      let provider = try await context.db.provider(id, for: context.viewer)
      let (tone, words) = try await context.test(provider)
      return context.redirect(to: edit.path(id), saying: words, tone)
    }
    for (route, isOpen) in [(disable, false), (enable, true)] {
      table.on(route) { context, id in
        try await context.act {
          try await $0.setProvider(id, open: isOpen, by: $1, at: $2)
        } then: {
          (
            edit.path(id),
            isOpen ? "People can sign in with \($0.name) again." : "Nobody can sign in with \($0.name) now."
          )
        }
      }
    }
  }
}

/// Which form to begin with.
struct PresetQuery: Payload {
  let preset: ProviderPreset?
  static let shape = Shape("PresetQuery", Self.init(preset:), Field("preset", \.preset))
}

extension Context {
  /// Asks a provider what a sign-in would need, and says in words how that went.
  func test(_ provider: ProviderRecord) async throws -> (Tone, String) {
    guard provider.kind == .oidc else {
      return (.info, "\(provider.name) has nothing to ask without a person. Try to sign in with it.")
    }
    do {
      let metadata = try await facilities.providerMetadata(of: provider.issuer, at: now)
      let keys = try await facilities.providerKeys(at: metadata.keys, now: now).keys
      if keys.isEmpty { return (.bad, "\(provider.name) publishes no key that can be used here.") }
      return (
        .good,
        "\(provider.name) answers: its configuration fits and \(keys.count == 1 ? "one key" : "\(keys.count) keys") can be used."
      )
    } catch let refusal as ProviderRefusal {
      return (.bad, "\(provider.name) cannot be used: \(refusal.detail ?? refusal.code).")
    }
  }
}
