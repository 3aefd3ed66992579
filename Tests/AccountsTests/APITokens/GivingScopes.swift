import Essentials
import EvolvCore
import Payloads
import Routing
import Testing

@testable import Accounts

@Suite struct `Giving scopes to a token` {
  private let teacher = Viewer(identity: nil, permissions: Permissions([.createCourses]))

  @Test func `words are read as they are written, and reading is always among them`() throws {
    let scopes = try TokenScopes(asked: ["write", "create_courses"], by: teacher)
    #expect(scopes.words == ["read", "write", "create_courses"])
    #expect(TokenScopes(stored: scopes.words.joined(separator: " ")) == scopes)
    #expect(try TokenScopes(asked: [], by: teacher).words == ["read"])
  }

  @Test func `what the person does not have, and what is no scope, is refused`() {
    for word in ["manage_people", "Write", "", "read write", "*"] {
      #expect(throws: Problem.self) { try TokenScopes(asked: [word], by: teacher) }
    }
  }

  @Test func `a word that names nothing any more gives nothing`() {
    let scopes = TokenScopes(stored: "read rule_the_world")
    #expect(!scopes.mayWrite && scopes.permissions.list.isEmpty)
  }
}
