import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

/// What somebody did can be shown day by day, and the sheet proves itself.
@Suite(.school) struct `Stating learning time` {
  let school = School.current

  @Test func `counts what the log proves, and seals it`() async throws {
    _ = try await school.post("/courses/reading-the-night-sky/enrollment", as: .leo)
    let outline = try await school.call(.get, "/api/v1/courses/reading-the-night-sky/outline", as: .leo)
    for section in outline["sections"]?.elements ?? [] {
      for item in section.member("items")?.elements ?? [] {
        let id = try #require(item.member("id")?.string)
        let done = try await school.call(.put, "/api/v1/items/\(id)/completion", as: .leo)
        #expect(done.status == 200, "\(done.text)")
        school.wait(.minutes(7))
      }
    }
    let page = try await school.get("/learn/statement", as: .leo)
    #expect(page.status == 200 && page.contains("14 min") && page.contains("Reading the Night Sky"))
    let sheet = try await school.get("/learn/statement.pdf", as: .leo)
    let text = try PDFText.text(of: sheet.bytes)
    #expect(text.contains("Leo Haddad") && text.contains("14 min"))
    // Where the square code leads stands beside it, whole although it takes several lines.
    let lines = try #require(text.split(separator: "\n\n").first { $0.contains("/verify-statement?seal=") })
    let address = lines.filter { !$0.isWhitespace }
    let start = try #require(address.firstRange(of: "/verify-")).lowerBound
    let printed = try await school.get(String(address[start...]))
    #expect(printed.status == 200 && printed.contains("The school made this statement"), "\(lines)")

    let leo = try #require(school.people.leo.viewer.person), now = school.now
    let statement = try await school.db.learningStatement(
      of: leo, from: "Evolv", for: school.people.leo.viewer, at: now)
    let sealer = school.program.facilities.sealer, seal = statement.proof.sealed(by: sealer)
    let checked = try await school.get("/verify-statement?seal=\(seal)")
    #expect(checked.status == 200 && checked.contains(statement.digest) && checked.contains("Leo Haddad"))
    let forged = String(seal.dropLast(4)) + (seal.hasSuffix("AAAA") ? "BBBB" : "AAAA")
    #expect(try await school.get("/verify-statement?seal=\(forged)").status == 404)
    #expect(try await school.get("/verify-statement").contains("Nothing to check yet"))
  }

  @Test func `tells it to staff who may, and to nobody else`() async throws {
    let leo = try #require(school.people.leo.viewer.person).text
    #expect(try await school.get("/teach/people/\(leo)/statement", as: .ada).contains("Leo Haddad"))
    #expect(try await school.get("/teach/people/\(leo)/statement.pdf", as: .ada).status == 200)
    for caller in [Caller.mia, .tom] {
      #expect(try await school.get("/teach/people/\(leo)/statement", as: caller).status == 403)
      #expect(try await school.get("/teach/people/\(leo)/statement.pdf", as: caller).status == 403)
    }
    #expect(try await school.get("/learn/statement").status == 303)
  }
}
