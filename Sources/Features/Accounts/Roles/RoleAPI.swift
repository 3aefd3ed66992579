internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum RoleAPI {
  static let list = Route.get("/api/v1/roles", by: .may(.seePeople), "List the roles").answers(RoleList.self)
  static let create = Route.post("/api/v1/roles", by: .may(.manageRoles), "Make a role")
    .takes(RoleForm.self, creates: RoleAnswer.self)
  static let show = Route.get("/api/v1/roles/{role}", Role.self, by: .may(.seePeople), "Show a role")
    .answers(RoleAnswer.self)
  static let change = Route.patch("/api/v1/roles/{role}", Role.self, by: .may(.manageRoles), "Change a role")
    .takes(RolePatch.self, answers: RoleAnswer.self)
  static let delete = Route.delete("/api/v1/roles/{role}", Role.self, by: .may(.manageRoles), "Delete a role")
    .answersNothing
  static let held = Route.get(
    "/api/v1/users/{user}/roles", ID<Person>.self, by: .may(.seePeople), "The roles of a person"
  ).answers(RightsAnswer.self)
  static let give = Route.post("/api/v1/users/{user}/roles", ID<Person>.self, by: .may(.assignRoles), "Give a role")
    .takes(GrantForm.self, answers: RightsAnswer.self)
  static let take = Route.delete(
    "/api/v1/users/{user}/roles/{role}/{scope}", ID<Person>.self, Role.self, RoleScope.self, by: .may(.assignRoles),
    "Take a role away"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in RoleList(data: context.roles.all.map { RoleAnswer($0) }) }
    table.on(show) { context, role in RoleAnswer(try context.role(role)) }
    table.on(create) { context, form in
      let viewer = context.viewer, now = context.now
      return RoleAnswer(try await context.changeRoles { try await $0.createRole(form, by: viewer, at: now) })
    }
    table.on(change) { context, patch, role in
      let viewer = context.viewer, now = context.now
      return RoleAnswer(
        try await context.changeRoles {
          try await $0.changeRole(role, to: { try patch.form(over: $0) }, by: viewer, at: now)
        })
    }
    table.on(delete) { context, role in
      let viewer = context.viewer, now = context.now
      try await context.changeRoles { try await $0.deleteRole(role, by: viewer, at: now) }
      return NoPayload()
    }
    registerGrants(on: &table)
  }

  private static func registerGrants(on table: inout RouteTable<Context>) {
    table.on(held) { context, id in RightsAnswer(try await context.db.person(id), context.roles) }
    table.on(give) { context, form, id in
      let viewer = context.viewer, now = context.now
      try await context.checkThere(form.grant.scope)
      let person = try await context.db.transaction { transaction in
        try await transaction.giveRole(form.grant, to: id, by: viewer, at: now)
        return try await transaction.person(id)
      }
      return RightsAnswer(person, context.roles)
    }
    table.on(take) { context, id, role, scope in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction {
        try await $0.takeRole(RoleGrant(role, in: scope), from: id, by: viewer, at: now)
      }
      return NoPayload()
    }
  }
}
