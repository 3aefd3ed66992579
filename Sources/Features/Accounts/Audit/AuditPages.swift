internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What happened here, newest first.
struct AuditPage: Page {
  let query: AuditQuery
  let entries: ListPage<AuditEntry>
  let title = "Audit log"

  var body: HTML {
    PageHeader("Audit log", lead: "Who did what, when and from where. Nothing here can be changed.")
    div(.class("stack")) {
      FilterForm(AuditRoutes.list.path(), label: "Search the audit log") {
        Field("actor", "Who", value: query.actor?.text ?? "", .placeholder("Who: a name or email"))
        Field("action", "What", value: query.action?.text ?? "", .placeholder("What: person.suspended"))
        Field("entity", "Thing", value: query.entity?.text ?? "", .placeholder("Which: course, or an id"))
        Button("Search", icon: .search)
      }
      if entries.items.isEmpty { nothing } else { list }
    }
  }

  @HTMLBuilder private var nothing: HTML {
    EmptyState("Nothing found", "No line of the log matches. Try fewer words.", .search) {
      Button("Show everything", to: AuditRoutes.list.path())
    }
  }

  @HTMLBuilder private var list: HTML {
    DisclosureList("Audit log") {
      for entry in entries.items { AuditLineView(entry: entry) }
    }
    Pagination(
      "\(entries.items.count) \(entries.items.count == 1 ? "line" : "lines")\(query.cursor == nil ? "" : ", older ones")",
      previous: query.cursor == nil ? nil : link(cursor: nil), next: entries.next.map { link(cursor: $0) })
  }

  private func link(cursor: String?) -> Link {
    AuditRoutes.list.path().query([
      ("actor", query.actor?.text), ("action", query.action?.text), ("entity", query.entity?.text),
      ("page_size", query.pageSize.map { String($0.value) }), ("cursor", cursor),
    ])
  }
}

/// What was done, by whom and when; opens to what it changed.
private struct AuditLineView: Component {
  let entry: AuditEntry

  var body: HTML {
    Disclosure(entry.words, note: note, end: Moment(instant: entry.happenedAt).body) {
      differences
      Facts(facts)
    }
  }

  private var note: String { entry.ipAddress.map { "\(entry.actorName) from \($0)" } ?? entry.actorName }

  @HTMLBuilder private var differences: HTML {
    if !entry.differences.isEmpty {
      Table("Values", entry.differences) {
        Column("Value", .name) { value in value.name }
        Column("Before") { value in value.before ?? "–" }
        Column("After") { value in value.after ?? "–" }
      }
    }
  }

  private var facts: [(term: String, value: HTML)] {
    var facts: [(term: String, value: HTML)] = [("Action", code { entry.action })]
    if let entity = entry.entity {
      facts.append((entry.entityWord, a(href: AuditRoutes.history(of: entity.text)) { "All that happened to it" }))
    }
    if let actor = entry.actor {
      facts.append(
        ("By", a(href: AuditRoutes.list.path().query(["actor": actor.text]), .ownDirection) { entry.actorName }))
    }
    if let request = entry.requestID { facts.append(("Request", code { request })) }
    return facts
  }
}
