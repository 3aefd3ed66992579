internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// The API for people: every call with who may use it, made of the route table like the machine's description.
struct ReferencePage: Page {
  let entries: [Endpoint]

  var title: String { "The API" }
  var description: String? { "Every call of this school's API, and who may use it." }
  var shell: Shell { .public }

  private var groups: [(name: String, calls: [Endpoint])] {
    let byName = Dictionary(grouping: entries) { call in
      String(call.pattern.dropFirst("/api/v1/".count).prefix { $0 != "/" && $0 != "." })
    }
    return byName.sorted { $0.key < $1.key }.map { (name: $0.key, calls: $0.value) }
  }

  var body: HTML {
    div(.class("page-wide")) {
      PageHeader(
        title,
        lead:
          "JSON over HTTP, under /api/v1. Sign in with POST /api/v1/auth/login and send the access token as a bearer."
      ) {
        Button("OpenAPI document", to: Operations.openAPI.path(), icon: .download)
      }
      for group in groups {
        section(.class("shelf")) {
          h2(.id("calls-" + group.name)) { group.name }
          Table("Calls of \(group.name)", group.calls) {
            Column("Call", .name) { call in code { "\(call.method.rawValue) \(call.pattern)" } }
            Column("What it does") { call in call.summary }
            Column("Who") { call in call.access.name }
          }
        }
      }
    }
  }
}
