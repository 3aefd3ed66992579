internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Who is where in a course.
struct LearnersPage: Page {
  static let size = 50
  let course: Course
  let learners: [CourseLearner]
  let total: Int
  let number: Int
  let viewer: Viewer
  let now: Instant

  var title: String { "Learners of \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .learners)
    if learners.isEmpty {
      EmptyState(
        "Nobody yet", "Learners appear here as soon as they enroll. Hand out access codes to invite them.", .people
      ) {
        Button("Make access codes", to: AccessCodeRoutes.list.path(course.slug), .primary)
      }
    } else {
      Table("Learners of \(course.title)", learners) {
        Column("Name", .name) { learner in PersonLine(learner.name, note: learner.email) }
        Column("Progress") { ProgressBar(done: $0.enrollment.itemsDone, of: $0.itemCount, unit: "done") }
        Column("Where") { learner in span(.ownDirection) { learner.lastItemTitle ?? "Not started" } }
        Column("Last seen", .short) { learner in
          (learner.enrollment.lastSeenAt ?? learner.enrollment.enrolledAt).ago(from: now)
        }
        Column("State", .short) { learner in learner.enrollment.status.badge }
        if viewer.may(.seeAudit) {
          Column("History", .actions) { learner in
            if let history = Audit.history(of: learner.enrollment.id, for: viewer) {
              Button("History", to: history, .quiet, size: .small)
            }
          }
        }
      }
      Pages(number, size: Self.size, total: total, of: "learners") {
        EnrollmentRoutes.learners.path(course.slug).query(["page": String($0)])
      }
    }
  }
}

extension EnrollmentStatus {
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
