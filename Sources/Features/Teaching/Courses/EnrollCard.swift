internal import Essentials
internal import EvolvDesign
internal import Markup

/// What it takes to take the course, beside it on wide screens, at the bottom of phones.
struct EnrollCard: Component {
  let course: Course
  let hue: Int?
  let enrollment: EnrollmentMark?
  let csrf: String

  var body: HTML {
    aside(.class("enroll-card card"), .aria("label", "Take this course")) {
      div(.class("enroll-cover wide-only"), .aria("hidden", "true")) { CourseCover(course: course, hue: hue) }
      p(.class("enroll-price")) { course.priceWords }
      action
      div(.class("wide-only")) { Facts(facts) }
    }
  }

  @HTMLBuilder private var action: HTML {
    if let enrollment, enrollment.isOpen {
      if course.itemCount > 0 { ProgressBar(done: min(enrollment.itemsDone, course.itemCount), of: course.itemCount, unit: "done") }
      Button(enrollment.itemsDone == 0 ? "Start learning" : "Continue", to: CoursePlaces.resume(course.slug), .primary, isWide: true)
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
      Form(CoursePlaces.enroll(course.slug), csrf: csrf, .plain) {
        Button("Enroll", .primary, busy: "Enrolling", isWide: true)
      }
    case .code: Button("Enter access code", to: CoursePlaces.redeem, .primary, icon: .key, isWide: true)
    case .staff: p(.class("soft")) { "The school enrolls people in this course." }
    }
  }

  private var facts: [(term: String, value: HTML)] {
    var facts: [(term: String, value: HTML)] = [
      (term: "Contents", value: HTML(course.lessonWords)), (term: "Level", value: HTML(course.level.words)),
      (term: "Language", value: HTML(course.language.name)), (term: "Enrollment", value: HTML(course.enrollmentMode.words)),
    ]
    if let duration = course.durationWords { facts.insert((term: "Time", value: HTML(duration)), at: 1) }
    if let seats = course.seatsLeft { facts.append((term: "Places left", value: HTML(String(seats)))) }
    return facts
  }
}
