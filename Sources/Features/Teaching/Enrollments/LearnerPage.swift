internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// How one person stands in a course, and what the staff can do about it.
struct LearnerPage: Page {
  let outline: CourseOutline
  let learner: CourseLearner
  let record: LearningRecord
  /// The items that the staff opened to them.
  let given: Set<ID<CourseItem>>
  /// For how long they learned in this course, as the log proves.
  let minutes: Int
  let viewer: Viewer
  let now: Instant
  let csrf: String

  private var course: Course { outline.course }
  private var enrollment: Enrollment { learner.enrollment }
  private var mayChange: Bool { course.mayBeEdited(by: viewer) }
  private var action: Link { LearnerRoutes.change.path(course.slug, enrollment.person) }
  var title: String { "\(learner.name) in \(course.title)" }

  var body: HTML {
    PageHeader(
      learner.name, lead: learner.email,
      crumbs: Breadcrumbs([
        (label: course.title, link: TeachRoutes.outline.path(course.slug)),
        (label: "Learners", link: LearnerRoutes.list.path(course.slug)),
      ])
    ) {
      enrollment.status.badge
      if viewer.may(.seeAnyLearners) {
        Button("Learning time", to: StatementRoutes.ofPerson.path(enrollment.person), icon: .clock, size: .small)
      }
      if let history = Audit.history(of: enrollment.id, for: viewer) { Button("History", to: history, size: .small) }
    }
    StatRow {
      Stat("Progress", "\(learner.progress.whole) %", note: "\(enrollment.itemsDone) of \(learner.itemCount) done")
      Stat("Learned at least", LearningStatement.duration(minutes), note: "in this course")
      Stat("Enrolled", enrollment.enrolledAt.dayWords, note: enrollment.origin.words)
      Stat("Last seen", (enrollment.lastSeenAt ?? enrollment.enrolledAt).ago(from: now), note: learner.lastItemTitle)
      Stat("Access", enrollment.expiresAt.map { "Until \($0.dayWords)" } ?? "Without end", note: completion)
    }
    if let ended = enrollment.endedAt, !enrollment.isOpen {
      Callout(.neutral, enrollment.status == .expired ? "The access has ended" : "They no longer take the course") {
        p {
          "Since "; Day(instant: ended); "."
        }
        if let reason = enrollment.endReason { p(.class("keeps-lines"), .ownDirection) { reason } }
      }
    }
    if mayChange { decisions }
    SectionHeader("Item by item", lead: "What is locked opens by itself when its conditions are met.")
    items
  }

  private var completion: String? { enrollment.completedAt.map { "Finished \($0.dayWords)" } }

  @HTMLBuilder private var decisions: HTML {
    Card("Decide") {
      if enrollment.isOpen {
        Form(action, csrf: csrf, .inline, label: "Access") {
          Field("days", "Days more", .number(min: 1, max: 3650), value: "30")
          Button("Extend", icon: .clock, name: "step", value: "extend")
          if enrollment.expiresAt != nil { Button("Without end", .quiet, name: "step", value: "unlimited") }
          if enrollment.status == .active {
            Button("Mark finished", icon: .checkCircle, name: "step", value: "complete")
          }
        }
        Form(action, csrf: csrf, label: "End") {
          Field(
            "reason", "Reason to end the enrollment", .area(rows: 2), help: "Stands in the mail that they get.",
            .optional)
          FormActions {
            Button("End enrollment", .danger, name: "step", value: "drop", confirm: "End this enrollment?")
          }
        }
      } else {
        Form(action, csrf: csrf, .plain) { Button("Enroll again", .primary, name: "step", value: "enroll") }
      }
    }
  }

  private var items: HTML {
    Table("Items", outline.items) {
      Column("Item", .name) { item in span(.ownDirection) { item.title } }
      Column("State", .short) { item in state(item) }
      Column("Why") { item in record.lock(of: item.id)?.note ?? (given.contains(item.id) ? "Opened by the staff" : "") }
      if mayChange { Column("Override", .actions) { item in override(item) } }
    }.body
  }

  private func state(_ item: CourseItem) -> Badge {
    switch record.state(of: item, isOpen: record.isOpen) {
    case .done: Badge("Done", .good)
    case .started: Badge("Started", .accent)
    case .open: Badge("Open")
    case .locked: Badge("Locked", .warn, icon: .lock)
    }
  }

  @HTMLBuilder private func override(_ item: CourseItem) -> HTML {
    if given.contains(item.id) {
      Form(LearnerRoutes.close.path(course.slug, enrollment.person, item.id), csrf: csrf, .plain) {
        Button("Take back", .quiet, size: .small)
      }
    } else if record.lock(of: item.id) != nil {
      Form(LearnerRoutes.open.path(course.slug, enrollment.person, item.id), csrf: csrf, .plain) {
        Button("Open now", icon: .unlock, size: .small)
      }
    }
  }
}
