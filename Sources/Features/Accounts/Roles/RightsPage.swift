internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What a person can do here and why: their roles, and each permission with the role that gives it.
struct RightsPage: Page {
  let person: PersonRecord
  let roles: RoleTable
  let scopes: [RoleScope: String]
  let doors: @Sendable (Permission) -> [Endpoint]
  let viewer: Viewer
  let draft: Draft
  let csrf: String
  var title: String { "What \(person.name) can do" }

  init(of id: ID<Person>, _ context: Context, draft: Draft = Draft()) async throws {
    person = try await context.db.person(id)
    roles = context.roles
    scopes = try await context.facilities.scopes(context.db, nil)
    doors = context.facilities.doors
    viewer = context.viewer
    self.draft = draft
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path()), (person.name, PersonRoutes.show.path(person.id))]))
    div(.class("with-side")) {
      div(.class("stack")) {
        draft.summary(["role": "Role", "scope": "For"])
        held
        for area in PermissionArea.allCases { part(area) }
        if rights.everywhere.isEmpty, rights.scoped.isEmpty {
          Callout(.info) { "Nothing beyond what everyone may who signed in." }
        }
      }
      div(.class("stack")) { if mayChange { giving } }
    }
  }

  private var rights: Rights { roles.rights(of: person) }
  private var mayChange: Bool { viewer.may(.assignRoles) && viewer.rights.cover(rights) }

  private var held: Card {
    Card("Roles") {
      Table("Roles of \(person.name)", [RoleGrant(person.role, in: .everything)] + person.grants) {
        Column("Role", .name) { grant in
          a(href: RoleRoutes.show.path(grant.role)) { roles.title(of: grant.role) }
        }
        Column("For") { grant in scopeWords(grant.scope) }
        Column("Take away", .actions) { grant in
          if isMain(grant) { span(.class("faint")) { "Main role" } } else if mayChange { taking(grant) }
        }
      }
    }
  }

  private func isMain(_ grant: RoleGrant) -> Bool { grant.role == person.role && grant.scope == .everything }
  private func scopeWords(_ scope: RoleScope) -> String {
    scope == .everything ? "Everything" : scopes[scope] ?? "A course that is gone"
  }

  private func taking(_ grant: RoleGrant) -> Form {
    Form(RightsRoutes.take.path(person.id), csrf: csrf, .plain) {
      input(.hidden, name: "role", .value(grant.role.rawValue))
      input(.hidden, name: "scope", .value(grant.scope.rawValue))
      Button("Take away", size: .small)
    }
  }

  private var giving: Card {
    let choices = viewer.assignableRoles(among: roles).filter { $0.role != .owner && !$0.permissions.isEmpty }
    let places = scopes.sorted { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }
    return Card("Give another role") {
      Form(RightsRoutes.give.path(person.id), csrf: csrf) {
        Field(
          "role", "Role", .select(choices.map { Choice($0.role.rawValue, $0.title) }), value: draft.value("role"),
          error: draft.sentence("role", "Role"))
        Field(
          "scope", "For",
          .select([Choice("everything", "Everything")] + places.map { Choice($0.key.rawValue, $0.value) }),
          value: draft.value("scope", or: "everything"),
          help: "For one course, only what concerns that course counts.", error: draft.sentence("scope", "For"))
        FormActions { Button("Give", .primary, busy: "Giving") }
      }
    }
  }

  @HTMLBuilder private func part(_ area: PermissionArea) -> HTML {
    let lines = area.permissions.compactMap { permission in why(permission).map { (permission, $0) } }
    if !lines.isEmpty {
      Card(area.rawValue) {
        DisclosureList(area.rawValue) {
          for (permission, why) in lines {
            PermissionLine(permission: permission, doors: doors(permission), note: why)
          }
        }
      }
    }
  }

  /// Which of their roles give this, in words; nil when none does.
  private func why(_ permission: Permission) -> String? {
    let all = [RoleGrant(person.role, in: .everything)] + person.grants
    let giving = all.filter { roles.rights(.student, [$0]).include(permission, in: $0.scope) }
    if giving.isEmpty { return nil }
    return "As "
      + giving.map { grant in
        let title = roles.title(of: grant.role).lowercased()
        return grant.scope == .everything ? title : "\(title) of \(scopeWords(grant.scope))"
      }.joined(separator: ", ")
  }
}

/// Asks why, before someone acts as another person.
struct ActingPage: Page {
  let person: PersonRecord
  var draft = Draft()
  let csrf: String
  var title: String { "Act as \(person.name)?" }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path()), (person.name, PersonRoutes.show.path(person.id))]))
    div(.class("stack narrow")) {
      draft.summary(["reason": "Reason"])
      p {
        "You see and do what they can, for an hour at most. Everything you do stands in the audit log with your name and theirs. Their password, address and second factors stay closed to you."
      }
      Form(RightsRoutes.act.path(person.id), csrf: csrf) {
        Field(
          "reason", "Why", value: draft.value("reason"), help: "Such as: they cannot find their certificate.",
          error: draft.sentence("reason", "Reason"), .autocomplete(.off).required.longest(300))
        FormActions {
          Button("Act as \(person.name)", .primary, busy: "One moment")
          Button("Back", to: PersonRoutes.show.path(person.id), .quiet)
        }
      }
    }
  }
}
