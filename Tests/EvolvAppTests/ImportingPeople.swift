import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

/// Many people from a file: what a dry run says, what the job does, and the way back.
@Suite(.school) struct `Importing people` {
  let school = School.current

  @Test func `says of every row what will become of it, does that, and takes it back`() async throws {
    let id = try await checked()
    #expect(try await people() == 4, "a dry run makes nobody")

    try await apply(id)
    #expect(try await people() == 5)
    let nora = try await person("nora@example.org")
    #expect(try school.mails(to: "nora@example.org").map(\.subject) == ["You have an account at Evolv"])
    let mia = try await school.call(.get, "/api/v1/profile", as: .mia)
    #expect(mia["phone"]?.string == "+55 11 5555 0000")
    let report = try await school.get("/people/imports/\(id)/report.csv", as: .ada)
    #expect(report.header("content-type") == "text/csv; charset=utf-8")
    #expect(report.contains("2,New,,nora@example.org,Nora,Quist,'+46 8 123 456"))
    #expect(report.contains("5,Refused,"))

    #expect(try await school.post("/people/imports/\(id)/undoing", as: .ada).status == 303)
    #expect(try await school.post("/people/imports/\(id)/undoing", as: .ada).status == 409)
    try await school.doJobs()
    #expect(try await school.post("/people/imports/\(id)/undoing", as: .ada).status == 409)
    #expect(try await people() == 4)
    #expect(try await school.get("/people/\(nora)", as: .ada).status == 404)
    #expect(try await school.call(.get, "/api/v1/profile", as: .mia)["phone"]?.string == nil)
    let undone = try await call(id)
    #expect(undone["undone"]?.number == "2")
    #expect(undone["kept"]?.number == "0")
  }

