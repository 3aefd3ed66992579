internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What it takes to take the course, beside it on wide screens, at the foot of phones.
struct EnrollCard: Component {
  let course: Course
  let hue: Int?
  let standing: CourseStanding
  let csrf: String

  var body: HTML {
    OfferCard(
      cover: CourseCover(course: course.brief, hue: hue).body, price: course.priceWords, note: note, facts: facts
    ) {
      action
    }
  }

  @HTMLBuilder private var action: HTML {
    if let enrollment = standing.enrollment, enrollment.isOpen {
      open(enrollment)
    } else if !course.isPublished {
      p(.class("soft")) { "Not open for enrollment." }
    } else if !standing.missing.isEmpty {
      p(.class("soft")) { "First finish:" }
      ul(.class("plain-list")) {
        for one in standing.missing { li { a(href: CourseRoutes.show.path(one.slug)) { one.title } } }
      }
    } else if let wait = standing.wait {
      WaitNote(course: course, wait: wait, csrf: csrf) { entry }
    } else if course.seatsLeft == 0 {
      full
    } else {
      if let ended { p(.class("soft")) { ended } }
      entry
    }
  }

  @HTMLBuilder private func open(_ enrollment: EnrollmentMark) -> HTML {
    Button(
      enrollment.itemsDone == 0 ? "Start learning" : "Continue", to: LearningRoutes.resume.path(course.slug), .primary,
      isWide: true)
    if course.itemCount > 0 {
      ProgressBar(done: min(enrollment.itemsDone, course.itemCount), of: course.itemCount, unit: "done")
    }
    if let end = enrollment.expiresAt { p(.class("soft small")) { "Open to you until \(end.dayWords)." } }
    Form(EnrollmentRoutes.leave.path(course.slug), csrf: csrf, .plain) {
      Button(
        "Leave the course", .quiet, size: .small,
        confirm: "Leave this course? Your progress is kept, but your place goes to others.")
    }
  }

  @HTMLBuilder private var full: HTML {
    p(.class("soft")) { "All \(course.maxStudents ?? 0) places are taken." }
    if course.enrollmentMode != .staff {
      Form(WaitingRoutes.join.path(course.slug), csrf: csrf, .plain) {
        Button("Join the waiting list", .primary, icon: .clock, busy: "Joining", isWide: true)
      }
    }
  }

  /// What became of an enrollment before.
  private var ended: String? {
    switch standing.enrollment?.status {
    case .dropped: "You have left this course. What you did is kept."
    case .expired, .active, .completed: "Your access to this course has ended. What you did is kept."
    case nil: nil
    }
  }

  @HTMLBuilder private var entry: HTML {
    switch course.enrollmentMode {
    case .free:
      Form(EnrollmentRoutes.enroll.path(course.slug), csrf: csrf, .plain) {
        Button("Enroll", .primary, busy: "Enrolling", isWide: true)
      }
    case .code: Button("Enter access code", to: AccessCodeRoutes.redeem.path(), .primary, icon: .key, isWide: true)
    case .staff: p(.class("soft")) { "The school enrolls people in this course." }
    }
  }

  private var note: String? { course.seatsLeft.map { $0 == 0 ? "Full" : $0.counted("place") + " left" } }
  private var facts: [MediaCard.Meta] {
    [
      MediaCard.Meta("In \(course.language.name)", .globe), MediaCard.Meta(course.enrollmentMode.words, .key),
      MediaCard.Meta("At your own pace", .clock),
    ]
  }
}

/// Where somebody stands on the waiting list, and the seat that is kept for them.
struct WaitNote: Component {
  let course: Course
  let wait: WaitingEntry
  let csrf: String
  let entry: HTML

  init(course: Course, wait: WaitingEntry, csrf: String, @HTMLBuilder entry: () -> HTML) {
    self.course = course
    self.wait = wait
    self.csrf = csrf
    self.entry = entry()
  }

  var body: HTML {
    if wait.state == .offered, let end = wait.offerEndsAt {
      strong { "A place is kept for you" }
      p(.class("soft")) {
        "Take it until "; Moment(instant: end); "; then it goes to the next."
      }
      if course.enrollmentMode == .staff {
        Form(WaitingRoutes.take.path(course.slug), csrf: csrf, .plain) {
          Button("Take the place", .primary, busy: "Enrolling", isWide: true)
        }
      } else {
        entry
      }
      leave("Decline")
    } else {
      strong { "You are number \(wait.position) on the waiting list" }
      p(.class("soft")) { "When a place is free, it is kept for you and you get a mail." }
      leave("Leave the waiting list")
    }
  }

  private func leave(_ label: String) -> HTML {
    Form(WaitingRoutes.leave.path(course.slug), csrf: csrf, .plain) {
      Button(label, .quiet, size: .small)
    }.body
  }
}
