internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

extension Transaction {
  /// Takes all second factors of someone away who lost them, and signs them out everywhere. The school's people see that
  /// there are some; they never see or use them.
  func resetSecondFactors(of id: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    try viewer.require(.managePeople)
    let person = try await person(id)
    try viewer.requireManaging(try await rights(of: person))
    guard try await !secondFactors(of: id).isEmpty else {
      throw Problem.conflict("\(person.name) has no second factor.")
    }
    later("DELETE FROM authenticators WHERE user_id = \(id)")
    later("DELETE FROM passkeys WHERE user_id = \(id)")
    later("DELETE FROM phones WHERE user_id = \(id)")
    try await settleSecondFactors(of: id, at: now)
    dropPendingSignIns(of: id)
    endSessions(of: id)
    record(SecondFactorsReset(person: id), by: viewer, at: now)
  }
}
