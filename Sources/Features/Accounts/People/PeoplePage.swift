internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Everyone, as a list to search and to work on.
struct PeoplePage: Page {
  let query: PeopleQuery
  let people: ListPage<PersonRecord>
  let photos: [ID<Person>: Photo]
  let roles: RoleTable
  let csrf: String, mayManage: Bool
  let title = "People"

  init(_ query: PeopleQuery, _ context: Context) async throws {
    self.query = query
    people = try await context.db.people(query, at: context.now)
    photos = try await context.db.photos(of: people.items.map(\.id))
    roles = context.roles
    csrf = context.forgeryToken
    mayManage = context.viewer.may(.managePeople)
  }

  var body: HTML {
    PageHeader("People", lead: "Everyone who has an account here.") {
      Button("Roles", to: RoleRoutes.list.path(), icon: .key)
      if mayManage {
        Button("Import", to: ImportRoutes.list.path(), icon: .upload)
        Button("Add person", to: PersonRoutes.new.path(), .primary, icon: .plus)
      }
    }
    div(.class("stack")) {
      filters
      if people.items.isEmpty { nobody } else { list }
    }
  }

  private var filters: HTML {
    FilterForm(PersonRoutes.list.path(), label: "Find people") {
      SearchField(label: "Search people", value: query.q ?? "", placeholder: "Name, email or username")
      choice("role", "Role", roles.all.map { Choice($0.role.rawValue, $0.title) }, query.role?.rawValue)
      choice("status", "Status", PersonStatus.allCases.map { Choice($0.rawValue, $0.words) }, query.status?.rawValue)
      choice(
        "verified", "Email", [Choice("true", "Confirmed"), Choice("false", "Not confirmed")],
        query.verified.map(String.init))
      choice(
        "last_login", "Last sign-in", LastLogin.allCases.map { Choice($0.rawValue, $0.words) },
        query.lastLogin?.rawValue)
      span(.class("faint")) { "Joined from" }
      Field("created_from", "Joined from", .date, value: query.createdFrom?.text ?? "")
      span(.class("faint")) { "until" }
      Field("created_to", "Joined until", .date, value: query.createdTo?.text ?? "")
      if let sort = query.sort { input(.hidden, name: "sort", .value(sort.rawValue)) }
      Button("Filter")
      if isFiltered { Button("Clear", to: PersonRoutes.list.path(), .quiet) }
    }.body
  }

  private func choice(_ name: String, _ label: String, _ choices: [Choice], _ value: String?) -> HTML {
    Field(name, label, .select([Choice("", "\(label): any")] + choices), value: value ?? "").body
  }

  private var isFiltered: Bool {
    query.q != nil || query.role != nil || query.status != nil || query.verified != nil || query.lastLogin != nil
      || query.createdFrom != nil || query.createdTo != nil
  }

  @HTMLBuilder private var nobody: HTML {
    EmptyState("No one found", "Nobody matches this search. Try fewer words, or another role or status.", .people) {
      Button("Show everyone", to: PersonRoutes.list.path())
    }
  }

  @HTMLBuilder private var list: HTML {
    WorkList(
      "People", people.items, action: BatchRoutes.start.path(), csrf: csrf, key: { $0.id.text }, name: { $0.name },
      link: { PersonRoutes.show.path($0.id) },
      bulk: !mayManage
        ? []
        : [
          BulkAction("suspend", "Suspend", icon: .lock, isDanger: true),
          BulkAction("activate", "Let in again", icon: .unlock), BulkAction("invite", "Invite again", icon: .mail),
        ]
    ) {
      Column("Name", .name, sort: sort(.name, .nameBackwards)) { person in
        PersonLine(
          person.name, note: person.email, picture: photos[person.id]?.link, to: PersonRoutes.show.path(person.id))
      }
      Column("Role", .short) { person in roles.title(of: person.role) }
      Column("Status", .short) { person in StatusBadge(status: person.status) }
      Column("Last sign-in", .short, sort: sort(.seenFirst, .seenLast)) { person in
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
      ("verified", query.verified.map(String.init)), ("last_login", query.lastLogin?.rawValue),
      ("created_from", query.createdFrom?.text), ("created_to", query.createdTo?.text),
      ("sort", (sort ?? query.sort)?.rawValue),
      ("page_size", query.pageSize.map { String($0.value) }), ("page", page.map(String.init)),
    ])
  }
}
