internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

enum RoleRoutes {
  static let list = Route.get("/roles", by: .may(.seePeople), "See the roles")
  static let new = Route.get("/roles/new", by: .may(.manageRoles), "Form for a role")
  static let create = Route.post("/roles", by: .may(.manageRoles), "Make a role")
  static let show = Route.get("/roles/{role}", Role.self, by: .may(.seePeople), "See what a role can do and why")
  static let edit = Route.get("/roles/{role}/edit", Role.self, by: .may(.manageRoles), "Form of a role")
  static let change = Route.post("/roles/{role}", Role.self, by: .may(.manageRoles), "Change a role")
  static let askDeletion = Route.get(
    "/roles/{role}/deletion", Role.self, by: .may(.manageRoles), "Ask before a role is deleted")
  static let delete = Route.post("/roles/{role}/deletion", Role.self, by: .may(.manageRoles), "Delete a role")

  static func register(on table: inout RouteTable<Context>) {
    registerReading(on: &table)
    table.on(create) { context in
      try await context.form(RoleForm.self) { form in
        let viewer = context.viewer, now = context.now
        let role = try await context.changeRoles { try await $0.createRole(form, by: viewer, at: now) }
        return context.redirect(to: show.path(role.role), saying: "The role \(role.title) is there.")
      } again: { draft in
        context.page(RoleFormPage(context, draft: draft))
      }
    }
    table.on(change) { context, role in
      try await context.form(RoleForm.self) { form in
        let viewer = context.viewer, now = context.now
        let after = try await context.changeRoles {
          try await $0.changeRole(role, to: { _ in form }, by: viewer, at: now)
        }
        return context.redirect(to: show.path(role), saying: "The role \(after.title) is saved.")
      } again: { draft in
        context.page(RoleFormPage(context, of: try context.role(role), draft: draft))
      }
    }
    table.on(delete) { context, role in
      let viewer = context.viewer, now = context.now, title = context.roles.title(of: role)
      try await context.changeRoles { try await $0.deleteRole(role, by: viewer, at: now) }
      return context.redirect(to: list.path(), saying: "The role \(title) is deleted.")
    }
  }

  private static func registerReading(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      context.page(
        RolesPage(roles: context.roles.all, counts: try await context.db.roleCounts(), viewer: context.viewer))
    }
    table.on(new) { context in
      let original = try context.request.query(RoleOriginal.self).from.map { try context.role($0) }
      return context.page(RoleFormPage(context, copying: original))
    }
    table.on(show) { context, role in
      let role = try context.role(role), counts = try await context.db.roleCounts()
      return context.page(
        RolePage(role: role, people: counts[role.role] ?? 0, doors: context.facilities.doors, viewer: context.viewer))
    }
    table.on(edit) { context, role in
      let role = try context.role(role)
      guard !role.isBuiltIn else {
        throw Problem.conflict("The built-in roles stay as they are. Copy this one instead.")
      }
      return context.page(RoleFormPage(context, of: role))
    }
    table.on(askDeletion) { context, role in
      let role = try context.role(role), counts = try await context.db.roleCounts()
      return context.page(RoleDeletionPage(role: role, people: counts[role.role] ?? 0, csrf: context.forgeryToken))
    }
  }
}

/// The role that a new one begins as.
struct RoleOriginal: Payload {
  let from: Role?
  static let shape = Shape("RoleOriginal", Self.init, Field("from", \.from))
}

extension Context {
  /// The role, or a 404.
  func role(_ role: Role) throws -> RoleDefinition {
    guard let found = roles[role] else { throw Problem.notFound("role") }
    return found
  }
}
