import Essentials
import EvolvCore
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Keeping the last owner` {
  @Test func `a thousand rounds of demoting each other leave one owner each time`() async throws {
    try await Stage.run { stage in
      var owners: [PersonRecord] = []
      for name in ["Ada", "Bob"] { owners.append(try await stage.add(name, .owner)) }
      let people = owners, count: SQL = "SELECT count(*) FROM users WHERE role = 'owner' AND status = 'active'"
      var kept = 0
      for round in 1...1000 {
        let done = await withTaskGroup(of: Bool.self) { group in
          for (place, person) in people.enumerated() {
            group.addTask { await Self.leave(person.id, way: round + place, stage) }
          }
          return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        if done == 1, try await stage.db.value(count, as: Int.self) == 1 { kept += 1 }
        let ids = people.map(\.id)
        try await stage.db.execute("UPDATE users SET role = 'owner', status = 'active' WHERE id IN \(ids)")
      }
      #expect(kept == 1000)
    }
  }

  /// Demotes, suspends or lets go, by turns.
  private static func leave(_ id: ID<Person>, way: Int, _ stage: Stage) async -> Bool {
    let edits = [PersonEdit(role: .student), PersonEdit(status: .suspended), PersonEdit(status: .inactive)]
    do {
      _ = try await stage.db.changePeople {
        try await $0.changePerson(id, edits[way % 3], by: .program, at: stage.now)
      }
      return true
    } catch { return false }
  }

  @Test func `through the front door, too, and by deletion`() async throws {
    try await Stage.run { stage in
      for round in 1...5 {
        let (ada, first) = try await stage.enter("Ada\(round)", .owner)
        let (bob, second) = try await stage.enter("Bob\(round)", .owner)
        // The owners of the rounds before are gone, so that these two are all.
        try await stage.db.execute(
          "UPDATE users SET role = 'student' WHERE role = 'owner' AND id NOT IN \([ada.id, bob.id])")
        async let one = stage.json("DELETE", "/api/v1/users/\(bob.id.text)", by: first)
        async let two = stage.json("PATCH", "/api/v1/users/\(ada.id.text)", #"{"role":"student"}"#, by: second)
        _ = try await (one.status, two.status)
        let left: Int = try await stage.db.value(
          "SELECT count(*) FROM users WHERE role = 'owner' AND status = 'active'")
        #expect(left == 1)
      }
    }
  }
}
