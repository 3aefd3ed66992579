import Essentials
import Payloads
import Testing

@testable import Routing

private enum Thing {}
private struct ThingPayload: Payload {
  let name: String, page: Int?
  static let shape = Shape("Thing", Self.init, Field("name", \.name), Field("page", \.page))
}
private let search = Route.get("/api/v1/things", by: .everyone, "Find things").takes(
  ThingPayload.self, answers: ThingPayload.self)
private let list = Route.get("/things", by: .everyone, "List")
private let fresh = Route.get("/things/new", by: .signedIn, "Form")
private let show = Route.get("/things/{thing}", Slug<Thing>.self, by: .everyone, "Show")
private let edit = Route.get("/things/{thing}/edit", Slug<Thing>.self, by: .signedIn, "Edit")
private let move = Route.post("/things/{thing}/places/{place}", Slug<Thing>.self, Int.self, by: .signedIn, "Move")

private struct Visit: RouteContext {
  var request: Request
  init(_ path: String = "/", query: String = "") {
    request = Request(head: RequestHead(method: "GET", path: path, query: query))
  }
}

@Suite struct `Finding a route` {
  fileprivate let table: RouteTable<Visit>

  init() {
    var table = RouteTable<Visit>()
    table.on(list) { _ in Response(status: 200, type: "text/plain", Array("list".utf8)) }
    table.on(show) { _, slug in Response(status: 200, type: "text/plain", Array("show \(slug.text)".utf8)) }
    table.on(fresh) { _ in Response(status: 200, type: "text/plain", Array("new".utf8)) }
    table.on(edit) { _, slug in Response(status: 200, type: "text/plain", Array("edit \(slug.text)".utf8)) }
    table.on(move) { _, slug, place in Redirect(to: move.path(slug, place + 1)) }
    self.table = table
  }

  private func answer(_ method: String, _ path: String) async throws -> String {
    switch table.match(method, path) {
    case .found(let entry, let values):
      let response = try await entry.handler(Visit(path), values)
      return response.field("location") ?? String(decoding: response.bytes, as: UTF8.self)
    case .wrongMethod(let allow): return "405 \(allow)"
    case .missing: return "404"
    }
  }

  @Test(arguments: [
    ("GET", "/things", "list"), ("GET", "/things/", "list"), ("HEAD", "/things", "list"), ("GET", "/things/new", "new"),
    ("GET", "/things/cup", "show cup"), ("GET", "/things/new/edit", "edit new"),
    ("POST", "/things/cup/places/4", "/things/cup/places/5"),
    ("DELETE", "/things/cup", "405 OPTIONS, HEAD, GET"), ("PUT", "/things/cup/places/4", "405 OPTIONS, POST"),
    ("GET", "/", "404"), ("GET", "", "404"), ("GET", "//things", "404"), ("GET", "/things//", "404"),
    ("GET", "/things/cup/pl", "404"),
  ]) func `answers`(method: String, path: String, expected: String) async throws {
    #expect(try await answer(method, path) == expected)
  }

  @Test(arguments: ["/things/CUP", "/things/%zz", "/things/%2F"])
  func `a text that is no slug names nothing`(path: String) async {
    await #expect(throws: Problem.notFound("page")) { try await answer("GET", path) }
  }

  @Test(arguments: [
    ("name=a%20b&page=2", [String]()), ("name=a&pag=2", ["pag unknown"]), ("page=x", ["name missing", "page type"]),
    ("name=a&name=b", ["name repeated"]), ("name=a%00", ["name text"]),
  ]) func `a query is read as strictly as a body`(query: String, faults: [String]) throws {
    let request = Visit(query: query).request
    do {
      let thing = try request.query(ThingPayload.self)
      #expect(faults == [] && thing.name == "a b" && thing.page == 2)
    } catch Problem.invalid(let errors) { #expect(errors.map { "\($0.field) \($0.code)" } == faults) }
  }

  @Test func `describes itself`() {
    var table = table
    table.on(search) { _, thing in thing }
    let text = String(decoding: table.openAPI(title: "Things", version: "1"), as: UTF8.self)
    #expect(text.contains(#""/api/v1/things":{"get":{"operationId":"get_things""#))
    #expect(text.contains(#""name":"page","in":"query","required":false"#))
  }

  @Test(
    arguments: [
      ("/api/v1/x", nil, "json"), ("/x", nil, "page"), ("/x", "application/json", "json"),
      ("/x", "text/html,*/*;q=0.8", "page"),
      ("/x", "image/png", "none"), ("/api/v1/x", "text/html", "none"), ("/x", "*/*", "page"),
      ("/api/v1/x", "*/*", "json"),
    ] as [(String, String?, String)]) func `gives what is accepted`(path: String, accept: String?, wanted: String)
  {
    let head = RequestHead(method: "GET", path: path, headers: Headers(accept.map { [("Accept", $0)] } ?? []))
    #expect(head.format.map { "\($0)" } ?? "none" == wanted)
  }

  @Test func `lists who may do what`() {
    #expect(table.permissionMatrix().split(separator: "\n").first == "GET\t/things\teveryone\tList")
  }
}
