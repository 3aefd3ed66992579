internal import EvolvApp
public import EvolvCore
public import JobQueue
public import Mailing

extension School {
  /// What does this school's jobs; `comesRound`: whether it keeps the schedule too.
  public func worker(comesRound: Bool = false) -> Worker<Facilities> {
    program.worker(on: Self.loop, database: db, comesRound: comesRound)
  }

  /// Tells every event, does every job that is due and what that brings about; says how many tries were made.
  @discardableResult public func doJobs(comesRound: Bool = false) async throws -> Int {
    try await worker(comesRound: comesRound).runDue()
  }

  /// The mails that were sent to one address, the oldest first.
  public func mails(to address: String) throws -> [KeptMail] {
    try (program.facilities.postman.outbox?.mails() ?? []).filter { $0.to.contains(address) }.reversed()
  }
}
