internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// What one person can do and why, the roles they have, and acting as them.
enum RightsRoutes {
  static let show = Route.get(
    "/people/{person}/rights", ID<Person>.self, by: .may(.seePeople), "See what a person can do and why")
  static let give = Route.post("/people/{person}/roles", ID<Person>.self, by: .may(.assignRoles), "Give a role")
  static let take = Route.post(
    "/people/{person}/roles/removal", ID<Person>.self, by: .may(.assignRoles), "Take a role away")
  static let askActing = Route.get(
    "/people/{person}/acting", ID<Person>.self, by: .may(.actAsPeople), "Ask why one acts as a person")
  static let act = Route.post("/people/{person}/acting", ID<Person>.self, by: .may(.actAsPeople), "Act as a person")
  static let stop = Route.post("/acting/stop", by: .signedIn, "Stop acting as a person")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in context.page(try await RightsPage(of: id, context)) }
    table.on(give) { context, id in
      try await context.form(GrantForm.self) { form in
        try await context.checkThere(form.grant.scope)
        return try await context.act {
          try await $0.giveRole(form.grant, to: id, by: $1, at: $2)
        } then: { _ in
          (show.path(id), "They are \(context.roles.title(of: form.role).lowercased()) from now on.")
        }
      } again: { draft in
        context.page(try await RightsPage(of: id, context, draft: draft))
      }
    }
    table.on(take) { context, id in
      try await context.form(GrantForm.self) { form in
        try await context.act {
          try await $0.takeRole(form.grant, from: id, by: $1, at: $2)
        } then: { _ in
          (show.path(id), "They are \(context.roles.title(of: form.role).lowercased()) no more.")
        }
      } again: { draft in
        context.page(try await RightsPage(of: id, context, draft: draft))
      }
    }
    registerActing(on: &table)
  }

  private static func registerActing(on table: inout RouteTable<Context>) {
    table.on(askActing) { context, id in
      context.page(ActingPage(person: try await context.db.person(id), csrf: context.forgeryToken))
    }
    table.on(act) { context, id in
      try await context.form(ActingForm.self) { form in
        let viewer = context.viewer, now = context.now
        let person = try await context.db.transaction {
          try await $0.beginActing(as: id, for: form.reason.text, by: viewer, at: now)
        }
        return context.redirect(
          to: context.facilities.frame(.visitor()).home, saying: "You act as \(person.name) now.", .info)
      } again: { draft in
        context.page(ActingPage(person: try await context.db.person(id), draft: draft, csrf: context.forgeryToken))
      }
    }
    table.on(stop) { context in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try $0.endActing(by: viewer, at: now) }
      return context.redirect(to: context.facilities.frame(.visitor()).home, saying: "You are yourself again.", .info)
    }
  }
}

extension Context {
  /// Throws unless there is what a role is to be given for.
  func checkThere(_ scope: RoleScope) async throws {
    if scope == .everything { return }
    guard try await facilities.scopes(db, [scope])[scope] != nil else {
      throw Problem.invalid("scope", "unknown", "must be everything, or course: and the id of a course that is there")
    }
  }
}
