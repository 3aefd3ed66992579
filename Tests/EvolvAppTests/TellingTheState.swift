import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Payloads
import Routing
import SQLStore
import Testing

/// What the program says about itself and about what went wrong.
@Suite(.school) struct `Telling the state` {
  let school = School.current
  static let isSQLite = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"] == nil

  @Test func `is ready while the database answers`() async throws {
    #expect(try await school.get("/health/ready").status == 200)
  }

  // A schema of PostgreSQL is removed over the same connections, so there the outage is shown by the store's own tests.
  @Test(.enabled(if: isSQLite)) func `is not ready when the database is gone, and lives on`() async throws {
    await school.program.store.close()
    #expect(try await school.get("/health/ready").status == 503)
    #expect(try await school.get("/health/live").status == 200)
  }

  @Test func `says 409 for a name that someone else took meanwhile`() async throws {
    try await school.db.execute("CREATE UNIQUE INDEX courses_one_title ON courses (title)")
    let first = try await school.call(.post, "/api/v1/courses", json: #"{"title":"The one"}"#, as: .tom)
    #expect(first.status == 201)
    let second = try await school.call(.post, "/api/v1/courses", json: #"{"title":"The one"}"#, as: .tom)
    #expect(second.status == 409)
    #expect(second["code"]?.string == "conflict")
    #expect(try await school.post("/teach/courses", form: ["title": "The one"], as: .tom).status == 409)
  }

  @Test func `sends its files compressed, and to be kept`() async throws {
    let home = try await school.get("/").text
    let match = try #require(home.firstMatch(of: /href="(\/assets\/[0-9a-f]{16}\/site\.css)"/))
    let path = String(match.1)
    let whole = try await school.send("GET", path),
      short = try await school.send("GET", path, headers: [("Accept-Encoding", "br, gzip")])
    #expect(whole.header("cache-control") == "public, max-age=31536000, immutable")
    #expect(short.header("content-encoding") == "br")
    #expect(short.header("etag") != whole.header("etag"))
    #expect(short.bytes.count * 3 < whole.bytes.count)
    #expect(try await school.send("GET", "/favicon.ico").location?.hasSuffix("/favicon.svg") == true)
    #expect(try await school.send("GET", "/assets/missing/site.css").status == 200)
    #expect(try await school.send("GET", "/assets/missing/none.css").status == 404)
  }
}
