internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import JobQueue
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// The jobs in one state, and what comes round.
struct JobsPage: Page {
  private static let size = 50
  let state: JobState, number: Int
  let jobs: [JobRecord], counts: [JobCount], lastTimes: [String: Instant]
  let csrf: String, warning: String?
  let title = "Jobs"

  init(_ query: JobsQuery, _ context: Context) async throws {
    state = query.state ?? .dead
    number = query.page?.value ?? 1
    jobs = try await context.db.jobs(state, limit: Self.size, after: (number - 1) * Self.size)
    counts = try await context.db.jobCounts()
    lastTimes = try await context.db.scheduleTimes()
    csrf = context.forgeryToken
    warning = try await context.db.waitingWords(at: context.now)
  }

  var body: HTML {
    PageHeader("Jobs", lead: "What is done while nobody waits for it: mails, cleaning, imports.")
    div(.class("stack")) {
      if let warning {
        Callout(.warn, "Nobody does the jobs") {
          p {
            "\(warning.prefix(1).uppercased() + warning.dropFirst()). Start the program with EVOLV_JOBS above 0, or evolv work beside it."
          }
        }
      }
      Tabs("Jobs", [JobState.dead, .waiting, .running].map(tab))
      if jobs.isEmpty { EmptyState(state.nothing.title, state.nothing.text, .done) } else { list }
      schedule
    }
  }

  private func tab(_ state: JobState) -> Tabs.Tab {
    Tabs.Tab(
      state.words, to: Jobs.list.path().query(["state": state.rawValue]), isCurrent: state == self.state,
      count: count(of: state))
  }
  private func count(of state: JobState) -> Int { counts.first { $0.state == state }?.count ?? 0 }

  @HTMLBuilder private var list: HTML {
    Table("\(state.words) jobs", jobs) {
      Column("Job", .name) { job in a(href: Jobs.show.path(job.id)) { job.name } }
      Column("Tries", .number) { job in "\(job.attempts)" }
      Column(state == .waiting ? "Due" : "Since") { job in
        Moment(instant: state == .waiting ? job.runAt : job.changedAt)
      }
      if state != .running { Column("Trouble") { job in job.trouble } }
      if state == .dead {
        Column("Try again", .actions) { job in
          Form(Jobs.retry.path(job.id), csrf: csrf, .plain) { Button("Try again", icon: .refresh, size: .small) }
        }
      }
    }
    Pagination(
      "\((number - 1) * Self.size + 1) to \((number - 1) * Self.size + jobs.count) of \(count(of: state))",
      previous: number > 1 ? page(number - 1) : nil,
      next: number * Self.size < count(of: state) ? page(number + 1) : nil)
  }

  private func page(_ number: Int) -> Link {
    Jobs.list.path().query([("state", state.rawValue), ("page", String(number))])
  }

  private var schedule: HTML {
    section(.class("shelf")) {
      h2 { "What comes round" }
      Table("Schedule", App.schedule) {
        Column("Job", .name) { schedule in schedule.name }
        Column("When") { schedule in schedule.cadence.words }
        Column("Last time") { schedule in
          if let last = lastTimes[schedule.name] { Moment(instant: last) } else { span(.class("faint")) { "Not yet" } }
        }
      }
    }
  }
}

/// One job with all that is known of it.
struct JobPage: Page {
  let job: JobRecord
  let csrf: String
  var title: String { "Job: \(job.name)" }

  var body: HTML {
    PageHeader(title, crumbs: Breadcrumbs([("Jobs", Jobs.list.path().query(["state": job.state.rawValue]))])) {
      if job.state == .dead {
        Form(Jobs.retry.path(job.id), csrf: csrf, .plain) { Button("Try again", .primary, icon: .refresh) }
      }
    }
    div(.class("stack")) {
      Facts(facts)
      if let error = job.lastError { Card("What went wrong") { LogText(error) } }
      Card("Particulars") { LogText(job.payload) }
      if job.state == .dead {
        DisclosureList("Give it up") {
          Disclosure("Discard this job", note: "It is not done and never will be. This cannot be undone.") {
            Form(Jobs.discard.path(job.id), csrf: csrf, .plain) { Button("Discard for good", .danger, icon: .trash) }
          }
        }
      }
    }
  }

  private var facts: [(term: String, value: HTML)] {
    [
      ("State", Badge(job.state.words, job.state == .dead ? .bad : .neutral).body), ("Tries", HTML("\(job.attempts)")),
      ("Workers lost", HTML("\(job.losses)")), ("Asked for", Moment(instant: job.createdAt).body),
      ("Last changed", Moment(instant: job.changedAt).body), ("Due", Moment(instant: job.runAt).body),
      ("Number", code { job.id.text }),
    ]
  }
}

extension JobState {
  fileprivate var words: String {
    switch self {
    case .dead: "Failed"
    case .waiting: "Waiting"
    case .running: "Running"
    }
  }
  fileprivate var nothing: (title: String, text: String) {
    switch self {
    case .dead: ("Nothing failed", "A job that fails every time ends up here, with the reason.")
    case .waiting: ("Nothing waits", "Jobs are done as soon as they are asked for.")
    case .running: ("Nothing runs", "Most jobs are done within a second.")
    }
  }
}

extension JobRecord {
  /// The beginning of what went wrong, for a line of a list.
  fileprivate var trouble: String {
    guard let lastError else { return "None" }
    return lastError.count > 90 ? lastError.prefix(90) + "…" : lastError
  }
}
