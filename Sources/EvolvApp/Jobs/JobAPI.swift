internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

enum JobAPI {
  static let list = Route.get("/api/v1/jobs", by: .may(.seeOperations), "The jobs in one state").takes(
    JobsQuery.self, answers: JobList.self)
  static let show = Route.get("/api/v1/jobs/{job}", ID<JobRecord>.self, by: .may(.seeOperations), "One job").answers(
    JobAnswer.self)
  static let retry = Route.post(
    "/api/v1/jobs/{job}/retry", ID<JobRecord>.self, by: .may(.manageOperations), "Let a dead job try again"
  ).answersNothing
  static let discard = Route.delete(
    "/api/v1/jobs/{job}", ID<JobRecord>.self, by: .may(.manageOperations), "Discard a dead job"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in
      let state = query.state ?? .dead, page = query.page?.value ?? 1, size = query.pageSize?.value ?? 20
      let jobs = try await context.db.jobs(state, limit: size, after: (page - 1) * size)
      let total = try await context.db.jobCounts().first { $0.state == state }?.count ?? 0
      return JobList(
        data: jobs.map(JobAnswer.init), meta: ListMeta(total: total, page: page, pageSize: size, nextCursor: nil))
    }
    table.on(show) { context, id in
      guard let job = try await context.db.job(id) else { throw Problem.notFound("job") }
      return JobAnswer(job)
    }
    table.on(retry) { context, id in
      try await context.retryJob(id)
      return NoPayload()
    }
    table.on(discard) { context, id in
      try await context.discardJob(id)
      return NoPayload()
    }
  }
}

struct JobAnswer: Payload {
  let id: ID<JobRecord>, name: String, state: JobState, payload: String, attempts: Int, losses: Int
  let lastError: String?, runAt: Instant, createdAt: Instant, changedAt: Instant

  static let shape = Shape(
    "Job", Self.init(id:name:state:payload:attempts:losses:lastError:runAt:createdAt:changedAt:), Field("id", \.id),
    Field("name", \.name), Field("state", \.state), Field("payload", \.payload, "Its particulars, as JSON in a text"),
    Field("attempts", \.attempts), Field("losses", \.losses, "Workers that were lost while they had it"),
    Field("last_error", \.lastError), Field("run_at", \.runAt), Field("created_at", \.createdAt),
    Field("changed_at", \.changedAt))
}

extension JobAnswer {
  init(_ job: JobRecord) {
    self.init(
      id: job.id, name: job.name, state: job.state, payload: job.payload, attempts: job.attempts, losses: job.losses,
      lastError: job.lastError, runAt: job.runAt, createdAt: job.createdAt, changedAt: job.changedAt)
  }
}

struct JobList: Payload {
  let data: [JobAnswer], meta: ListMeta
  static let shape = Shape("JobList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
