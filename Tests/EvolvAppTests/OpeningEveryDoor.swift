import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Payloads
import Routing
import SQLStore
import Testing

// Every route × every kind of person × their own, another's and a missing thing, as a file that a person can read. Nothing
// changes while it is asked: each transaction is rehearsed and taken back. A new route, or another answer, fails here until
// it stands in `permissions.tsv`; EVOLV_RECORD=1 writes the file anew, and what differs is for a person to look at.
extension `Guarding the doors` {
  @Test func `lets everyone through exactly the doors that the table names`() async throws {
    let rows = try await Doors(school).rows()
    if ProcessInfo.processInfo.environment["EVOLV_RECORD"] == "1", Doors.callers.count == Doors.everyone.count {
      try (([Doors.legend] + rows).joined(separator: "\n") + "\n").write(
        to: Self.file, atomically: true, encoding: .utf8)
    }
    let file = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n").map(String.init)
    let written = file.map(Doors.answers)
    #expect(Set(rows).subtracting(written) == [], "routes without this row in permissions.tsv")
    #expect(Set(written.dropFirst()).subtracting(rows) == [], "rows of permissions.tsv that are not so")
    let faults = rows.filter { $0.contains("!") }
    #expect(faults == [], "a fault of the program")
    #expect(Doors.tellTales(in: rows) == [], "says that something is there to someone who may not know")
  }
}

/// Whoever knocks, and what they find.
private struct Doors {
  static let everyone: [(name: String, caller: Caller)] = [
    ("visitor", .visitor), ("student", .leo), ("enrolled", .mia), ("left", .account("lena@evolv.example")),
    ("teacher", .tom), ("other_teacher", .account("vera@evolv.example")),
    ("assistant", .account("carl@evolv.example")), ("registrar", .account("rita@evolv.example")),
    ("follow_up", .account("fay@evolv.example")), ("grader", .account("greta@evolv.example")),
    ("editor", .account("ed@evolv.example")), ("accountant", .account("alma@evolv.example")),
    ("auditor", .account("otto@evolv.example")), ("admin", .account("adam@evolv.example")), ("owner", .ada),
    ("suspended", .account("sue@evolv.example")),
  ]
  /// Who is let in does not depend on the database; on PostgreSQL those come who bring every statement about.
  static let callers = everyone.filter {
    !`Serving by indexes`.isPostgres || ["visitor", "student", "enrolled", "teacher", "owner"].contains($0.name)
  }
  static let legend =
    "# + in, - may not, 0 not there, ? sign in; own, other's, missing\t\taccess\t"
    + callers.map(\.name).joined(separator: "\t")

  let school: School
  private let knocks = Locked(0)
  let things: [String: [String]]

