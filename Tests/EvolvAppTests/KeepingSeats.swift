import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Full courses, waiting lists, access that ends, and items that open later.
@Suite(.school) struct `Keeping seats` {
  let school = School.current
  let sky = "/api/v1/courses/reading-the-night-sky"

  @Test func `a seat that frees is kept for who waits first, and goes on when they do not come`() async throws {
    try await limit(to: 1)
    // From here on the schedule comes round.
    try await school.doJobs(comesRound: true)
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: .mia).status == 201)
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: .leo).status == 409)
    let kim = try await school.add("Kim"), lee = try await school.add("Lee")
    #expect(try await school.call(.post, sky + "/waiting-list", as: .leo)["position"]?.number == "1")
    #expect(try await school.call(.post, sky + "/waiting-list", as: kim)["position"]?.number == "2")
    #expect(try await school.get("/courses/reading-the-night-sky", as: kim).contains("number 2 on the waiting list"))
    _ = try await school.post("/courses/reading-the-night-sky/enrollment/end", as: .mia)
    let offer = try await school.call(.get, sky + "/waiting-list/me", as: .leo)
    #expect(offer["state"]?.string == "offered")
    // The seat is counted as held: nobody else gets it.
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: lee).status == 409)
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: .mia).status == 409)
    try await school.doJobs()
    #expect(try school.mails(to: "leo@evolv.example").contains { $0.subject.contains("kept for you") })
    school.waitLong(.hours(49))
    try await school.doJobs(comesRound: true)
    #expect(try await school.call(.get, sky + "/waiting-list/me", as: kim)["state"]?.string == "offered")
    #expect(try await school.call(.get, sky + "/waiting-list/me", as: .leo).status == 404)
    try await school.doJobs()
    #expect(try school.mails(to: "leo@evolv.example").contains { $0.subject.contains("went to the next") })
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: kim).status == 201)
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `who declines, or is skipped, leaves the seat to the next`() async throws {
    try await limit(to: 1)
    _ = try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)
    let kim = try await school.add("Kim"), lee = try await school.add("Lee")
    for caller in [.leo, kim, lee] { _ = try await school.call(.post, sky + "/waiting-list", as: caller) }
    let lists = try await school.call(.get, sky + "/waiting-list", as: .tom)["data"]?.elements ?? []
    let people = lists.compactMap { $0.step("place")?.step("user_id")?.string }
    #expect(people.count == 3)
    #expect(try await school.call(.get, sky + "/waiting-list", as: .mia).status == 403)
    _ = try await school.post(
      "/teach/courses/reading-the-night-sky/waiting-list/\(people[2])", form: ["step": "up"], as: .tom)
    #expect(try await school.call(.get, sky + "/waiting-list/me", as: lee)["position"]?.number == "2")
    _ = try await school.call(.delete, sky + "/enroll", as: .mia)
    #expect(try await school.call(.delete, sky + "/waiting-list/me", as: .leo).status == 204)
    #expect(try await school.call(.get, sky + "/waiting-list/me", as: lee)["state"]?.string == "offered")
    #expect(try await school.call(.delete, sky + "/waiting-list/\(people[2])", as: .tom).status == 204)
    #expect(try await school.call(.get, sky + "/waiting-list/me", as: kim)["state"]?.string == "offered")
    #expect(
      try await school.get("/teach/courses/reading-the-night-sky/waiting-list", as: .tom).contains("Place offered"))
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `more places are offered at once, and never fewer than are taken or kept`() async throws {
    try await limit(to: 1)
    _ = try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)
    _ = try await school.call(.post, sky + "/waiting-list", as: .leo)
    try await limit(to: 2)
    #expect(try await school.call(.get, sky + "/waiting-list/me", as: .leo)["state"]?.string == "offered")
    let id = try await course()
    let less = try await school.call(.patch, "/api/v1/courses/\(id)", json: #"{"max_students": 1}"#, as: .tom)
    #expect(less.status == 422)
  }

  @Test func `the staff enrolls many by pasted addresses, and each gets an answer`() async throws {
    try await limit(to: 1)
    let body = #"{"emails": ["Mia@evolv.example,", "leo@evolv.example nobody@evolv.example"], "waiting_list": true}"#
    #expect(try await school.call(.post, sky + "/students", json: body, as: .leo).status == 403)
    let reply = try await school.call(.post, sky + "/students", json: body, as: .tom)
    let results = (reply["data"]?.elements ?? []).compactMap { $0.step("result")?.string }
    #expect(results == ["enrolled", "waiting", "unknown"], "\(reply.text)")
    let page = try await school.post(
      "/teach/courses/reading-the-night-sky/learners/new", form: ["addresses": "mia@evolv.example"], as: .tom)
    #expect(page.status == 200 && page.contains("Takes the course already"))
    #expect(
      try await school.get("/teach/courses/reading-the-night-sky/learners/new?q=leo", as: .tom).contains("Haddad"))
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `access ends when its time is over, after a mail a week before, and can be extended`() async throws {
    try await school.doJobs(comesRound: true)
    let user = try #require(try await school.call(.get, "/api/v1/users/me", as: .mia)["id"]?.string)
    let saved = try await school.call(
      .put, sky + "/terms", json: #"{"access_days": 3, "offer_hours": 24, "prerequisites": []}"#, as: .tom)
    #expect(saved.status == 200, "\(saved.text)")
    let enrolled = try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)
    #expect(enrolled["expires_at"]?.string == (school.now + .days(3)).text)
    let item = try await items()[1]
    school.wait(.minutes(10))
    try await school.doJobs(comesRound: true)
    try await school.doJobs()
    #expect(try school.mails(to: "mia@evolv.example").contains { $0.subject.contains("is open to you until") })
    let longer = (school.now + .days(5)).text
    let extended = try await school.call(
      .patch, sky + "/students/\(user)", json: #"{"expires_at": "\#(longer)"}"#, as: .tom)
    #expect(extended["expires_at"]?.string == longer)
    school.waitLong(.days(4))
    #expect(try await school.call(.get, "/api/v1/items/\(item)", as: .mia).status == 200)
    school.waitLong(.days(1))
    // Before the job comes round the door is closed already.
    #expect(try await school.call(.get, "/api/v1/items/\(item)", as: .mia)["code"]?.string == "locked")
    try await school.doJobs(comesRound: true)
    #expect(try await school.call(.get, sky + "/students/\(user)", as: .tom)["status"]?.string == "expired")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)["status"]?.string == "active")
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `items open one after the other, in time, and to one person by the staff`() async throws {
    let ids = try await items()
    for (id, json) in [
      (ids[1], #"{"after_item_id": "\#(ids[0])"}"#), (ids[2], #"{"days_after": 2}"#),
    ] {
      let saved = try await school.call(.put, "/api/v1/items/\(id)/condition", json: json, as: .tom)
      #expect(saved.status == 200, "\(saved.text)")
      #expect(try await school.call(.put, "/api/v1/items/\(id)/condition", json: json, as: .mia).status == 403)
    }
    _ = try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)
    #expect(try await state(of: 1) == "locked")
    #expect(try await state(of: 2) == "locked")
    let refused = try await school.call(.get, "/api/v1/items/\(ids[1])", as: .mia)
    #expect(refused.status == 403 && refused["detail"]?.string == "First finish “North without a compass”.")
    #expect(try await school.call(.put, "/api/v1/items/\(ids[1])/completion", as: .mia).status == 403)
    let page = try await school.get("/learn/reading-the-night-sky/planets-do-not-twinkle", as: .mia)
    #expect(page.status == 403 && page.contains("First finish") && page.contains("Go to North without a compass"))
    #expect(try await school.call(.put, "/api/v1/items/\(ids[0])/completion", as: .mia).status == 200)
    #expect(try await state(of: 1) == "open")
    let user = try #require(try await school.call(.get, "/api/v1/users/me", as: .mia)["id"]?.string)
    let door = sky + "/students/\(user)/items/\(ids[2])"
    #expect(try await school.call(.put, door, as: .leo).status == 403)
    #expect(try await school.call(.put, door, as: .tom).status == 204)
    #expect(try await school.call(.get, "/api/v1/items/\(ids[2])", as: .mia).status == 200)
    #expect(try await school.call(.delete, door, as: .tom).status == 204)
    #expect(try await state(of: 2) == "locked")
    school.waitLong(.days(2))
    #expect(try await state(of: 2) == "open")
    let loop = try await school.call(
      .put, "/api/v1/items/\(ids[0])/condition", json: #"{"after_item_id": "\#(ids[1])"}"#, as: .tom)
    #expect(loop.faults == ["after_item_id loop"])
    #expect(try await TeachingCounts.faults(in: school.db) == [])
  }

  @Test func `a course that asks for another takes who has finished it`() async throws {
    let clay = try #require(try await school.call(.get, "/api/v1/courses/clay-and-fire")["id"]?.string)
    _ = try await school.call(
      .put, sky + "/terms", json: #"{"offer_hours": 24, "prerequisites": ["\#(clay)"]}"#, as: .tom)
    let refused = try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)
    #expect(refused.status == 409 && refused["detail"]?.string == "First finish “Clay and Fire”.")
    #expect(try await school.get("/courses/reading-the-night-sky", as: .mia).contains("First finish:"))
    let user = try #require(try await school.call(.get, "/api/v1/users/me", as: .mia)["id"]?.string)
    let done = try await school.call(
      .patch, "/api/v1/courses/clay-and-fire/students/\(user)", json: #"{"status": "completed"}"#, as: .tom)
    #expect(done["status"]?.string == "completed", "\(done.text)")
    #expect(try await school.call(.post, sky + "/enroll", json: "{}", as: .mia).status == 201)
  }

  @Test func `an end by the staff is told with its reason`() async throws {
    _ = try await school.call(.post, sky + "/enroll", json: "{}", as: .mia)
    let user = try #require(try await school.call(.get, "/api/v1/users/me", as: .mia)["id"]?.string)
    let page = "/teach/courses/reading-the-night-sky/learners/\(user)"
    #expect(try await school.get(page, as: .tom).status == 200)
    #expect(try await school.get(page, as: .leo).status == 403)
    _ = try await school.post(page, form: ["step": "drop", "reason": "It moves to spring."], as: .tom)
    try await school.doJobs()
    let mail = try #require(try school.mails(to: "mia@evolv.example").last)
    #expect(mail.subject.contains("no longer enrolled"))
    #expect(try await school.get(page, as: .tom).contains("It moves to spring."))
    #expect(
      try await school.get("/learn/reading-the-night-sky/planets-do-not-twinkle", as: .mia).contains("left this course")
    )
  }

  private func course() async throws -> String {
    try #require(try await school.call(.get, sky)["id"]?.string)
  }
  private func limit(to seats: Int) async throws {
    let reply = try await school.call(
      .patch, "/api/v1/courses/\(try await course())", json: #"{"max_students": \#(seats)}"#, as: .tom)
    #expect(reply.status == 200, "\(reply.text)")
  }
  private func items() async throws -> [String] {
    let sections = try await school.call(.get, sky + "/outline", as: .tom)["sections"]?.elements ?? []
    return sections.flatMap { $0.step("items")?.elements ?? [] }.compactMap { $0.step("id")?.string }
  }
  private func state(of index: Int) async throws -> String? {
    let sections = try await school.call(.get, sky + "/outline", as: .mia)["sections"]?.elements ?? []
    let items = sections.flatMap { $0.step("items")?.elements ?? [] }
    return items.indices.contains(index) ? items[index].step("state")?.string : nil
  }
}
