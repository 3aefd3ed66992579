import Essentials
import Payloads
@testable import Routing
import Testing

private enum Thing {}
private let list = Route.get("/things", by: .everyone, "List")
private let fresh = Route.get("/things/new", by: .signedIn, "Form")
private let show = Route.get("/things/{thing}", Slug<Thing>.self, by: .everyone, "Show")
private let edit = Route.get("/things/{thing}/edit", Slug<Thing>.self, by: .signedIn, "Edit")
private let move = Route.post("/things/{thing}/places/{place}", Slug<Thing>.self, Int.self, by: .signedIn, "Move")

@Suite struct `Finding a route` {
  let table: RouteTable<String>

  init() {
    var table = RouteTable<String>()
    table.on(list) { context in Response(status: 200, type: "text/plain", Array("list \(context)".utf8)) }
    table.on(show) { _, slug in Response(status: 200, type: "text/plain", Array("show \(slug.text)".utf8)) }
    table.on(fresh) { _ in Response(status: 200, type: "text/plain", Array("new".utf8)) }
    table.on(edit) { _, slug in Response(status: 200, type: "text/plain", Array("edit \(slug.text)".utf8)) }
    table.on(move) { _, slug, place in Redirect(to: move.path(slug, place + 1)) }
    self.table = table
  }

  private func answer(_ method: String, _ path: String) async throws -> String {
    switch table.match(method, path) {
    case .found(let entry, let values):
      let response = try await entry.handler("x", values, [])
      return response.field("location") ?? String(decoding: response.bytes, as: UTF8.self)
    case .wrongMethod(let allow): return "405 \(allow)"
    case .missing: return "404"
    }
  }

  @Test(arguments: [
    ("GET", "/things", "list x"), ("GET", "/things/", "list x"), ("HEAD", "/things", "list x"), ("GET", "/things/new", "new"),
    ("GET", "/things/cup", "show cup"), ("GET", "/things/new/edit", "edit new"), ("POST", "/things/cup/places/4", "/things/cup/places/5"),
    ("DELETE", "/things/cup", "405 HEAD, GET"), ("PUT", "/things/cup/places/4", "405 POST"),
    ("GET", "/", "404"), ("GET", "", "404"), ("GET", "//things", "404"), ("GET", "/things//", "404"), ("GET", "/things/cup/pl", "404"),
  ]) func `answers`(method: String, path: String, expected: String) async throws {
    #expect(try await answer(method, path) == expected)
  }

  @Test(arguments: ["/things/CUP", "/things/%zz", "/things/%2F"])
  func `a text that is no slug names nothing`(path: String) async {
    await #expect(throws: RoutingRefusal.noSuchThing) { try await answer("GET", path) }
  }

  @Test func `lists who may do what`() {
    #expect(table.permissionMatrix().split(separator: "\n").first == "GET\t/things\teveryone\tList")
  }
}
