internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The pages of this feature.
enum __Name__Routes {
  static let list = Route.get("/__path__", by: .everyone, "See all __words__")
  static let add = Route.post("/__path__", by: .signedIn, "Add to the __words__")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in try await show(context, Draft()) }
    table.on(add) { context in
      try await context.form(__Name__Form.self) { form in
        let viewer = context.viewer, now = context.now
        _ = try await context.db.transaction { try await $0.add(form, by: viewer, at: now) }
        return context.redirect(to: list.path(), saying: "Added.")
      } again: {
        try await show(context, $0)
      }
    }
  }

  private static func show(_ context: Context, _ draft: Draft) async throws -> Response {
    let rows = try await context.db.__namesCamel__(for: context.viewer)
    return context.page(__Names__Page(rows: rows, viewer: context.viewer, draft: draft, csrf: context.forgeryToken))
  }
}
