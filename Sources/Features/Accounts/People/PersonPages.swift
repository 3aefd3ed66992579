internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Everyone, as a list to search.
struct PeoplePage: Page {
  let query: PeopleQuery
  let people: ListPage<PersonRecord>
  let roles: RoleTable
  let viewer: Viewer
  let title = "People"

  var body: HTML {
    PageHeader("People", lead: "Everyone who has an account here.") {
      Button("Roles", to: RoleRoutes.list.path(), icon: .key)
      if viewer.may(.managePeople) { Button("Add person", to: PersonRoutes.new.path(), .primary, icon: .plus) }
    }
    div(.class("stack")) {
      filters
      if people.items.isEmpty { nobody } else { list }
    }
  }

  private var filters: HTML {
    FilterForm(PersonRoutes.list.path(), label: "Find people") {
      SearchField(label: "Search people", value: query.q ?? "", placeholder: "Name, email or username")
      Field(
        "role", "Role", .select([Choice("", "Every role")] + roles.all.map { Choice($0.role.rawValue, $0.title) }),
        value: query.role?.rawValue ?? "")
      Field(
        "status", "Status",
        .select([Choice("", "Every status")] + PersonStatus.allCases.map { Choice($0.rawValue, $0.words) }),
        value: query.status?.rawValue ?? "")
      if let sort = query.sort { input(.hidden, name: "sort", .value(sort.rawValue)) }
      Button("Filter")
    }.body
  }

  @HTMLBuilder private var nobody: HTML {
    EmptyState("No one found", "Nobody matches this search. Try fewer words, or another role or status.", .people) {
      Button("Show everyone", to: PersonRoutes.list.path())
    }
  }

  @HTMLBuilder private var list: HTML {
    Table("People", people.items) {
      Column("Name", .name, sort: sort(.name, .nameBackwards)) { person in
        PersonLine(person.name, note: person.email, to: PersonRoutes.show.path(person.id))
      }
      Column("Role", .short) { person in roles.title(of: person.role) }
      Column("Status", .short) { person in StatusBadge(status: person.status) }
      Column("Last sign-in", .short) { person in
        if let last = person.lastLoginAt { Day(instant: last) } else { span(.class("faint")) { "Never" } }
      }
      Column("Joined", .short, sort: sort(.oldest, .newest)) { person in Day(instant: person.createdAt) }
    }
    pages
  }

  private var pages: Pagination {
    let page = query.page?.value ?? 1, size = query.pageSize?.value ?? 20, total = people.total ?? 0
    let first = (page - 1) * size + 1, last = first + people.items.count - 1
    return Pagination(
      "\(first) to \(last) of \(total) \(total == 1 ? "person" : "people")",
      previous: page > 1 ? link(page: page - 1) : nil, next: last < total ? link(page: page + 1) : nil)
  }

  /// A heading that sorts one way, then the other; the filters stay.
  private func sort(_ up: PeopleSort, _ down: PeopleSort) -> Sort {
    let now = query.sort ?? .newest
    let order: Sort.Order? = now == up ? .ascending : now == down ? .descending : nil
    return Sort(link(sort: now == up ? down : up), order)
  }

  private func link(page: Int? = nil, sort: PeopleSort? = nil) -> Link {
    PersonRoutes.list.path().query([
      ("q", query.q), ("role", query.role?.rawValue), ("status", query.status?.rawValue),
      ("sort", (sort ?? query.sort)?.rawValue),
      ("page_size", query.pageSize.map { String($0.value) }), ("page", page.map(String.init)),
    ])
  }
}

/// The form for a new account.
struct NewPersonPage: Page {
  let roles: [RoleDefinition]
  let csrf: String
  let draft: Draft
  let title = "Add a person"

  init(context: Context, draft: Draft = Draft()) {
    roles = context.roles.all.filter { $0.role == .student || context.viewer.mayAssign($0) }
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader("Add a person", crumbs: Breadcrumbs([("People", PersonRoutes.list.path())]))
    div(.class("stack")) {
      draft.summary(PersonFields.labels)
      Form(PersonRoutes.create.path(), csrf: csrf) {
        PersonFields(draft: draft)
        ChoiceGroup(
          "role", "Role", roles.map { Choice($0.role.rawValue, $0.title, help: $0.about) },
          selected: draft.value("role", or: "student"),
          error: draft.sentence("role", "Role"))
        Field(
          "password", "Password", .password, help: PasswordHelp.text, error: draft.sentence("password", "Password"),
          .autocomplete(.newPassword).required)
        FormActions {
          Button("Add person", .primary, busy: "Adding")
          Button("Cancel", to: PersonRoutes.list.path(), .quiet)
        }
      }
    }
  }
}

/// The names and addresses of a person, for every form that asks for them.
struct PersonFields: Component {
  let draft: Draft
  var person: PersonRecord?

  static let labels: KeyValuePairs<String, String> = [
    "first_name": "First name", "last_name": "Last name", "email": "Email", "username": "Username", "role": "Role",
    "status": "Status", "password": "Password",
  ]

  var body: HTML {
    Field(
      "first_name", "First name", value: draft.value("first_name", or: person?.firstName ?? ""),
      error: draft.sentence("first_name", "First name"), .autocomplete(.off).required)
    Field(
      "last_name", "Last name", value: draft.value("last_name", or: person?.lastName ?? ""),
      error: draft.sentence("last_name", "Last name"), .autocomplete(.off).required)
    Field(
      "email", "Email", .email, value: draft.value("email", or: person?.email ?? ""),
      error: draft.sentence("email", "Email"), .autocomplete(.off).required)
    Field(
      "username", "Username", value: draft.value("username", or: person?.username ?? ""),
      help: "To sign in with instead of the email address.", error: draft.sentence("username", "Username"),
      .autocomplete(.off).optional)
  }
}

enum PasswordHelp {
  static let text = "At least 8 characters, with upper and lower case, a digit and a special character."
}
