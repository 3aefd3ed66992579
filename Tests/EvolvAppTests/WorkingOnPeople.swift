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

/// What the school's office does with the list of people.
@Suite(.school) struct `Working on people` {
  let school = School.current

  @Test func `suspends many at once, says who was left out, and takes it back`() async throws {
    let ids = try await [id("mia"), id("leo"), id("ada")]
    let reply = try await change("suspend", ids)
    let place = try #require(reply.location)
    let page = try await school.get(place, as: .ada)
    #expect(page.contains("2 people suspended"))
    #expect(page.contains("You cannot suspend yourself."))
    #expect(try await school.call(.get, "/api/v1/users?status=suspended", as: .ada)["meta", "total"]?.number == "2")
    #expect(try await school.post(place + "/undoing", as: .tom).status == 403)
    #expect(try await school.post(place + "/undoing", as: .ada).status == 303)
    #expect(try await school.post(place + "/undoing", as: .ada).status == 409)
    #expect(try await school.call(.get, "/api/v1/users?status=suspended", as: .ada)["meta", "total"]?.number == "0")
    #expect(try await change("suspend", []).location == "/people")
  }

  @Test func `finds people by what is known of them`() async throws {
    for (query, total) in [
      ("role=student", "2"), ("status=active", "4"), ("verified=true", "4"), ("verified=false", "0"),
      ("last_login=never", "3"), ("last_login=week", "1"), ("last_login=long_ago", "0"),
      ("created_from=2026-11-18", "4"),
      ("created_to=2026-11-01", "0"), ("q=santos&role=student", "1"), ("sort=-last_login_at&page_size=1", "4"),
    ] {
      let reply = try await school.call(.get, "/api/v1/users?\(query)", as: .ada)
      #expect(reply.status == 200 && reply["meta", "total"]?.number == total, "\(query) \(reply.text)")
    }
    let first = try await school.call(.get, "/api/v1/users?sort=last_login_at&page_size=3", as: .ada)
    let cursor = try #require(first["meta", "next_cursor"]?.string)
    let rest = try await school.call(.get, "/api/v1/users?sort=last_login_at&page_size=3&cursor=\(cursor)", as: .ada)
    #expect(rest["data", "0", "email"]?.string == "ada@evolv.example")
    #expect(
      try await school.call(.get, "/api/v1/users?created_from=yesterday", as: .ada).faults == ["created_from format"])
    for query in ["?last_login=never", "?sort=-last_login_at", "?verified=false&q=x", "?created_from=2026-11-18"] {
      #expect(try await school.get("/people" + query, as: .ada).status == 200)
    }
  }

  @Test func `invites whom it makes an account for`() async throws {
    let made = try await school.post(
      "/people",
      form: [
        "first_name": "Nora", "last_name": "Quist", "email": "nora@example.org", "username": "", "role": "student",
      ],
      as: .ada)
    #expect(made.status == 303)
    try await school.doJobs()
    let mail = try #require(try school.mails(to: "nora@example.org").first)
    let text = mail.text
    let token = try #require(text.firstMatch(of: /password\/reset\?token=([A-Za-z0-9_%-]+)/)?.1)
    let reset = try await school.post("/password/reset", form: ["token": String(token), "password": School.password])
    #expect(reset.status == 303)
    #expect(
      try await school.call(.get, "/api/v1/users/me", as: .account("nora@example.org"))["is_email_verified"]?.bool
        == true)
    let place = try #require(made.location)
    #expect(try await school.post(place + "/invitation", as: .ada).status == 409)
  }

  @Test func `tells both addresses when it changes one`() async throws {
    let mia = try await id("mia")
    let reply = try await school.call(.patch, "/api/v1/users/\(mia)", json: #"{"email":"maria@example.org"}"#, as: .ada)
    #expect(reply.status == 200)
    try await school.doJobs()
    for address in ["mia@evolv.example", "maria@example.org"] {
      #expect(try school.mails(to: address).map(\.subject).contains("Your account has another email address"))
    }
  }

  @Test func `erases a person and keeps what the school needs`() async throws {
    let mia = try await id("mia")
    #expect(
      try await school.call(.patch, "/api/v1/profile", json: #"{"phone":"+55 11 5555 0000"}"#, as: .mia).status == 200)
    let enrolled: Int = try await school.db.value("SELECT count(*) FROM course_enrollments")
    #expect(try await school.call(.delete, "/api/v1/users/\(mia)", as: .tom).status == 403)
    #expect(try await school.call(.delete, "/api/v1/users/\(mia)", as: .ada).status == 204)
    #expect(try await school.call(.delete, "/api/v1/users/\(mia)", as: .ada).status == 404)
    #expect(try await school.get("/people/\(mia)", as: .ada).status == 404)
    #expect(try await school.call(.get, "/api/v1/users/me", as: .mia).status == 401)
    #expect(try await school.db.value("SELECT count(*) FROM course_enrollments") == enrolled)
    let name: String = try await school.db.value("SELECT last_name FROM users WHERE erased_at IS NOT NULL")
    #expect(name == "member \(mia.suffix(6).uppercased())")
    for words in ["mia@evolv.example", "Santos", "+55 11"] {
      let pattern = "%\(words)%", person = try #require(ID<Person>(pathText: mia))
      let left: Int = try await school.db.value(
        """
        SELECT count(*) FROM audit_log WHERE (actor_id = \(person) OR entity_id = \(person))
          AND (actor_name LIKE \(pattern) OR CAST(old_values AS text) LIKE \(pattern)
            OR CAST(new_values AS text) LIKE \(pattern))
        """)
      #expect(left == 0, "\(words) in the audit log")
    }
    #expect(try await school.db.value("SELECT count(*) FROM profiles") == 0)
    let tom = try await id("tom")
    #expect(try await school.call(.delete, "/api/v1/users/\(tom)", as: .ada).status == 204)
    #expect(try await school.get("/courses/clay-and-fire").contains("Former member"))
  }

  private func id(_ name: String) async throws -> String {
    let id: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = \(name + "@evolv.example")")
    return id.text
  }

  private func change(_ action: String, _ ids: [String]) async throws -> Reply {
    let binding = try #require(try await school.session(of: .ada))
    let token = school.program.facilities.forgery.token(for: binding).percentEncoded
    let fields = ["csrf=\(token)", "action=\(action)"] + ids.map { "selected=\($0)" }
    return try await school.send(
      "POST", "/people/changes",
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "text/html"),
        ("Cookie", "session=" + binding),
      ], body: Array(fields.joined(separator: "&").utf8))
  }
}
