internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

/// Jobs: what the program does while nobody waits for it. The queue is `JobQueue`'s, what it does is listed in
/// `Subscriptions.swift` and `Schedule.swift`; here the school's administrators see it, let what failed try again, and
/// discard what never will work.
enum Jobs: Feature {
  static let name = "Jobs"
  static let tables: [String] = []

  static let list = Route.get("/admin/jobs", by: .may(.seeOperations), "See the jobs")
  static let show = Route.get("/admin/jobs/{job}", ID<JobRecord>.self, by: .may(.seeOperations), "See a job")
  static let retry = Route.post(
    "/admin/jobs/{job}/retry", ID<JobRecord>.self, by: .may(.manageOperations), "Let a failed job try again")
  static let discard = Route.post(
    "/admin/jobs/{job}/removal", ID<JobRecord>.self, by: .may(.manageOperations), "Discard a failed job")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let query = try context.request.query(JobsQuery.self)
      return context.page(try await JobsPage(query, context))
    }
    table.on(show) { context, id in
      guard let job = try await context.db.job(id) else { throw Problem.notFound("job") }
      return context.page(JobPage(job: job, csrf: context.forgeryToken))
    }
    table.on(retry) { context, id in
      try await context.retryJob(id)
      return context.redirect(to: list.path(), saying: "The job will try again at once.")
    }
    table.on(discard) { context, id in
      try await context.discardJob(id)
      return context.redirect(to: list.path(), saying: "The job is discarded.")
    }
    JobAPI.register(on: &table)
  }

  static func personPlaces(for viewer: Viewer) -> [Destination] {
    viewer.may(.seeOperations) ? [Destination("Jobs", icon: "refresh", link: list.path())] : []
  }
}

/// Which jobs to see.
struct JobsQuery: Payload {
  let state: JobState?, page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "JobsQuery", Self.init, Field("state", \.state, "dead (the default), waiting or running"), Field("page", \.page),
    Field("page_size", \.pageSize))
}

extension Context {
  func retryJob(_ id: ID<JobRecord>) async throws {
    try await settleJob(id, JobRetried(job: id)) { [now] in try await $0.retryJob(id, at: now) }
  }
  func discardJob(_ id: ID<JobRecord>) async throws {
    try await settleJob(id, JobDiscarded(job: id)) { try await $0.discardJob(id) }
  }

  private func settleJob(
    _ id: ID<JobRecord>, _ event: some DomainEvent, _ change: @escaping @Sendable (Transaction) async throws -> Bool
  ) async throws {
    let viewer = viewer, now = now
    try await db.transaction { transaction in
      guard let job = try await transaction.job(id) else { throw Problem.notFound("job") }
      guard try await change(transaction) else { throw Problem.conflict("This job has not failed, or not for good.") }
      transaction.record(event, by: viewer, at: now, before: JobValues(name: job.name, error: job.lastError))
    }
  }
}

/// An administrator let a dead job try again.
struct JobRetried: DomainEvent {
  let job: ID<JobRecord>
  static let name = "job.retried"
  var subject: Subject { Subject("job", job) }
  static let shape = Shape("JobRetried", Self.init, Field("job", \.job))
}

/// An administrator gave a dead job up.
struct JobDiscarded: DomainEvent {
  let job: ID<JobRecord>
  static let name = "job.discarded"
  var subject: Subject { Subject("job", job) }
  static let shape = Shape("JobDiscarded", Self.init, Field("job", \.job))
}

/// What the audit log keeps of a job.
private struct JobValues: Payload {
  let name: String, error: String?
  static let shape = Shape("JobValues", Self.init, Field("name", \.name), Field("error", \.error))
}

extension Reading {
  /// What is to be said when events or jobs wait although they are due; nil while they are done in time.
  func waitingWords(at now: Instant) async throws -> String? {
    guard let since = try await waitingSince(at: now), now.seconds(since: since) >= 120 else { return nil }
    let minutes = now.seconds(since: since) / 60
    let age = minutes < 120 ? "\(minutes) minutes" : minutes < 2880 ? "\(minutes / 60) hours" : "\(minutes / 1440) days"
    return "mails and other jobs wait since \(age): no worker runs, or it cannot keep up"
  }
}
