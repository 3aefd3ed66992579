internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

enum APITokenAPI {
  static let list = Route.get("/api/v1/api-tokens", by: .signedIn, "My API tokens").answers(APITokenList.self)
  static let make = Route.post("/api/v1/api-tokens", by: .signedIn, "Make an API token; it is shown this once")
    .takes(APITokenForm.self, creates: MadeAPITokenAnswer.self)
  static let revoke = Route.delete(
    "/api/v1/api-tokens/{token}", ID<APIToken>.self, by: .signedIn, "Revoke an API token"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let tokens = try await context.db.apiTokens(of: context.viewer.requirePerson())
      return APITokenList(data: tokens.map { APITokenAnswer($0) })
    }
    table.on(make) { context, form in MadeAPITokenAnswer(try await context.makeAPIToken(form)) }
    table.on(revoke) { context, id in
      let viewer = context.viewer, now = context.now
      _ = try await context.db.transaction { try await $0.revokeAPIToken(id, by: viewer, at: now) }
      return NoPayload()
    }
  }
}

enum APITokenRoutes {
  static let show = Route.get("/account/tokens", by: .signedIn, "My API tokens")
  static let make = Route.post("/account/tokens", by: .signedIn, "Make an API token")
  static let revoke = Route.post(
    "/account/tokens/{token}/revocation", ID<APIToken>.self, by: .signedIn, "Revoke an API token")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(try await APITokensPage(context)) }
    table.on(make) { context in
      try await context.patientForm(APITokenForm.self) { form in
        // Shown in this answer and never again, so there is nothing to lead on to.
        let made = try await context.makeAPIToken(form)
        return context.page(try await APITokensPage(context, made: made))
      } again: { draft, wait in
        context.page(try await APITokensPage(context, draft: draft, wait: wait))
      }
    }
    table.on(revoke) { context, id in
      try await context.act {
        try await $0.revokeAPIToken(id, by: $1, at: $2)
      } then: {
        (show.path(), "The token \($0.name) works no longer.")
      }
    }
  }
}
