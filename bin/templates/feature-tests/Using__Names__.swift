import EvolvTesting
import Testing

@testable import __Wing__

@Suite(.school) struct `Using __words__` {
  let school = School.current

  @Test func `a student adds one, and everyone sees it`() async throws {
    let answer = try await school.post(__Name__Routes.add, ["title": "The first"], as: .mia)
    #expect(answer.status == 303)
    #expect(try await school.get(__Name__Routes.list, as: .visitor).text.contains("The first"))
  }

  @Test func `a visitor may not add one`() async throws {
    #expect(try await school.post(__Name__Routes.add, ["title": "Mine"], as: .visitor).status == 303)
    #expect(try await !school.get(__Name__Routes.list, as: .visitor).text.contains("Mine"))
  }

  @Test func `the rule that makes this feature worth having`() {
    Issue.record("Write the story of __words__ here first, then make it true.")
  }
}
