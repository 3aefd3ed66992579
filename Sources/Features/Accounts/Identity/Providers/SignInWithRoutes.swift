internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// The way to a provider and back, and the identities of one's own account.
enum SignInWithRoutes {
  static let depart = Route.get(
    "/sign-in-with/{provider}", Slug<IdentityProvider>.self, by: .everyone, "Sign in with a provider")
  static let comeBack = Route.get(
    "/sign-in-with/{provider}/return", Slug<IdentityProvider>.self, by: .everyone, "Come back from a provider")
  static let link = Route.post(
    "/account/identities/{provider}", Slug<IdentityProvider>.self, by: .signedIn,
    "Link an account elsewhere to one's own")
  static let unlink = Route.post(
    "/account/identities/{identity}/removal", ID<PersonIdentity>.self, by: .signedIn, "Unlink an account elsewhere")

  static func register(on table: inout RouteTable<Context>) {
    table.on(depart) { context, slug in
      let next = try context.request.forgivingQuery(NextQuery.self).next
      if context.viewer.isSignedIn { return Redirect(to: context.landing(next, for: context.viewer)).response() }
      let provider = try await context.db.openProvider(slug)
      return try await context.refusing(provider, next) {
        Response(status: 303, fields: [("Location", try await context.depart(to: provider, next: next))])
      }
    }
    table.on(comeBack) { context, slug in
      let provider = try await context.db.openProvider(slug)
      let brought = try context.request.forgivingQuery(ProviderReturn.self)
      return try await context.refusing(provider, nil) {
        switch try await context.comeBack(from: provider, with: brought) {
        case .entered(let outcome, let next): context.lead(on: outcome, next: next)
        case .linked:
          context.redirect(to: AccountRoutes.show.path(), saying: "You can sign in with \(provider.name) from now on.")
        }
      }
    }
    table.on(link) { context, slug in
      let provider = try await context.db.openProvider(slug), person = try context.viewer.requirePerson()
      return try await context.refusing(provider, nil) {
        context.departure(to: provider, at: try await context.depart(to: provider, next: nil, linking: person))
      }
    }
    table.on(unlink) { context, id in
      try await context.act {
        try await $0.unlink(id, by: $1, at: $2)
      } then: {
        (AccountRoutes.show.path(), "It does not open your account any more.")
      }
    }
  }
}

extension Context {
  /// Does the work; a refusal is written down and becomes its page.
  fileprivate func refusing(
    _ provider: ProviderRecord, _ next: String?, _ work: () async throws -> Response
  ) async throws -> Response {
    do { return try await work() } catch let refusal as ProviderRefusal {
      let viewer = viewer, now = now
      try await db.transaction { $0.note(refusal, of: provider, by: viewer, at: now) }
      log.notice("sign-in refused", ["provider": .text(provider.name), "reason": .text(refusal.code)])
      return page(
        ProviderRefusalPage(refusal, provider, next: next, isSignedIn: viewer.isSignedIn), status: refusal.status)
    }
  }

  /// A form may lead nowhere but to our own pages (Content-Security-Policy), so a page of ours leads on.
  fileprivate func departure(to provider: ProviderRecord, at address: String) -> Response {
    var response = page(DeparturePage(provider: provider.name, link: Link(outside: address)))
    response.fields.append(("Refresh", "0; url=\(address)"))
    return response
  }
}
