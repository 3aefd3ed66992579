internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// One line with all that was written down.
struct AuditLinePage: Page {
  let entry: AuditEntry
  var title: String { entry.words }

  var body: HTML {
    PageHeader(
      entry.words, lead: "By \(entry.actorName)", crumbs: Breadcrumbs([("Audit log", AuditRoutes.list.path())])
    ) {
      if let entity = entry.entity {
        Button("All that happened to it", to: AuditRoutes.history(of: entity.text), icon: .history)
      }
    }
    div(.class("stack-wide")) {
      AuditDifferences(entry: entry)
      Card("Where it came from") { Facts(facts) }
    }
  }

  private var facts: [(term: String, value: HTML)] {
    var facts: [(term: String, value: HTML)] = [
      ("When", Moment(instant: entry.happenedAt).body), ("Action", code { entry.action }),
      ("By", actor), (entry.entityWord, code { entry.entity?.text ?? "none" }),
    ]
    if let address = entry.ipAddress {
      facts.append(("Address", a(href: AuditRoutes.list.path().query(["address": address])) { address }))
    }
    if let agent = entry.userAgent { facts.append(("Device", HTML(agent))) }
    if let request = entry.requestID { facts.append(("Request", code { request })) }
    return facts
  }

  private var actor: HTML {
    guard let id = entry.actor else { return HTML(entry.actorName) }
    return a(href: AuditRoutes.list.path().query(["actor": id.text]), .ownDirection) { entry.actorName }
  }
}

/// What changed, value by value; what stayed is told behind a line that opens.
struct AuditDifferences: Component {
  let entry: AuditEntry

  var body: HTML {
    let changed = entry.differences, stayed = entry.unchanged
    if !changed.isEmpty {
      Table(entry.isChange ? "What changed" : "What was written down", changed) {
        Column("Value", .name) { value in value.name }
        if entry.isChange {
          Column("Before") { value in AuditText(text: value.before, isOld: true) }
          Column("After") { value in AuditText(text: value.after, isOld: false) }
        } else {
          Column("What it says") { value in value.after ?? value.before ?? "" }
        }
      }
    }
    if !stayed.isEmpty {
      DisclosureList("What stayed") {
        Disclosure("What stayed as it was", note: stayed.map(\.name).joined(separator: ", ")) {
          Facts(stayed.map { (term: $0.name, value: HTML($0.text)) })
        }
      }
    }
  }
}

/// A value before or after; what was not there is a word, and no sign that can be overlooked.
private struct AuditText: Component {
  let text: String?, isOld: Bool

  var body: HTML {
    if let text, !text.isEmpty {
      span(.classes("audit-value", isOld ? "audit-before" : "audit-after"), .ownDirection) { text }
    } else {
      span(.class("faint")) { "nothing" }
    }
  }
}
