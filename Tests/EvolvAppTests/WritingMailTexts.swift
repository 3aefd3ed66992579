import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvDesign
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

/// The school's own words in its mails.
@Suite(.school) struct `Writing mail texts` {
  let school = School.current

  private static let words: KeyValuePairs<String, String> = [
    "subject": "Hello from {{ school }}", "heading": "Hi {{first_name}}!", "text": "Your login: {{ email }}\n\nBye.",
    "action": "Confirm", "note": "",
  ]
  private func register(first: String) async throws -> KeptMail? {
    let email = "n\(UUIDBits.version7(at: school.now).text.suffix(6))@example.org"
    let reply = try await school.call(
      .post, "/api/v1/auth/register",
      json:
        #"{"first_name":"\#(first)","last_name":"Lind","email":"\#(email)","password":"Blue kettle 7 rises!"}"#)
    #expect(reply.status == 201, "\(reply.text)")
    try await school.doJobs()
    return try school.mails(to: email).last
  }

  @Test func `the next mail says what was written, with the values in it`() async throws {
    #expect(try await school.post("/admin/settings/mail-texts/welcome", form: Self.words, as: .ada).status == 303)
    let mail = try #require(try await register(first: "Nora"))
    #expect(mail.subject == "Hello from Evolv" && mail.html.contains("Hi Nora!") && mail.text.contains("Your login: n"))
    #expect(mail.text.contains("/verification?token="))
    #expect(try await school.post("/admin/settings/mail-texts/welcome/reset", as: .ada).status == 303)
    #expect(try #require(try await register(first: "Vera")).subject == "Welcome to Evolv")
    let lines: Int = try await school.db.value(
      "SELECT count(*) FROM audit_log WHERE action = 'settings.changed' AND request_id IS NOT NULL")
    #expect(lines == 2)
  }

  @Test func `a value is only a value, whatever it looks like`() {
    let text = "{{ first_name }}, {{first_name}} and {{ school }}"
    let values = ["first_name": "{{ school }}<b>", "school": "S"]
    #expect(text.filled(with: values) == "{{ school }}<b>, {{ school }}<b> and S")
  }

  @Test(arguments: [
    ("text", "Your password: {{ password }}", "unknown_variable"), ("subject", "Hi {{ email", "braces"),
    ("heading", "}} {{", "braces"), ("note", "{{ EMAIL }}", "braces"), ("text", "{{ a.b }}", "braces"),
  ])
  func `refuses a variable that the mail does not have`(field: String, text: String, code: String) async throws {
    var words = ["subject": "S", "heading": "H", "text": "T", "action": "A", "note": ""]
    words[field] = text
    let json = "{" + words.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
    let reply = try await school.call(.put, "/api/v1/settings/mail-texts/welcome", json: json, as: .ada)
    #expect(reply.status == 422 && reply["errors", "0", "field"]?.string == field, "\(reply.text)")
    #expect(reply["errors", "0", "code"]?.string == code)
    #expect(try await school.call(.put, "/api/v1/settings/mail-texts/nothing", json: json, as: .ada).status == 404)
    #expect(try await school.call(.put, "/api/v1/settings/mail-texts/welcome", json: json, as: .tom).status == 403)
  }

  @Test func `is seen before it is saved, and can be sent to oneself`() async throws {
    var preview = try await school.post("/admin/settings/mail-texts/welcome/preview", form: Self.words, as: .ada)
    #expect(preview.status == 200 && preview.text.contains("Hi Mia!") && preview.text.contains("mia@example.org"))
    #expect(preview.header("content-security-policy")?.contains("frame-ancestors 'self'") == true)
    #expect(preview.response.fields.filter { $0.name == "X-Frame-Options" }.map(\.value) == ["SAMEORIGIN"])
    preview = try await school.post(
      "/admin/settings/mail-texts/welcome/preview",
      form: ["subject": "S", "heading": "H", "text": "{{ nobody }}", "action": "A", "note": ""], as: .ada)
    #expect(preview.text.contains("This cannot be sent yet") && preview.text.contains("nobody"))
    #expect(
      try await school.get("/admin/settings/mail-texts/welcome", as: .ada).text.contains("You have an account at"))
    #expect(try await school.post("/admin/settings/mail-texts/welcome/test", as: .ada).status == 303)
    try await school.doJobs()
    #expect(try #require(try school.mails(to: "ada@evolv.example").last).subject == "Welcome to Evolv")
    for _ in 0..<2 { _ = try await school.call(.post, "/api/v1/settings/mail-texts/welcome/test", as: .ada) }
    #expect(try await school.call(.post, "/api/v1/settings/mail-texts/welcome/test", as: .ada).status == 429)
  }

  @Test func `every mail of the program can be shown and breaks none of its own rules`() async throws {
    let facilities = school.program.facilities
    #expect(Set(facilities.mails.map(\.name)).count == facilities.mails.count && facilities.mails.count >= 7)
    for mail in facilities.mails {
      #expect(mail.faults(in: mail.words) == [], "\(mail.name)")
      #expect(try await school.get("/admin/settings/mail-texts/\(mail.name)", as: .ada).status == 200)
      let sheet = try await school.get("/admin/settings/mail-texts/\(mail.name)/preview", as: .ada).text
      #expect(!sheet.contains("{{"), "\(mail.name)")
    }
    let list = try await school.call(.get, "/api/v1/settings/mail-texts", as: .ada)
    #expect(list["meta", "total"]?.number == "\(facilities.mails.count)")
  }
}
