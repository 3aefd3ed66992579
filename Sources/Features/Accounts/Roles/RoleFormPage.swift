internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The form of a role: new, copied or to be changed.
struct RoleFormPage: Page {
  let role: RoleDefinition?
  let original: RoleDefinition?
  let viewer: Viewer
  let csrf: String
  let draft: Draft
  var title: String { role.map { "Change \($0.title)" } ?? "Make a role" }

  init(
    _ context: Context, of role: RoleDefinition? = nil, copying original: RoleDefinition? = nil, draft: Draft = Draft()
  ) {
    self.role = role
    self.original = original
    viewer = context.viewer
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader(
      title, lead: "A role can hold what you may do yourself, and nothing else.",
      crumbs: Breadcrumbs(
        [("Roles", RoleRoutes.list.path())] + (role.map { [($0.title, RoleRoutes.show.path($0.role))] } ?? [])))
    div(.class("stack")) {
      draft.summary(["title": "Name", "about": "What it is for", "permissions": "Permissions"])
      Form(role.map { RoleRoutes.change.path($0.role) } ?? RoleRoutes.create.path(), csrf: csrf) {
        Field(
          "title", "Name", value: draft.value("title", or: role?.title ?? original.map { "Copy of \($0.title)" } ?? ""),
          error: draft.sentence("title", "Name"), .autocomplete(.off).required.longest(60))
        Field(
          "about", "What it is for", value: draft.value("about", or: role?.about ?? original?.about ?? ""),
          help: "One sentence, for those who give the role away.", error: draft.sentence("about", "This"),
          .autocomplete(.off).optional.longest(200))
        for area in PermissionArea.allCases { choices(area) }
        FormActions {
          Button(role == nil ? "Make the role" : "Save", .primary, busy: "Saving")
          Button("Cancel", to: role.map { RoleRoutes.show.path($0.role) } ?? RoleRoutes.list.path(), .quiet)
        }
      }
    }
  }

  @HTMLBuilder private func choices(_ area: PermissionArea) -> HTML {
    let own = area.permissions.filter { viewer.may($0) }
    if !own.isEmpty {
      ChoiceGroup(
        "permissions", area.rawValue, own.map { Choice($0.name, $0.sentence, help: $0.about) }, anyOf: chosen,
        error: area == .courses ? draft.sentence("permissions", "Permissions") : nil)
    }
  }

  private var chosen: Set<String> {
    if !draft.values.items.isEmpty { return Set(draft.values.all("permissions")) }
    return Set((role ?? original)?.permissions.list.map(\.name) ?? [])
  }
}
