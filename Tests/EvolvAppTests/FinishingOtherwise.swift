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

/// A course is completed by the last step, by the staff's word, and by taking out what was missing: each tells it.
@Suite(.school) struct `Finishing otherwise` {
  let school = School.current
  let slug = "reading-the-night-sky"

  private func told() async throws -> Int {
    try await school.db.value("SELECT count(*) FROM outbox WHERE event = 'course.completed'")
  }
  private func certificates() async throws -> Int { try await school.certificates(of: .mia).count }
  private func items() async throws -> [String] {
    let outline = try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: .mia)
    return (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
      .compactMap { $0.step("id")?.string }
  }
  private func mia() throws -> String { try #require(school.people.mia.viewer.person?.text) }

  @Test func `who is marked as finished by the staff gets the certificate`() async throws {
    _ = try await school.post("/courses/\(slug)/enrollment", as: .mia)
    let page = "/teach/courses/\(slug)/learners/\(try mia())"
    #expect(try await school.post(page, form: ["step": "complete"], as: .leo).status == 403)
    #expect(try await told() == 0)
    #expect(try await school.post(page, form: ["step": "complete"], as: .tom).status == 303)
    try await school.doJobs()
    #expect(try await told() == 1)
    #expect(try await certificates() == 1)
    // It is under way no longer, so nobody finishes it again.
    _ = try await school.post(page, form: ["step": "complete"], as: .tom)
    try await school.doJobs()
    #expect(try await told() == 1)
    #expect(try await certificates() == 1)
  }

  @Test func `the same through the API, for who teaches the course`() async throws {
    _ = try await school.post("/courses/\(slug)/enrollment", as: .mia)
    let address = "/api/v1/courses/\(slug)/students/\(try mia())", json = #"{"status": "completed"}"#
    #expect(try await school.call(.patch, address, json: json, as: .leo).status == 403)
    #expect(try await school.call(.patch, address, json: json, as: .tom)["status"]?.string == "completed")
    try await school.doJobs()
    #expect(try await certificates() == 1)
  }

  @Test func `who lacked only what is taken out has finished`() async throws {
    _ = try await school.post("/courses/\(slug)/enrollment", as: .mia)
    _ = try await school.post("/courses/\(slug)/enrollment", as: .leo)
    let items = try await items()
    for item in items.dropLast() { _ = try await school.call(.put, "/api/v1/items/\(item)/completion", as: .mia) }
    #expect(try await told() == 0)
    let last = try #require(items.last)
    #expect(try await school.call(.delete, "/api/v1/lessons/\(last)", as: .tom).status == 204)
    try await school.doJobs()
    #expect(try await told() == 1)
    #expect(try await certificates() == 1)
    let open: Int = try await school.db.value(
      """
      SELECT count(*) FROM course_enrollments JOIN courses ON courses.id = course_id
      WHERE slug = 'reading-the-night-sky' AND course_enrollments.status = 'active'
      """)
    #expect(open == 1)
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `teachers see how long their learners learned, and nobody else's`() async throws {
    _ = try await school.post("/courses/\(slug)/enrollment", as: .mia)
    for item in try await items().prefix(3) {
      _ = try await school.call(.put, "/api/v1/items/\(item)/completion", as: .mia)
      school.wait(.minutes(7))
    }
    let page = "/teach/courses/\(slug)/learners/\(try mia())"
    let shown = try await school.get(page, as: .tom)
    #expect(shown.contains("Learned at least") && shown.contains("14 min"), "\(shown.status)")
    let call = try await school.call(.get, "/api/v1/courses/\(slug)/students/\(try mia())", as: .tom)
    #expect(call["learned_minutes"]?.number == "14")
    let other = try await school.add("Nina", .instructor)
    #expect(try await school.get(page, as: other).status == 403)
    #expect(try await school.call(.get, "/api/v1/courses/\(slug)/students/\(try mia())", as: other).status == 403)
    #expect(try await school.get("/teach/people/\(try mia())/statement", as: .tom).status == 403)
  }
}
