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

@Suite(.school) struct `Meeting the school` {
  let school = School.current

  @Test func `lets its people in by the real sign-in`() async throws {
    for caller in [Caller.ada, .tom, .mia, .leo] {
      let me = try await school.call(.get, "/api/v1/users/me", as: caller)
      #expect(me.status == 200)
      #expect(me["email"]?.string == "\(caller)@evolv.example")
    }
    #expect(try await school.call(.get, "/api/v1/users/me").status == 401)
  }
  @Test func `has a page for each of them`() async throws {
    #expect(try await school.get("/learn", as: .mia).status == 200)
    #expect(try await school.get("/learn").location == "/login?next=%2Flearn")
  }

  @Test func `knows its reader where an address is mistyped`() async throws {
    let known = try await school.get("/no-such-page", as: .mia), stranger = try await school.get("/no-such-page")
    #expect(known.status == 404 && stranger.status == 404)
    #expect(known.text.contains("Your menu, Mia") && !stranger.text.contains("Your menu"))
  }
}
