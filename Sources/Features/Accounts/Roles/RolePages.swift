internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Every role of the school.
struct RolesPage: Page {
  let roles: [RoleDefinition]
  let counts: [Role: Int]
  let viewer: Viewer
  let title = "Roles"

  var body: HTML {
    PageHeader("Roles", lead: "What people may do here. Everyone has one main role and may have others beside it.") {
      if viewer.may(.manageRoles) { Button("Make a role", to: RoleRoutes.new.path(), .primary, icon: .plus) }
    }
    Table("Roles", roles) {
      Column("Role", .name) { role in
        a(href: RoleRoutes.show.path(role.role), .ownDirection) { role.title }
      }
      Column("For") { role in role.about }
      Column("Kind", .short) { role in
        if role.isBuiltIn { span(.class("faint")) { "Built in" } } else { Badge("Own", .info) }
      }
      Column("May do", .number) { role in String(role.permissions.list.count) }
      Column("People", .number) { role in String(counts[role.role] ?? 0) }
    }
  }
}

/// What one role can do and why: each permission with the pages and calls that ask for it.
struct RolePage: Page {
  let role: RoleDefinition
  let people: Int
  let doors: @Sendable (Permission) -> [Endpoint]
  let viewer: Viewer
  var title: String { role.title }

  var body: HTML {
    PageHeader(role.title, lead: role.about, crumbs: Breadcrumbs([("Roles", RoleRoutes.list.path())])) {
      if viewer.may(.manageRoles) { actions }
    }
    div(.class("stack")) {
      p {
        "\(people == 1 ? "1 person has" : "\(people) people have") this role. "
        if role.isBuiltIn { "It is built in and stays as it is; a copy of it can be changed." }
      }
      if role.permissions.isEmpty {
        Callout(.info, "Nothing beyond what everyone may") {
          "People with this role take courses, keep their own account and see what is open to everyone who signed in."
        }
      }
      for area in PermissionArea.allCases { part(area) }
    }
  }

  @HTMLBuilder private var actions: HTML {
    Button("Copy", to: RoleRoutes.new.path().query(["from": role.role.rawValue]), icon: .copy)
    if !role.isBuiltIn {
      Button("Delete", to: RoleRoutes.askDeletion.path(role.role), icon: .trash)
      Button("Change", to: RoleRoutes.edit.path(role.role), .primary, icon: .edit)
    }
  }

  @HTMLBuilder private func part(_ area: PermissionArea) -> HTML {
    let permissions = area.permissions.filter { role.permissions.includes($0) }
    if !permissions.isEmpty {
      Card(area.rawValue) {
        DisclosureList(area.rawValue) {
          for permission in permissions { PermissionLine(permission: permission, doors: doors(permission)) }
        }
      }
    }
  }
}

/// A permission; opens to where it is asked for.
struct PermissionLine: Component {
  let permission: Permission
  let doors: [Endpoint]
  var note: String?

  var body: HTML {
    Disclosure(permission.sentence, note: note ?? permission.about, end: HTML(count)) {
      if doors.isEmpty {
        p { "No page asks for it alone: it decides inside pages that are open to more people." }
      } else {
        if note != nil { p { permission.about } }
        Table("Where it is asked for", doors) {
          Column("What", .name) { door in door.summary }
          Column("Address") { door in code { "\(door.method.rawValue) \(door.pattern)" } }
        }
      }
    }
  }
  private var count: String { doors.isEmpty ? "" : "\(doors.count) \(doors.count == 1 ? "place" : "places")" }
}

/// Asks before a role goes.
struct RoleDeletionPage: Page {
  let role: RoleDefinition
  let people: Int
  let csrf: String
  var title: String { "Delete the role \(role.title)?" }

  var body: HTML {
    PageHeader(
      title, crumbs: Breadcrumbs([("Roles", RoleRoutes.list.path()), (role.title, RoleRoutes.show.path(role.role))]))
    div(.class("stack narrow")) {
      if people > 0 {
        Callout(.warn, "People have this role") {
          "\(people == 1 ? "1 person has" : "\(people) people have") it. Give them another role first."
        }
      } else {
        p { "Nobody has this role. It cannot be brought back." }
        Form(RoleRoutes.delete.path(role.role), csrf: csrf) {
          FormActions {
            Button("Delete for good", .danger, busy: "One moment")
            Button("Keep it", to: RoleRoutes.show.path(role.role), .quiet)
          }
        }
      }
    }
  }
}
