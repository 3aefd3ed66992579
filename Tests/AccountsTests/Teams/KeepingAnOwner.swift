import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Keeping an owner` {
  @Test func `a hundred rounds of two owners who take away each other leave one each time`() async throws {
    try await Stage.run { stage in
      let (ada, _) = try await stage.enter("Ada"), (mia, _) = try await stage.enter("Mia"), now = stage.now
      let adas = ada.viewer(in: ID(at: now), from: Origin()), mias = mia.viewer(in: ID(at: now), from: Origin())
      let name = try #require(TeamName("Crew"))
      let team = try await stage.db.transaction { transaction in
        let team = try await transaction.createTeam(TeamForm(name: name, slug: nil), by: adas, at: now)
        transaction.join(team.id, mia.id, as: .owner, at: now)
        return Reference<Team>.id(team.id)
      }
      for round in 1...100 {
        async let first = demote(mia.id, in: team, by: adas, stage)
        async let second = demote(ada.id, in: team, by: mias, stage)
        let done = try await [first, second]
        let owners: Int = try await stage.db.value("SELECT count(*) FROM team_members WHERE role = 'owner'")
        #expect(owners == 1 && done.count { $0 } == 1, "round \(round)")
        _ = try await stage.db.execute("UPDATE team_members SET role = 'owner'")
      }
    }
  }

  private func demote(_ person: ID<Person>, in team: Reference<Team>, by viewer: Viewer, _ stage: Stage) async throws
    -> Bool
  {
    do {
      _ = try await stage.db.transaction {
        try await $0.changeRole(of: person, in: team, to: .member, by: viewer, at: stage.now)
      }
      return true
    } catch Problem.conflict { return false } catch Problem.forbidden { return false }
  }
}