  @Test func `keeps what was used or changed since`() async throws {
    let id = try await begin(
      "email,name,city\nnora@example.org,Nora Quist,Lund\neve@example.org,Eve Roe,Oslo\nmia@evolv.example,Mia Santos,Recife\n"
    )
    try await check(id, ["email": "0", "name": "1", "city": "2"])
    try await apply(id)
    let nora = try await person("nora@example.org")
    let renamed = try await school.call(.patch, "/api/v1/users/\(nora)", json: #"{"last_name":"Lind"}"#, as: .ada)
    #expect(renamed.status == 200)
    #expect(try await school.call(.patch, "/api/v1/profile", json: #"{"city":"Olinda"}"#, as: .mia).status == 200)
    #expect(try await school.post("/people/imports/\(id)/undoing", as: .ada).status == 303)
    try await school.doJobs()
    let page = try await school.get("/people/imports/\(id)", as: .ada)
    #expect(page.contains("Was used or changed since"))
    #expect(page.contains("Was changed since"))
    #expect(try await call(id)["kept"]?.number == "2")
    #expect(try await school.call(.get, "/api/v1/users/\(nora)", as: .ada)["name"]?.string == "Nora Lind")
    #expect(try await people() == 5)
  }

  @Test func `changes nothing when the same file comes again, whatever the encoding`() async throws {
    let text = "email,name\nzoe@example.org,Zoë Müller\n"
    let first = try await begin(text)
    try await check(first, ["email": "0", "name": "1"])
    try await apply(first)
    let units: [[UInt8]] = text.utf16.map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let wide: [UInt8] = [0xFF, 0xFE] + units.joined()
    let old = text.unicodeScalars.map { UInt8($0.value) }
    for bytes in [Array(text.utf8), wide, old] {
      let again = try await begin(bytes)
      try await check(again, ["email": "0", "name": "1"])
      #expect(try await call(again)["unchanged"]?.number == "1")
      #expect(try await call(again)["changed"]?.number == "0")
    }
  }

  @Test func `makes nobody twice when two imports of one file race`() async throws {
    let rows = (1...40).map { "person\($0)@example.org,Person,Number\($0)\n" }.joined()
    var ids: [String] = []
    for _ in 1...2 {
      let id = try await begin("email,first,last\n" + rows)
      try await check(id, ["email": "0", "first_name": "1", "last_name": "2"])
      #expect(try await school.post("/people/imports/\(id)/application", as: .ada).status == 303)
      ids.append(id)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...2 { group.addTask { [school] in try await school.doJobs() } }
      try await group.waitForAll()
    }
    #expect(try await people() == 44)
    let created = try await [call(ids[0]), call(ids[1])].compactMap { Int($0["created"]?.number ?? "") }
    #expect(created.reduce(0, +) == 40)
  }

  @Test func `takes nobody to a rank that the importer has not`() async throws {
    let id = try await begin(
      "email,name,role\nboss@example.org,The Boss,admin\nada@evolv.example,Ada Lovelace,student\n")
    try await check(id, ["email": "0", "name": "1", "role": "2"])
    try await apply(id)
    // Ada owns the school; a role of somebody who is here never changes by a file.
    #expect(try await school.call(.get, "/api/v1/users/me", as: .ada)["role"]?.string == "owner")
    for caller in [Caller.mia, .tom] {
      #expect(try await school.get("/people/imports/\(id)", as: caller).status == 403)
      let file = SentFile("people.csv", "email\nx@example.org")
      #expect(try await school.upload(file, to: "/people/imports", as: caller).status == 403)
      #expect(try await school.upload(file, calling: "/api/v1/users/imports", as: caller).status == 403)
    }
  }

  @Test(arguments: [
    ("", "The file is required"), ("email\n", "needs a line of headings"), ("email\n\"open", "never closed"),
    ("\u{0}\u{1}\u{2}binary", "is neither text nor a workbook"),
  ])
  func `says what is wrong with a file`(text: String, words: String) async throws {
    let reply = try await school.upload(
      text.isEmpty ? nil : SentFile("people.csv", text), to: "/people/imports", as: .ada)
    #expect(reply.status == 422)
    #expect(reply.contains(words))
  }

  @Test func `asks for columns that say who is meant`() async throws {
    let id = try await begin("mail,first\nx@example.org,X\n")
    let guessed = try await school.get("/people/imports/\(id)/columns", as: .ada)
    #expect(guessed.contains("mail (x@example.org)"))
    for form in [["first_name": "1"], ["email": "0", "first_name": "0"], ["email": "7"]] {
      #expect(try await columns(id, form).status == 422)
    }
    #expect(try await school.post("/people/imports/\(id)/application", as: .ada).status == 409)
    #expect(try await school.post("/people/imports/\(id)/removal", as: .ada).status == 303)
    #expect(try await school.get("/people/imports/\(id)", as: .ada).status == 404)
  }

  /// Eight rows: one new, one changed, one unchanged, five refused.
  private func checked() async throws -> String {
    let id = try await begin(
      """
      Email;First name;Last name;Phone;Role
      nora@example.org;Nora;Quist;+46 8 123 456;
      MIA@evolv.example;Mia;Santos;+55 11 5555 0000;
      leo@evolv.example;Leo;Haddad;;
      not an address;Bad;Row;;
      nora@example.org;Nora;Again;;
      eve@example.org;Eve;;;
      max@example.org;Max;Roe;12;
      otto@example.org;Otto;Berg;;wizard
      """)
    try await check(id, ["email": "0", "first_name": "1", "last_name": "2", "phone": "3", "role": "4"])
    let plan = try await call(id)
    #expect(plan["created"]?.number == "1")
    #expect(plan["changed"]?.number == "1")
    #expect(plan["unchanged"]?.number == "1")
    #expect(plan["refused"]?.number == "5")
    let page = try await school.get("/people/imports/\(id)", as: .ada)
    #expect(page.contains("Is the same person as line 2"))
    #expect(page.contains("Email must be a mail address"))
    #expect(page.contains("Missing for a new person: Last name"))
    #expect(page.contains("Phone must be a phone number"))
    #expect(page.contains("Role must be a role of this school"))
    return id
  }

  private func begin(_ text: String) async throws -> String { try await begin(Array(text.utf8)) }
  private func begin(_ bytes: [UInt8]) async throws -> String {
    school.wait(.minutes(1))
    let reply = try await school.upload(SentFile("people.csv", bytes), to: "/people/imports", as: .ada)
    #expect(reply.status == 303, "\(reply.text)")
    let parts = try #require(reply.location).split(separator: "/")
    return try #require(parts.count == 4 ? String(parts[2]) : nil)
  }

  private func columns(_ id: String, _ columns: [String: String]) async throws -> Reply {
    let given = columns.map { "\($0.key)=\($0.value)" } + ["default_role=student", "updates=true", "invites=true"]
    let binding = try #require(try await school.session(of: .ada))
    let token = school.program.facilities.forgery.token(for: binding).percentEncoded
    return try await school.send(
      "POST", "/people/imports/\(id)/columns",
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html"),
        ("Cookie", "session=" + binding),
      ], body: Array((["csrf=\(token)"] + given).joined(separator: "&").utf8))
  }
  private func check(_ id: String, _ columns: [String: String]) async throws {
    let reply = try await self.columns(id, columns)
    #expect(reply.status == 303, "\(reply.text)")
  }
  private func apply(_ id: String) async throws {
    #expect(try await school.post("/people/imports/\(id)/application", as: .ada).status == 303)
    try await school.doJobs()
    #expect(try await call(id)["state"]?.string == "applied")
  }
  private func call(_ id: String) async throws -> Reply {
    try await school.call(.get, "/api/v1/users/imports/\(id)", as: .ada)
  }
  private func people() async throws -> Int { try await school.db.value("SELECT count(*) FROM users") }
  private func person(_ email: String) async throws -> String {
    let id: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = \(email)")
    return id.text
  }
}
