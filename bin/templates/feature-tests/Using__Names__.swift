import Essentials
import EvolvTesting
import Routing
import Testing

@testable import __Wing__

@Suite(.school) struct `Using __words__` {
  let school = School.current

  @Test func `a student adds one, and everyone sees it`() async throws {
    let answer = try await school.post(__Name__Routes.add.path(), form: ["title": "The first"], as: .mia)
    #expect(answer.location == __Name__Routes.list.path().text)
    #expect(try await school.get(__Name__Routes.list.path()).text.contains("The first"))
  }

  @Test func `a visitor may not add one`() async throws {
    let answer = try await school.post(__Name__Routes.add.path(), form: ["title": "Not mine"])
    #expect(answer.location?.hasPrefix("/login") == true)
    #expect(try await !school.get(__Name__Routes.list.path()).text.contains("Not mine"))
  }

  @Test func `the rule that makes this feature worth having`() {
    Issue.record("Write the story of __words__ here first, then make it true.")
  }
}