  /// Adds one person of each kind, and a course that is another teacher's draft.
  init(_ school: School) async throws {
    self.school = school
    let roles: [(String, Role)] = [
      ("Lena", .student), ("Vera", .instructor), ("Carl", .student), ("Rita", .registrar), ("Fay", .followUpOfficer),
      ("Greta", .grader), ("Ed", .editor), ("Alma", .accountant), ("Otto", .auditor), ("Adam", .admin),
      ("Sue", .student),
    ]
    for (name, role) in roles { try await school.add(name, role) }
    things = try await Self.things(of: school)
    let course = try #require(things["course"]?.first), carl = try await Self.person("carl", school)
    _ = try await school.call(
      .post, "/api/v1/users/\(carl)/roles", json: #"{"role":"admin","scope":"course:\#(course)"}"#, as: .ada)
    for (_, caller) in Self.everyone { _ = try await school.accessToken(of: caller) }
    _ = try await school.call(
      .patch, "/api/v1/users/\(try await Self.person("sue", school))", json: #"{"status":"suspended"}"#, as: .ada)
  }

  func rows() async throws -> [String] {
    var rows: [String] = []
    for entry in school.program.table.entries {
      let endpoint = entry.endpoint
      var cells: [String] = []
      for (_, caller) in Self.callers { cells.append(try await cell(entry, caller)) }
      rows.append(([endpoint.method.rawValue, endpoint.pattern, endpoint.access.name] + cells).joined(separator: "\t"))
    }
    return rows.sorted { Self.address($0) < Self.address($1) }
  }

  private static func address(_ row: String) -> String {
    let fields = row.split(separator: "\t")
    return "\(fields[1])\t\(fields[0])"
  }

  /// One mark, or three for own, other's and missing.
  private func cell(_ entry: RouteTable<Context>.Entry, _ caller: Caller) async throws -> String {
    let first = try await mark(entry, caller, 0)
    if entry.endpoint.parameters.isEmpty { return first }
    // The gate, which answers before anything is looked up, gives all three the same answer.
    if first == "?" || (first == "-" && isGated(entry.endpoint, caller)) { return first }
    let others = try await mark(entry, caller, 1) + mark(entry, caller, 2)
    return first + others
  }

  private func isGated(_ endpoint: Endpoint, _ caller: Caller) -> Bool {
    if case .permission = endpoint.access.requirement { true } else { false }
  }

  private func mark(_ entry: RouteTable<Context>.Entry, _ caller: Caller, _ which: Int) async throws -> String {
    let rehearsal = Rehearsal(), reply = try await knock(entry, caller, which, rehearsal)
    if reply.status >= 500, reply.status != 503 { return "!" }
    if rehearsal.performances > 0, reply.status != 401, reply.status != 403 { return "+" }
    switch reply.status {
    case 401: return "?"
    case 303: return reply.location?.hasPrefix("/login?next=") == true ? "?" : "+"
    case 403: return "-"
    case 404: return "0"
    default: return "+"
    }
  }

  private func knock(
    _ entry: RouteTable<Context>.Entry, _ caller: Caller, _ which: Int, _ rehearsal: Rehearsal
  ) async throws -> Reply {
    let endpoint = entry.endpoint, peer = nextAddress()
    let target = endpoint.parameters.reduce(endpoint.pattern) { path, parameter in
      let known = things[parameter.format == .slug ? parameter.name + ".slug" : parameter.name]
      let value = known.map { $0[which] } ?? Self.missing(parameter.format)
      return path.replacing("{\(parameter.name)}", with: value)
    }
    let method = endpoint.method.rawValue
    if endpoint.isCall {
      var headers = [("Accept", "application/json")]
      if let token = try await school.accessToken(of: caller) { headers.append(("Authorization", "Bearer " + token)) }
      let body = endpoint.method == .get ? "" : entry.request.map { $0.sample } ?? ""
      if !body.isEmpty { headers.append(("Content-Type", "application/json")) }
      return try await school.send(
        method, target, headers: headers, body: Array(body.utf8), peer: peer, rehearsing: rehearsal)
    }
    let session = try await school.session(of: caller)
    var headers = [("Accept", "text/html"), ("Cookie", session.map { "session=" + $0 } ?? "visit=a-visit")]
    let token = school.program.facilities.forgery.token(for: session ?? "a-visit")
    if endpoint.method != .get { headers.append(("Content-Type", "application/x-www-form-urlencoded")) }
    let body = endpoint.method == .get ? "" : "csrf=" + token.percentEncoded
    return try await school.send(
      method, target, headers: headers, body: Array(body.utf8), peer: peer, rehearsing: rehearsal)
  }

  /// One of its own for every knock, so that nobody is refused for what was asked before.
  private func nextAddress() -> String {
    let number = knocks.withLock {
      $0 += 1
      return $0
    }
    return "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
  }

  private static func missing(_ format: PathFormat) -> String {
    switch format {
    case .uuid, .reference: "01890a5d-ac96-774b-bcce-b302099a8057"
    case .slug, .text: "nothing-of-this-name"
    case .integer: "999999"
    }
  }

  /// What a row of the table says of the callers.
  static func answers(_ row: String) -> String {
    let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
    let cells = zip(everyone, fields.dropFirst(3)).filter { one, _ in callers.contains { $0.name == one.name } }
    return (fields.prefix(3) + cells.map { $1 }).joined(separator: "\t")
  }

  /// Rows where a draft of someone else's answers otherwise than nothing at all, to a person who may not see that draft.
  static func tellTales(in rows: [String]) -> [String] {
    func cells(_ row: String) -> [Substring] {
      Array(row.split(separator: "\t", omittingEmptySubsequences: false).dropFirst(3))
    }
    let sees = rows.first { $0.hasPrefix("GET\t/courses/{course}\t") }.map {
      cells($0).map { $0.dropFirst().first == "+" }
    }
    return rows.filter { row in
      guard row.split(separator: "\t")[1].contains("{course}") else { return false }
      return zip(cells(row), sees ?? []).contains { $0.count == 3 && $0.dropFirst() == "-0" && !$1 }
    }
  }
}

extension Doors {
  private static func person(_ name: String, _ school: School) async throws -> String {
    let email = "\(name)@evolv.example"
    let id: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = \(email)")
    return id.text
  }

  /// For each parameter of an address: the thing of Tom's course that Mia takes, or Mia's; Vera's, in a draft; none.
  private static func things(of school: School) async throws -> [String: [String]] {
    let missing = Self.missing(.uuid), (draft, slug, section, lesson) = try await draftOfVera(school)
    let own: ID<Course> = try await school.db.value(
      """
      SELECT e.course_id FROM course_enrollments e JOIN users ON users.id = e.user_id JOIN courses ON courses.id = e.course_id
      JOIN users teachers ON teachers.id = courses.instructor_id
      WHERE users.email_key = 'mia@evolv.example' AND teachers.email_key = 'tom@evolv.example' AND courses.status = 'published'
      ORDER BY courses.slug LIMIT 1
      """)
    let ownSlug: String = try await school.db.value("SELECT slug FROM courses WHERE id = \(own)")
    let ownSection: ID<Course> = try await school.db.value(
      "SELECT id FROM course_sections WHERE course_id = \(own) ORDER BY position LIMIT 1")
    func item(_ kind: String) async throws -> String? {
      let id: ID<Course>? = try await school.db.first(
        "SELECT id FROM course_items WHERE course_id = \(own) AND kind = \(kind) ORDER BY position, id LIMIT 1")
      return id?.text
    }
    let ownLesson = try #require(try await item("lesson"))
    let itemSlug: String = try await school.db.value(
      "SELECT slug FROM course_items WHERE course_id = \(own) AND kind = 'lesson' ORDER BY position, id LIMIT 1")
    let mia = try await person("mia", school), vera = try await person("vera", school)
    var things = [
      "course": [own.text, draft, missing], "course.slug": [ownSlug, slug, "nothing-of-this-name"],
      "section": [ownSection.text, section, missing], "item": [ownLesson, lesson, missing],
      "item.slug": [itemSlug, "first", "nothing-of-this-name"],
      "lesson": [ownLesson, lesson, missing], "person": [mia, vera, missing], "user": [mia, vera, missing],
      "role": ["instructor", "owner", "nothing"], "scope": ["everything", "course:" + draft, "course:" + missing],
    ]
    for kind in ["video", "material"] {
      if let id = try await item(kind) { things[kind] = [id, lesson, missing] }
    }
    return things
  }

  /// Id and slug of a draft with one section and one lesson, and theirs.
  private static func draftOfVera(_ school: School) async throws -> (String, String, String, String) {
    let vera = Caller.account("vera@evolv.example")
    let made = try await school.call(.post, "/api/v1/courses", json: #"{"title":"A draft of Vera"}"#, as: vera)
    let draft = try #require(made["id"]?.string), slug = try #require(made["slug"]?.string)
    let first = try await school.call(.post, "/api/v1/courses/\(draft)/sections", json: #"{"title":"Start"}"#, as: vera)
    let section = try #require(first["id"]?.string)
    let words = #"{"title":"First","markdown":"Words","is_preview":false}"#
    let lesson = try await school.call(.post, "/api/v1/sections/\(section)/lessons", json: words, as: vera)
    return (draft, slug, section, try #require(lesson["id"]?.string))
  }

  private enum Course {}
}

extension Schema {
  /// A small document of this form.
  fileprivate var sample: String {
    switch self {
    case .scalar(let type, let format, let limits):
      switch type {
      case "integer", "number": String(limits.first { $0.keyword == "minimum" }?.value ?? 1)
      case "boolean": "true"
      default: "\"" + text(format, limits) + "\""
      }
    case .choice(let words): "\"\(words[0])\""
    case .list(let element): "[\(element.sample)]"
    case .nullable(let wrapped): wrapped.sample
    case .object(_, let fields):
      "{" + fields.filter(\.isRequired).map { "\"\($0.name)\":\($0.schema.sample)" }.joined(separator: ",") + "}"
    }
  }

  private func text(_ format: String?, _ limits: [Limit]) -> String {
    switch format {
    case "uuid": "01890a5d-ac96-774b-bcce-b302099a8057"
    case "email": "somebody.new@example.org"
    case "password": "Blue kettle 9 rises!"
    case "date-time": "2027-01-01T00:00:00Z"
    default: String(repeating: "sample", count: (limits.first { $0.keyword == "minLength" }?.value ?? 1) / 6 + 1)
    }
  }
}
