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
    FilterForm(AuditRoutes.list.path(), label: "Search the audit log") {
      Field("actor", "Who", value: query.actor?.text ?? "", .placeholder("A name or e-mail"))
      Field("action", "What", value: query.action?.text ?? "", .placeholder("person.suspended"))
      Field("entity", "Thing", value: query.entity?.text ?? "", .placeholder("course, or an id"))
      Button("Search", icon: .search, size: .small)
    }
    if entries.items.isEmpty { nothing } else { list }
  }

  @HTMLBuilder private var nothing: HTML {
    EmptyState("Nothing found", "No line of the log matches. Try fewer words.", .search) {
      Button("Show everything", to: AuditRoutes.list.path())
    }
  }

  @HTMLBuilder private var list: HTML {
    Table("Audit log", entries.items) {
      Column("What", .name) { entry in AuditWhat(entry: entry) }
      Column("Who") { entry in AuditWho(entry: entry) }
      Column("When") { entry in Moment(instant: entry.happenedAt) }
      Column("From") { entry in entry.ipAddress ?? "here" }
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

/// What was done; opens to what it changed.
private struct AuditWhat: Component {
  let entry: AuditEntry

  var body: HTML {
    details {
      summary { entry.words }
      div(.class("stack small")) {
        differences
        Facts(facts)
      }
    }
  }

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
      facts.append((entry.entityWord, a(href: AuditRoutes.history(of: entity.text)) { "Everything about it" }))
    }
    if let request = entry.requestID { facts.append(("Request", code { request })) }
    return facts
  }
}

private struct AuditWho: Component {
  let entry: AuditEntry

  var body: HTML {
    if let actor = entry.actor {
      a(href: AuditRoutes.list.path().query(["actor": actor.text]), .ownDirection) { entry.actorName }
    } else {
      span(.class("soft")) { entry.actorName }
    }
  }
}
