import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import JobQueue
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

/// What people get by mail, once and in words that are theirs.
@Suite(.school) struct `Writing mails` {
  let school = School.current

  private func register(_ first: String = "Nora", _ email: String = "nora@example.org") async throws {
    let reply = try await school.post(
      "/register", form: ["first_name": first, "last_name": "Quist", "email": email, "password": School.password])
    #expect(reply.status == 303)
  }

  @Test func `whoever registers is welcomed, once`() async throws {
    try await register()
    #expect(try school.mails(to: "nora@example.org").isEmpty)
    try await school.doJobs()
    try await school.doJobs()
    let mails = try school.mails(to: "nora@example.org")
    #expect(mails.map(\.subject) == ["Welcome to Evolv"])
    let mail = try #require(mails.first)
    #expect(mail.to.contains("Nora Quist"))
    #expect(mail.text.contains("Welcome, Nora") && mail.text.contains("http://127.0.0.1:8080/"))
    #expect(mail.html.contains("<h1") && mail.html.contains("href=\"http://127.0.0.1:8080/"))
  }

  @Test func `a name stays a name in every part of a mail`() async throws {
    try await register("Nörä \"B\" & O'Dea,", "b@example.org")
    try await school.doJobs()
    let mail = try #require(try school.mails(to: "b@example.org").first)
    #expect(mail.html.contains("Welcome, Nörä &quot;B&quot; &amp; O&#39;Dea,"))
    #expect(mail.text.contains("Welcome, Nörä \"B\" & O'Dea,") && mail.to.contains("b@example.org"))
    #expect(mail.headers.map(\.name).filter { $0 == "To" }.count == 1)
  }

  @Test func `whoever enrolls is told so, and one who is gone meanwhile is not`() async throws {
    _ = try await school.post("/courses/reading-the-night-sky/enrollment", as: .leo)
    try await school.doJobs()
    let mails = try school.mails(to: "leo@evolv.example")
    #expect(mails.last?.subject == "You are enrolled in Reading the Night Sky")
    #expect(mails.last?.text.contains("http://127.0.0.1:8080/learn/reading-the-night-sky") == true)
    try await register("Gone", "gone@example.org")
    try await school.db.execute("DELETE FROM users WHERE email = 'gone@example.org'")
    try await school.doJobs()
    #expect(try school.mails(to: "gone@example.org").isEmpty)
    #expect(try await school.db.jobCounts().isEmpty)
  }

  @Test func `kept mails are shown to an administrator on the machine itself, and to nobody else`() async throws {
    try await register()
    try await school.doJobs()
    let name = try #require(try school.mails(to: "nora@example.org").first?.name)
    let session = try #require(try await school.session(of: .ada)), cookie = [("Cookie", "session=\(session)")]
    for path in ["/mails", "/mails/\(name)", "/mails/\(name)/html"] {
      let near = try await school.send("GET", path, headers: cookie, peer: "127.0.0.1")
      #expect(near.status == 200 && near.text.contains("Welcome"), "\(path)")
      #expect(try await school.send("GET", path, headers: cookie, peer: "192.0.2.9").status == 404)
      let forwarded = cookie + [("X-Forwarded-For", "192.0.2.9")]
      #expect(try await school.send("GET", path, headers: forwarded, peer: "127.0.0.1").status == 404)
      #expect(try await school.get(path, as: .tom).status == 403)
    }
    let sheet = try await school.send("GET", "/mails/\(name)/html", headers: cookie, peer: "127.0.0.1")
    #expect(sheet.response.fields.filter { $0.name == "Content-Security-Policy" }.count == 1)
    #expect(sheet.header("content-security-policy")?.contains("sandbox") == true)
    #expect(try await school.send("GET", "/mails/../secret", headers: cookie, peer: "127.0.0.1").status == 404)
  }
}
