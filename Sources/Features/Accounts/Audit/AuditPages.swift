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
    PageHeader("Audit log", lead: "Who did what, when and from where. Nothing here can be changed.") {
      Button("Take along as CSV", to: AuditRoutes.file.path().query(query.parameters), .quiet, icon: .download)
    }
    div(.class("stack")) {
      filters
      if query.words != nil, query.from == nil {
        p(.class("soft small")) {
          "Words are looked for in the last 31 days. Name a day to begin with to look further back."
        }
      }
      if entries.items.isEmpty { nothing } else { list }
    }
  }

  private var filters: HTML {
    FilterForm(AuditRoutes.list.path(), label: "Search the audit log", submitsItself: false) {
      Field("actor", "Who", value: query.actor?.text ?? "", .placeholder("Who: a name or email"))
      Field("action", "What", value: query.action?.text ?? "", .placeholder("What: person.suspended"))
      Field("entity", "Thing", value: query.entity?.text ?? "", .placeholder("Which: course, or an id"))
      Field("address", "Address", value: query.address?.text ?? "", .placeholder("From: 192.0.2.1"))
      Field("q", "Words", value: query.words?.text ?? "", .placeholder("Words in the values"))
      Field("from", "From", .date, value: query.from.map { String($0.text.prefix(10)) } ?? "")
      Field("to", "To", .date, value: query.to.map { String($0.text.prefix(10)) } ?? "")
      Button("Search", icon: .search)
      if query.filterCount > 0 { Button("Clear", to: AuditRoutes.list.path(), .quiet) }
    }.body
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
    AuditRoutes.list.path().query(
      query.parameters + [("page_size", query.pageSize.map { String($0.value) }), ("cursor", cursor)])
  }
}

/// What was done, by whom and when; opens to what it changed.
private struct AuditLineView: Component {
  let entry: AuditEntry

  var body: HTML {
    Disclosure(entry.words, note: note, end: Moment(instant: entry.happenedAt).body) {
      AuditDifferences(entry: entry)
      Facts(facts)
    }
  }

  private var note: String { entry.ipAddress.map { "\(entry.actorName) from \($0)" } ?? entry.actorName }

  private var facts: [(term: String, value: HTML)] {
    var facts: [(term: String, value: HTML)] = []
    if let entity = entry.entity {
      facts.append((entry.entityWord, a(href: AuditRoutes.history(of: entity.text)) { "All that happened to it" }))
    }
    if let actor = entry.actor {
      facts.append(
        ("By", a(href: AuditRoutes.list.path().query(["actor": actor.text]), .ownDirection) { entry.actorName }))
    }
    facts.append(("Line", a(href: AuditRoutes.show.path(entry.id)) { "Everything about it" }))
    return facts
  }
}
