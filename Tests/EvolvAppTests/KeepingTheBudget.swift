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

/// So many statements an answer may take; one that asks again for each row breaks it at once.
@Suite(.school) struct `Keeping the budget` {
  let school = School.current

  @Test(arguments: [
    ("/api/v1/courses", Caller.visitor, 2), ("/api/v1/courses?q=clay&page_size=100", .visitor, 2),
    ("/api/v1/courses/clay-and-fire", .visitor, 3),
    ("/api/v1/courses/clay-and-fire/outline", .visitor, 6), ("/api/v1/courses/clay-and-fire/outline", .mia, 7),
    ("/api/v1/users/me", .mia, 2),
    ("/api/v1/users/me/enrollments", .mia, 2), ("/api/v1/courses/clay-and-fire/students", .tom, 4),
  ])
  func `answers a call in a few statements`(target: String, caller: Caller, most: Int) async throws {
    _ = try await school.session(of: caller)
    let reply = try await school.call(.get, target, as: caller)
    #expect(reply.status == 200)
    #expect(reply.statements <= most, "\(target) took \(reply.statements)")
  }

  @Test(arguments: [
    ("/learn", Caller.mia, 4), ("/learn/clay-and-fire/wedging", .mia, 10), ("/login", .visitor, 1),
    ("/teach/courses/clay-and-fire/learners", .tom, 5), ("/teach/courses/bread-from-scratch/codes", .tom, 5),
    ("/teach/courses/clay-and-fire/access", .tom, 8), ("/courses/clay-and-fire", .mia, 4),
  ])
  func `shows a page after a few statements`(target: String, caller: Caller, most: Int) async throws {
    _ = try await school.session(of: caller)
    // The first visit of a lesson also notes where the learner is.
    _ = try await school.get(target, as: caller)
    let reply = try await school.get(target, as: caller)
    #expect(reply.status == 200)
    #expect(reply.statements <= most, "\(target) took \(reply.statements)")
  }

  @Test func `asks the database nothing for what it refuses`() async throws {
    #expect(try await school.get("/learn").statements == 0)
    #expect(try await school.call(.get, "/api/v1/users/me").statements == 0)
    #expect(try await school.get("/nowhere").statements == 0)
    #expect(try await school.call(.post, "/api/v1/courses", json: "{}").statements == 0)
  }
}
