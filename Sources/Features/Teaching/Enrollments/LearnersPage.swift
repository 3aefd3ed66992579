internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Who is where in a course, to search and to work on.
struct LearnersPage: Page {
  static let size = 50
  let course: Course
  let learners: [CourseLearner]
  let total: Int
  let waiting: Int
  let filter: LearnersFilter
  let viewer: Viewer
  let now: Instant
  let csrf: String

  var title: String { "Learners of \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .learners)
    div(.class("stack")) {
      div(.class("row-apart")) {
        filters
        div(.class("row")) {
          if waiting > 0 || course.maxStudents != nil {
            Button("Waiting list (\(waiting))", to: WaitingRoutes.list.path(course.slug), icon: .clock)
          }
          if course.mayBeEdited(by: viewer) {
            Button("Enroll people", to: LearnerRoutes.add.path(course.slug), .primary, icon: .plus)
          }
        }
      }
      if learners.isEmpty { nobody } else { list }
    }
  }

  private var filters: HTML {
    FilterForm(LearnerRoutes.list.path(course.slug), label: "Find learners") {
      SearchField(label: "Search learners", value: filter.q ?? "", placeholder: "Name or email")
      choice(
        "status", "State", EnrollmentStatus.allCases.map { Choice($0.rawValue, $0.words) }, filter.status?.rawValue)
      choice("pace", "Pace", LearnerPace.allCases.map { Choice($0.rawValue, $0.words) }, filter.pace?.rawValue)
      Button("Filter")
      if !filter.isEmpty { Button("Clear", to: LearnerRoutes.list.path(course.slug), .quiet) }
    }.body
  }

  private func choice(_ name: String, _ label: String, _ choices: [Choice], _ value: String?) -> HTML {
    Field(name, label, .select([Choice("", "\(label): any")] + choices), value: value ?? "").body
  }

  @HTMLBuilder private var nobody: HTML {
    if filter.isEmpty {
      EmptyState(
        "Nobody yet", "Learners appear here as soon as they enroll. Enroll them yourself, or hand out access codes.",
        .people
      ) {
        if course.mayBeEdited(by: viewer) {
          Button("Enroll people", to: LearnerRoutes.add.path(course.slug), .primary)
          Button("Make access codes", to: AccessCodeRoutes.new.path(course.slug))
        }
      }
    } else {
      EmptyState("Nobody found", "No learner of this course matches. Try fewer words, or another state.", .people) {
        Button("Show everyone", to: LearnerRoutes.list.path(course.slug))
      }
    }
  }

  @HTMLBuilder private var list: HTML {
    WorkList(
      "Learners of \(course.title)", learners, action: LearnerRoutes.choose.path(course.slug), csrf: csrf,
      key: { $0.enrollment.person.text }, name: { $0.name },
      link: { LearnerRoutes.show.path(course.slug, $0.enrollment.person) },
      bulk: !course.mayBeEdited(by: viewer)
        ? []
        : [
          BulkAction("extend", "30 days more", icon: .clock),
          BulkAction("complete", "Mark finished", icon: .checkCircle),
          BulkAction("drop", "End enrollment", icon: .close, isDanger: true, confirm: "End these enrollments?"),
        ]
    ) {
      Column("Name", .name) { learner in
        PersonLine(
          learner.name, note: learner.email, to: LearnerRoutes.show.path(course.slug, learner.enrollment.person))
      }
      Column("Progress") { ProgressBar(done: $0.enrollment.itemsDone, of: max($0.itemCount, 1), unit: "done") }
      Column("Where") { learner in span(.ownDirection) { learner.lastItemTitle ?? "Not started" } }
      Column("Last seen", .short) { learner in
        (learner.enrollment.lastSeenAt ?? learner.enrollment.enrolledAt).ago(from: now)
      }
      Column("Until", .short) { learner in
        if let end = learner.enrollment.expiresAt { Day(instant: end) } else { span(.class("faint")) { "No end" } }
      }
      Column("State", .short) { learner in learner.enrollment.status.badge }
    }
    Pages(filter.page?.value ?? 1, size: Self.size, total: total, of: "learners") { page in
      LearnerRoutes.list.path(course.slug).query([
        ("q", filter.q), ("status", filter.status?.rawValue), ("pace", filter.pace?.rawValue), ("page", String(page)),
      ])
    }
  }
}

extension EnrollmentStatus {
  var words: String {
    switch self {
    case .active: "Learning"
    case .completed: "Finished"
    case .dropped: "Left"
    case .expired: "Ended"
    }
  }
  var badge: Badge {
    switch self {
    case .active: Badge("Learning", .accent)
    case .completed: Badge("Finished", .good, icon: .checkCircle)
    case .dropped: Badge("Left")
    case .expired: Badge("Ended")
    }
  }
}

extension Instant {
  /// How long ago, in the words of a person: `3 days ago`.
  func ago(from now: Instant) -> String {
    let seconds = now.seconds(since: self)
    func words(_ count: Int64, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s") ago" }
    switch seconds {
    case ..<60: return "just now"
    case ..<3600: return words(seconds / 60, "minute")
    case ..<86400: return words(seconds / 3600, "hour")
    case ..<2_592_000: return words(seconds / 86400, "day")
    default: return String(text.prefix(10))
    }
  }
}

/// The way through a list of numbered pages.
struct Pages: Component {
  let number: Int, size: Int, total: Int, things: String
  let link: (Int) -> Link

  init(_ number: Int, size: Int, total: Int, of things: String, link: @escaping (Int) -> Link) {
    self.number = number
    self.size = size
    self.total = total
    self.things = things
    self.link = link
  }

  var body: HTML {
    if total > size {
      Pagination(
        "\((number - 1) * size + 1) to \(min(number * size, total)) of \(total) \(things)",
        previous: number > 1 ? link(number - 1) : nil,
        next: number * size < total ? link(number + 1) : nil)
    }
  }
}
