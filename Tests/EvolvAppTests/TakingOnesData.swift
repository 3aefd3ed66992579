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

/// What is kept of a person: to take along, to have erased, and what they want to be told.
@Suite(.school) struct `Taking one's data` {
  let school = School.current

  @Test func `gathers everything in an archive for its owner alone`() async throws {
    #expect(try await school.upload(.photo(), to: "/account/photo", as: .mia).status == 303)
    #expect(try await school.post("/account/data", as: .mia).status == 303)
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").map(\.subject).contains("Your data are ready"))
    let list = try await school.call(.get, "/api/v1/users/me/data-exports", as: .mia)
    let place = try #require(list["data", "0", "url"]?.string)
    let archive = try await school.get(place, as: .mia)
    #expect(archive.status == 200)
    #expect(archive.header("content-type") == "application/zip")
    #expect(archive.header("cache-control") == "no-store")
    let names = String(decoding: archive.bytes, as: UTF8.self)
    for name in ["account.json", "account.csv", "account/photo.webp", "enrollments.json", "devices.csv", "READ-ME.txt"]
    {
      #expect(names.contains(name), "\(name)")
    }
    for caller in [Caller.leo, .ada] { #expect(try await school.get(place, as: caller).status == 404) }
    #expect(try await school.get(place).status == 303)
    try await school.doJobs(comesRound: true)
    school.wait(.days(8))
    try await school.doJobs(comesRound: true)
    #expect(try await school.db.value("SELECT count(*) FROM data_exports") == 0)
  }

  @Test func `erases who asked for it after two weeks, unless they stay`() async throws {
    let wrong = try await school.post("/account/erasure", form: ["current_password": "not mine"], as: .mia)
    #expect(wrong.status == 422)
    #expect(
      try await school.post("/account/erasure", form: ["current_password": School.password], as: .mia).status == 303)
    #expect(try await school.get("/account/data", as: .mia).contains("Stay after all"))
    let leaves = try await school.call(
      .post, "/api/v1/users/me/erasure", json: #"{"current_password":"\#(School.password)"}"#, as: .leo)
    #expect(leaves.status == 200)
    #expect(leaves["due_at"]?.string?.hasPrefix("2026-12") == true)
    #expect(try await school.call(.delete, "/api/v1/users/me/erasure", as: .leo).status == 204)
    let last = try await school.post("/account/erasure", form: ["current_password": School.password], as: .ada)
    #expect(last.status == 409)
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").map(\.subject).contains("Your account will be erased"))
    school.wait(.days(13))
    try await school.doJobs(comesRound: true)
    #expect(try await erased() == 0)
    school.wait(.days(2))
    try await school.doJobs(comesRound: true)
    #expect(try await erased() == 1)
    #expect(try await school.db.value("SELECT count(*) FROM users WHERE email_key = 'leo@evolv.example'") == 1)
  }

  @Test func `tells what is wanted and nothing else`() async throws {
    let standard = try await school.call(.get, "/api/v1/users/me/notification-preferences", as: .mia)
    #expect(standard["enabled"]?.elements?.count == 18)
    let changed = try await school.call(
      .put, "/api/v1/users/me/notification-preferences",
      json: #"{"enabled":["grades:email"],"digest":"weekly","quiet_hours_from":"22:00","quiet_hours_to":"07:00"}"#,
      as: .mia)
    #expect(changed["enabled"]?.elements?.count == 1)
    #expect(changed["digest"]?.string == "weekly")
    for (json, fault) in [
      (#"{"enabled":["grades:smoke"],"digest":"daily"}"#, "enabled.0"), (#"{"enabled":[],"digest":"never"}"#, "digest"),
      (#"{"enabled":[],"digest":"daily","quiet_hours_from":"25:00"}"#, "quiet_hours_from"),
      (#"{"enabled":[],"digest":"daily","quiet_hours_from":"22:00"}"#, "quiet_hours_to"),
    ] {
      let refused = try await school.call(.put, "/api/v1/users/me/notification-preferences", json: json, as: .mia)
      #expect(refused.status == 422 && refused.faults.first?.hasPrefix(fault) == true, "\(json) \(refused.text)")
    }
    #expect(try await school.get("/account/notifications", as: .mia).contains("22:00"))
  }

  @Test func `sends no mail of a kind that was ended by one click`() async throws {
    let nora = try await school.add("Nora"), max = try await school.add("Max")
    #expect(try await school.post("/courses/clay-and-fire/enrollment", as: nora).status == 303)
    try await school.doJobs()
    let mail = try #require(try school.mails(to: "nora@evolv.example").first { $0.subject.contains("enrolled") })
    let text = mail.text
    let token = try #require(text.firstMatch(of: /\/unsubscribe\/([A-Za-z0-9_.%-]+)/)?.1)
    #expect(try await school.get("/unsubscribe/\(token)").contains("End these mails?"))
    #expect(try await school.get("/unsubscribe/\(token)x").status == 404)
    let click = try await school.send(
      "POST", "/api/v1/unsubscribe/\(token)",
      headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "*/*")],
      body: Array("List-Unsubscribe=One-Click".utf8))
    #expect(click.status == 204, "\(click.text)")
    let preferences = try await school.call(.get, "/api/v1/users/me/notification-preferences", as: nora)
    #expect(preferences["enabled"]?.elements?.count == 17)
    let quiet = try await school.call(
      .put, "/api/v1/users/me/notification-preferences", json: #"{"enabled":[],"digest":"daily"}"#, as: max)
    #expect(quiet.status == 200)
    #expect(try await school.post("/courses/clay-and-fire/enrollment", as: max).status == 303)
    try await school.doJobs()
    #expect(try school.mails(to: "max@evolv.example").allSatisfy { !$0.subject.contains("enrolled") })
  }

  @Test func `shows a file to those who may see it`() async throws {
    let mia = try await id("mia"), tom = try await id("tom")
    for caller in [Caller.leo, .tom] {
      #expect(try await school.get("/people/\(mia)/file", as: caller).status == 404)
      #expect(try await school.call(.get, "/api/v1/users/\(mia)/progress", as: caller).status == 404)
    }
    let file = try await school.call(.get, "/api/v1/users/\(mia)/file", as: .ada)
    #expect(file["total_courses"]?.number == "1", "\(file.text)")
    let noted = try await school.call(
      .put, "/api/v1/users/\(mia)/file",
      json: #"{"assigned_instructor":"\#(tom)","enrollment_date":"2026-09-01","notes":"Needs a quiet desk."}"#, as: .ada
    )
    #expect(noted["school", "notes"]?.string == "Needs a quiet desk.")
    #expect(try await school.get("/people/\(mia)/file", as: .tom).contains("Needs a quiet desk."))
    #expect(try await school.get("/people/\(mia)/file", as: .mia).contains("Needs a quiet desk.") == false)
    #expect(try await school.get("/people/\(tom)/file", as: .leo).contains("Clay"))
    #expect(try await school.call(.get, "/api/v1/users/\(mia)/progress", as: .mia)["total_courses"]?.number == "1")
    let strange = try await school.call(
      .put, "/api/v1/users/\(mia)/file", json: #"{"assigned_instructor":"\#(mia)"}"#, as: .ada)
    #expect(strange.faults == ["assigned_instructor unknown"])
  }

  private func erased() async throws -> Int {
    try await school.db.value("SELECT count(*) FROM users WHERE erased_at IS NOT NULL")
  }
  private func id(_ name: String) async throws -> String {
    let id: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = \(name + "@evolv.example")")
    return id.text
  }
}
