import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// The learner's first screen: what is due, where to go on, and what was done last.
@Suite(.school) struct `Seeing what is due` {
  let school = School.current
  let sky = "/api/v1/courses/reading-the-night-sky"

  @Test func `access that ends soon and lessons that open soon are due; what is far away is not`() async throws {
    let kim = try await school.add("Kim")
    _ = try await school.post("/courses/reading-the-night-sky/enrollment", as: kim)
    #expect(!(try await school.get("/learn", as: kim).contains("What is due")))
    let item = try await lastItem(kim)
    try await opens(item, at: school.now + .days(40))
    try await ends(at: school.now + .days(60))
    #expect(!(try await school.get("/learn", as: kim).contains("What is due")))
    try await opens(item, at: school.now + .days(3))
    try await ends(at: school.now + .days(10))
    let page = try await school.get("/learn", as: kim)
    #expect(page.contains("What is due") && page.contains("Your access to Reading the Night Sky ends"))
    #expect(page.contains("opens in Reading the Night Sky"))
    // Days after the enrollment count as well as dates, and the later of them.
    let both = #"{"opens_at": "\#((school.now + .days(1)).text)", "days_after": 20}"#
    #expect(try await school.call(.put, "/api/v1/items/\(item)/condition", json: both, as: .tom).status == 200)
    #expect(!(try await school.get("/learn", as: kim).contains("opens in Reading")))
    try await opens(item, at: school.now + .days(3))
    // Opened by the staff, it is due no more; neither is anything to somebody else.
    let person: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email = 'kim@evolv.example'")
    #expect(
      try await school.call(.put, sky + "/students/\(person.text)/items/\(item)", as: .tom).status == 204)
    #expect(!(try await school.get("/learn", as: kim).contains("opens in Reading")))
    #expect(!(try await school.get("/learn", as: .leo).contains("Reading the Night Sky ends")))
  }

  @Test func `a place that is kept or waited for is due`() async throws {
    #expect(try await school.call(.patch, sky, json: #"{"max_students": 1}"#, as: .tom).status == 200)
    let kim = try await school.add("Kim"), lee = try await school.add("Lee")
    _ = try await school.call(.post, sky + "/enroll", json: "{}", as: kim)
    _ = try await school.call(.post, sky + "/waiting-list", as: lee)
    #expect(try await school.get("/learn", as: lee).contains("You wait for a place in Reading the Night Sky"))
    _ = try await school.post("/courses/reading-the-night-sky/enrollment/end", as: kim)
    let page = try await school.get("/learn", as: lee)
    #expect(page.contains("A place in Reading the Night Sky is kept for you") && page.contains("until"))
  }

  @Test func `what was opened or done last is one link away`() async throws {
    let kim = try await school.add("Kim")
    _ = try await school.post("/courses/clay-and-fire/enrollment", as: kim)
    #expect(!(try await school.get("/learn", as: kim).contains("Recent")))
    #expect(try await school.get("/learn/clay-and-fire/wedging", as: kim).status == 200)
    let page = try await school.get("/learn", as: kim)
    #expect(page.contains("Recent") && page.contains("Opened") && page.contains("/learn/clay-and-fire/wedging"))
    _ = try await school.post("/learn/clay-and-fire/wedging/completion", as: kim)
    #expect(try await school.get("/learn", as: kim).contains("Done"))
  }

  private func lastItem(_ caller: Caller) async throws -> String {
    let outline = try await school.call(.get, sky + "/outline", as: caller)
    let items = (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
    return try #require(items.last { $0.step("is_preview")?.bool == false }?.step("id")?.string)
  }
  private func opens(_ item: String, at moment: Instant) async throws {
    let json = #"{"opens_at": "\#(moment.text)"}"#
    #expect(try await school.call(.put, "/api/v1/items/\(item)/condition", json: json, as: .tom).status == 200)
  }
  private func ends(at moment: Instant) async throws {
    try await school.db.execute("UPDATE course_enrollments SET expires_at = \(moment)")
  }
}
