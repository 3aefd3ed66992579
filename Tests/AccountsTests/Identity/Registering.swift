import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Making an account` {
  private static let ada: KeyValuePairs<String, String> = [
    "first_name": " Ada ", "last_name": "O'Neill-Żak", "email": "Ada@Example.org", "username": "Ada.L",
    "password": "Blue kettle 7 rises!",
  ]

  @Test func `a visitor registers and is signed in`() async throws {
    try await Stage.run { stage in
      let somebody = Somebody()
      let answer = try await stage.form("/register", Self.ada, by: somebody)
      #expect(answer.status == 303 && answer.location == "/register")
      #expect(try await stage.get("/account", by: somebody).text.contains("Ada O&#39;Neill-Żak"))
      let person = try #require(try await stage.db.person(called: "ada@example.org"))
      #expect(person.role == .student && person.status == .active && person.email == "Ada@example.org")
      #expect(try await stage.db.value("SELECT count(*) FROM users WHERE password_hash LIKE '%kettle%'") == 0)
      #expect(try await stage.audited("person.registered") == 1)
      #expect(try await stage.db.value("SELECT count(*) FROM outbox WHERE event = 'person.registered'") == 1)
    }
  }

  @Test func `the API answers with tokens that work`() async throws {
    try await Stage.run { stage in
      let body = #"{"first_name":"Leo","last_name":"Park","email":"leo@example.org","password":"Blue kettle 7 rises!"}"#
      let answer = try await stage.json("POST", "/api/v1/register", body)
      #expect(answer.status == 201 && answer.location == "/api/v1/users/me")
      let somebody = Somebody(), tokens = try Tokens(answer)
      somebody.token = tokens.access
      let me = try JSONDocument(try await stage.json("GET", "/api/v1/profile", by: somebody).bytes).root
      #expect(me["name"]?.string == "Leo Park" && me["role"]?.string == "student" && me["username"]?.isNull == true)
    }
  }

  @Test func `every fault of every field is told, and what was typed stays`() async throws {
    try await Stage.run { stage in
      let page = try await stage.form(
        "/register",
        [
          "first_name": "<script>alert(1)</script>", "last_name": "", "email": "ada at home", "username": "a",
          "password": "short",
        ])
      #expect(page.status == 422)
      for words in [
        "First name must be a name", "Last name is required.", "Email must be a mail address",
        "Username must have 3 to 32",
        "Password must have at least 8 characters, an upper-case letter, a digit and a character that is neither",
      ] { #expect(page.text.contains(words), "\(words)") }
      #expect(
        page.text.contains("ada at home") && page.text.contains("&lt;script&gt;")
          && !page.text.contains("<script>alert"))
      #expect(!page.text.contains(#"value="short""#))
      #expect(try await stage.db.value("SELECT count(*) FROM users") == 0)
    }
  }

  @Test func `a password keeps the policy, fault by fault`() async throws {
    try await Stage.run { stage in
      for (password, faults) in [
        ("abc", ["password_too_short", "password_no_upper_case", "password_no_digit", "password_no_special"]),
        ("Password1!", ["password_common"]), ("Xy7!leo-was-here", ["password_personal"]),
        (String(repeating: "aB3!", count: 33), ["password_too_long"]),
      ] {
        let body = #"{"first_name":"Leo","last_name":"Park","email":"leo@example.org","password":"\#(password)"}"#
        let answer = try await stage.json("POST", "/api/v1/auth/register", body)
        #expect(try answer.codes("password") == faults, "\(password)")
      }
    }
  }

  @Test func `an address and a username belong to one account`()
    async throws
  {
    try await Stage.run { stage in
      #expect(try await stage.form("/register", Self.ada).status == 303)
      let again = try await stage.json(
        "POST", "/api/v1/auth/register",
        #"{"first_name":"Eve","last_name":"Park","email":"ADA@example.ORG","password":"Blue kettle 7 rises!"}"#)
      #expect(again.status == 422)
      #expect(try again.codes("email") == ["taken"])
      let page = try await stage.form(
        "/register",
        [
          "first_name": "Eve", "last_name": "Park", "email": "eve@example.org", "username": "ADA.l",
          "password": "Blue kettle 7 rises!",
        ])
      #expect(page.status == 422 && page.text.contains("Username belongs to another account."))
      #expect(try await stage.db.value("SELECT count(*) FROM users") == 1)
    }
  }

  @Test func `names of every script are names, markup and tricks are none`() {
    for name in ["李", "Ó Brádaigh", "مریم", "Nguyễn Văn A", "s/o Kumar", "Jean-Luc", "O’Neill", "می‌خواهم"] {
      #expect(PersonName(name)?.text == name, "\(name)")
    }
    for name in [
      "", "   ", "<b>Ada</b>", "Ada\u{202E}adA", "Ada\nBcc: x", "see https://evil.example", "a\u{0}b",
      String(repeating: "x", count: 81),
    ] {
      #expect(PersonName(name) == nil, "\(name.debugDescription)")
    }
  }

  @Test func `a username can never be taken for an address`() {
    #expect(Username("ada.l-1_x")?.key == "ada.l-1_x" && Username("ADA")?.key == "ada")
    for name in ["ab", "ada@home", ".ada", "ada.", "a da", "ädä", String(repeating: "x", count: 33)] {
      #expect(Username(name) == nil, "\(name)")
    }
  }
}
