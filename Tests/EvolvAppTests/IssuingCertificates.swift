import Accounts
import Cryptography
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

/// A learner completes a course and can prove it.
@Suite(.school) struct `Issuing certificates` {
  let school = School.current
  let slug = "reading-the-night-sky"

  private func complete(_ caller: Caller, in slug: String) async throws { try await school.complete(slug, as: caller) }
  private func issued() async throws -> EarnedCertificate { try await school.issued() }
  private func count() async throws -> Int { try await school.db.value("SELECT count(*) FROM certificates") }

  @Test func `gives one for a completed course, once, however often it is told`() async throws {
    let certificate = try await issued()
    #expect(certificate.number == "EV-2026-000001")
    #expect(try school.mails(to: "mia@evolv.example").contains { $0.subject.contains("Your certificate") })
    #expect(try await school.get("/learn/certificates", as: .mia).contains(certificate.number))

    // The event comes again, and the course is completed once more.
    let payload: String = try await school.db.value(
      "SELECT payload FROM outbox WHERE event = 'course.completed'", as: JSONText.self
    ).text
    let now = school.now
    try await school.db.transaction { $0.appendEvent(name: "course.completed", payload: JSONText(payload), at: now) }
    let item = try #require(
      try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: .mia)["sections", "0", "items", "0", "id"]?
        .string)
    _ = try await school.call(.delete, "/api/v1/items/\(item)/completion", as: .mia)
    _ = try await school.call(.put, "/api/v1/items/\(item)/completion", as: .mia)
    try await school.doJobs()
    #expect(try await count() == 1)
    #expect(try school.mails(to: "mia@evolv.example").count { $0.subject.contains("Your certificate") } == 1)
    let last: Int = try await school.db.value("SELECT last FROM certificate_numbers WHERE series = 'EV-2026-{number}'")
    #expect(last == 1)
  }

  @Test func `shows everyone what the paper says, and no more than that to who only knows the number`() async throws {
    let certificate = try await issued()
    let page = try await school.get("/verify/\(certificate.token)")
    #expect(page.status == 200 && page.contains("genuine and holds") && page.contains("noindex"))
    let call = try await school.call(.get, "/api/v1/verify/\(certificate.number)")
    let printed = try PrintedCertificate(json: Array((try #require(call["printed"])).text.utf8))
    let sheet = try await school.get("/verify/\(certificate.token)/certificate.pdf")
    #expect(sheet.status == 200 && sheet.header("content-type") == "application/pdf")
    let text = try PDFText.text(of: sheet.bytes)
    for line in printed.lines {
      #expect(page.contains(line.escapedForPages), "page: \(line)")
      #expect(text.filter { !$0.isWhitespace }.contains(line.filter { !$0.isWhitespace }), "paper: \(line) \(text)")
    }
    // And nothing else, on either side: only the paper says where it can be checked.
    let address = school.program.facilities.baseAddress + "/verify/\(certificate.token)"
    #expect(text.letters.without(printed.lines + [CertificateWords(.english).check, address]) == "", "\(text)")
    let start = try #require(page.text.firstRange(of: #"aria-label="What the certificate says""#)?.upperBound)
    let words = try #require(page.text[start...].split(separator: ">", maxSplits: 1).last)
    let said = try #require(words.firstRange(of: "</section>").map { String(words[..<$0.lowerBound]) })
    #expect(said.replacing(/<[^>]*>/, with: " ").letters == printed.lines.joined().letters)
    #expect(printed.name == "Mia Santos")
    let byNumber = try await school.get("/verify/\(certificate.number.lowercased())")
    #expect(byNumber.contains("Mia Santos") && !byNumber.contains(certificate.token))
    #expect(try await school.get("/verify?number=\(certificate.number)").location == "/verify/\(certificate.number)")
    #expect(try await school.get("/verify/\(certificate.number)/certificate.pdf").status == 404)
    #expect(try await school.get("/verify/\(certificate.token)/certificate.svg").contains("<svg"))
    #expect(try await school.get("/verify/EV-2026-999999").status == 404)
    #expect(try await school.get("/verify").status == 200)
  }

  @Test func `slows down who tries numbers`() async throws {
    var seen: [Int] = []
    for number in 1...35 { seen.append(try await school.get("/verify/EV-2026-\(number)").status) }
    #expect(seen.prefix(30).allSatisfy { $0 == 404 } && seen.last == 429)
  }

  @Test func `keeps what was printed when names change`() async throws {
    let certificate = try await issued()
    try await school.db.execute("UPDATE users SET first_name = 'Maria' WHERE email = 'mia@evolv.example'")
    try await school.db.execute("UPDATE courses SET title = 'Stars' WHERE slug = 'reading-the-night-sky'")
    let page = try await school.get("/verify/\(certificate.token)")
    #expect(page.contains("Mia Santos") && page.contains("Reading the Night Sky") && !page.contains("Maria"))
  }

  @Test func `revokes with a reason that everyone reads, and lets it hold again`() async throws {
    let certificate = try await issued()
    for caller in [Caller.mia, .leo] {
      let refused = try await school.call(
        .post, "/api/v1/certificates/\(certificate.id)/revocation", json: #"{"reason": "I do not want it"}"#, as: caller
      )
      #expect([403, 404].contains(refused.status))
    }
    let page = "/teach/certificates/\(certificate.id)"
    #expect(try await school.post(page + "/revocation", form: ["reason": "x"], as: .tom).status == 422)
    #expect(try await school.post(page + "/revocation", form: ["reason": "Issued by mistake"], as: .tom).status == 303)
    let shown = try await school.get("/verify/\(certificate.token)")
    #expect(
      shown.contains("was revoked") && shown.contains("Issued by mistake") && !shown.contains("genuine and holds"))
    let text = try PDFText.text(of: try await school.get("/verify/\(certificate.token)/certificate.pdf").bytes)
    #expect(text.contains("Revoked"))
    #expect(try await school.post(page + "/revocation", form: ["reason": "Once more"], as: .tom).status == 409)
    #expect(try await school.post(page + "/reinstatement", as: .tom).status == 303)
    #expect(try await school.get("/verify/\(certificate.token)").contains("genuine and holds"))
    #expect(try await school.post(page + "/reinstatement", as: .tom).status == 409)
  }

  @Test func `asks for what the course asks for`() async throws {
    #expect(try await rule("issuing=by_hand", .mia) != 303)
    #expect(
      try await school.post(
        "/teach/courses/\(slug)/certificates/rule",
        form: ["issuing": "automatic", "template": "", "least_minutes": "10"], as: .tom
      ).status == 303)
    try await complete(.mia, in: slug)
    try await school.doJobs()
    #expect(try await count() == 0)
    #expect(
      try await school.post(
        "/teach/courses/\(slug)/certificates/rule", form: ["issuing": "by_hand", "template": "", "least_minutes": ""],
        as: .tom
      ).status == 303)
    try await complete(.leo, in: slug)
    try await school.doJobs()
    #expect(try await count() == 0)
    let page = try await school.get("/teach/courses/\(slug)/certificates", as: .tom)
    #expect(page.contains("Mia Santos") && page.contains("Leo Haddad"))
  }

  private func rule(_ text: String, _ caller: Caller) async throws -> Int {
    try await school.post(
      "/teach/courses/\(slug)/certificates/rule", form: ["issuing": "by_hand", "template": "", "least_minutes": ""],
      as: caller
    ).status
  }

  @Test func `lets the teacher issue by hand, many at a time, and nobody else`() async throws {
    _ = try await school.post("/courses/\(slug)/enrollment", as: .mia)
    _ = try await school.post("/courses/\(slug)/enrollment", as: .leo)
    let ids = [school.people.mia, school.people.leo].compactMap { $0.viewer.person?.text }
    let json = #"{"user_ids": ["\#(ids.joined(separator: "\", \""))"]}"#
    let call = "/api/v1/courses/\(slug)/certificates", other = try await school.add("Eve", .instructor)
    for caller in [Caller.mia, other] {
      #expect([403, 404].contains(try await school.call(.post, call, json: json, as: caller).status))
      #expect([403, 404].contains(try await school.get("/teach/courses/\(slug)/certificates", as: caller).status))
      #expect(try await school.get("/admin/certificates", as: caller).status == 403)
    }
    #expect(try await school.call(.post, call, json: json).status == 401)
    #expect(try await school.call(.post, call, json: json, as: .tom)["data"]?.elements?.count == 2)
    #expect(try await school.call(.post, call, json: json, as: .tom)["data"]?.elements?.count == 0)
    let list = try await school.get("/admin/certificates?q=Haddad", as: .ada)
    #expect(list.contains("Leo Haddad") && !list.contains("Mia Santos"))
    let file = try await school.get("/admin/certificates.csv?state=valid", as: .ada)
    #expect(file.text.split(separator: "\r\n").count == 3 && file.contains("EV-2026-000002"))
  }

  @Test func `numbers two hundred at a time without a gap and without a double`() async throws {
    let course = try await school.db.course(.slug(try #require(Slug(pathText: slug))), for: .program)
    let now = school.now
    try await complete(course, times: 200, at: now)
    let people: [ID<Person>] = try await school.db.all(
      "SELECT user_id FROM course_enrollments WHERE course_id = \(course.id) AND status = 'completed'")
    #expect(people.count == 200)
    let learners = try await school.db.candidates(people, of: course.id)
    let press = CertificatePress(school.program.facilities), db = school.db
    let design = CertificateDesign.standard(in: .english)
    // Two hundred at once, each learner twice, so that half of them find that somebody else was first.
    var made: [String] = []
    for some in [learners.prefix(100), learners.suffix(100)] {
      made += try await withThrowingTaskGroup(of: String?.self) { group in
        for learner in some + some {
          group.addTask {
            try await db.transaction {
              try await $0.issueCertificate(
                to: learner, of: course, as: .staff, design, on: press, by: .program, at: now)
            }?.number
          }
        }
        return try await group.reduce(into: [String]()) { if let number = $1 { $0.append(number) } }
      }
    }
    let wanted = (1...200).map { press.settings.number($0, in: press.settings.series(in: 2026)) }
    #expect(made.sorted() == wanted)
    let places: [Int] = try await db.all("SELECT place FROM certificates ORDER BY place")
    #expect(places == Array(1...200))
  }

  /// So many new people who have completed a course.
  private func complete(_ course: Course, times count: Int, at now: Instant) async throws {
    for number in 1...count {
      let enrollment = ID<Enrollment>(at: now)
      try await school.db.transaction { transaction in
        let new = NewPerson(
          firstName: try #require(PersonName("Learner")), lastName: try #require(PersonName("Number \(number)")),
          email: try #require(EmailAddress("learner\(number)@evolv.example")), role: .student, passwordHash: "none")
        let made = try await transaction.createPerson(new, by: .program, at: now)
        try await transaction.execute(
          """
          INSERT INTO course_enrollments (id, user_id, course_id, status, origin, enrolled_at, completed_at)
          VALUES (\(enrollment), \(made.id), \(course.id), 'completed', 'staff', \(now), \(now))
          """)
      }
    }
  }
}
