internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// What it takes to take the course, beside it on wide screens, at the foot of phones.
struct EnrollCard: Component {
  let course: Course
  let hue: Int?
  let enrollment: EnrollmentMark?
  let csrf: String

  var body: HTML {
    OfferCard(
      cover: CourseCover(course: course.brief, hue: hue).body, price: course.priceWords, note: note, facts: facts
    ) {
      action
    }
  }

  @HTMLBuilder private var action: HTML {
    if let enrollment, enrollment.isOpen {
      Button(
        enrollment.itemsDone == 0 ? "Start learning" : "Continue", to: LearningRoutes.resume.path(course.slug),
        .primary,
        isWide: true)
      if course.itemCount > 0 {
        ProgressBar(done: min(enrollment.itemsDone, course.itemCount), of: course.itemCount, unit: "done")
      }
    } else if !course.isPublished {
      p(.class("soft")) { "Not open for enrollment." }
    } else if course.seatsLeft == 0 {
      p(.class("soft")) { "All \(course.maxStudents ?? 0) places are taken." }
    } else {
      entry
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
