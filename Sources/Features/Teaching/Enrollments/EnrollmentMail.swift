internal import Accounts
internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
internal import Routing
internal import SQLStore

/// The mails about someone's place in a course.
public enum EnrollmentMail {
  static let all = [words, dropped, ending, expired, offered, passed]

  /// To be called of `LearnerEnrolled`.
  public static func send(_ event: LearnerEnrolled, _ work: Errand) async throws {
    try await tell(event.person, of: event.course, work) { letter(to: $0, about: $1, from: work.surroundings) }
  }

  /// Who left by their own wish knows it.
  public static func tellDropped(_ event: EnrollmentDropped, _ work: Errand) async throws {
    guard event.isByStaff == true else { return }
    try await tell(event.person, of: event.course, work) { person, taken in
      Letter(
        dropped,
        [.firstName: person.firstName, course: taken.title, reason: event.reason ?? "No reason was given."],
        action: CourseRoutes.show.path(taken.slug), from: work.surroundings)
    }
  }

  public static func tellEnding(_ event: EnrollmentEnding, _ work: Errand) async throws {
    try await tell(event.person, of: event.course, work) { person, taken in
      Letter(
        ending, [.firstName: person.firstName, course: taken.title, day: event.expiresAt.dayWords],
        action: LearningRoutes.resume.path(taken.slug), from: work.surroundings)
    }
  }

  public static func tellExpired(_ event: EnrollmentExpired, _ work: Errand) async throws {
    try await tell(event.person, of: event.course, work) { person, taken in
      Letter(
        expired, [.firstName: person.firstName, course: taken.title], action: CourseRoutes.show.path(taken.slug),
        from: work.surroundings)
    }
  }

  public static func tellOffered(_ event: SeatOffered, _ work: Errand) async throws {
    try await tell(event.person, of: event.course, work) { person, taken in
      Letter(
        offered, [.firstName: person.firstName, course: taken.title, day: event.endsAt.momentWords],
        action: CourseRoutes.show.path(taken.slug), from: work.surroundings)
    }
  }

  public static func tellPassed(_ event: SeatPassed, _ work: Errand) async throws {
    try await tell(event.person, of: event.course, work) { person, taken in
      Letter(
        passed, [.firstName: person.firstName, course: taken.title], action: CourseRoutes.show.path(taken.slug),
        from: work.surroundings)
    }
  }

  private static func tell(
    _ person: ID<Person>, of course: ID<Course>, _ work: Errand, _ write: (PersonRecord, Course) -> Letter
  ) async throws {
    guard let person = try await work.db.personIfThere(person) else { return }
    let letter: Letter
    do {
      letter = write(person, try await work.db.course(.id(course), for: .program))
    } catch is NothingFound { return }
    let mail = try await letter.mail(
      to: person, about: .enrollment, in: work.db, id: work.mailID, from: work.surroundings)
    if let mail { try await work.send(mail) }
  }

  static func letter(to person: PersonRecord, about taken: Course, from facilities: Facilities) -> Letter {
    Letter(
      words,
      [
        .firstName: person.firstName, course: taken.title,
        lessons: taken.itemCount == 1 ? "1 lesson" : "\(taken.itemCount) lessons",
      ], action: LearningRoutes.resume.path(taken.slug), from: facilities)
  }
}

extension EnrollmentMail {
  private static let course = MailVariable("course", "The course's title", sample: "Introduction to biology")
  private static let lessons = MailVariable("lessons", "How many lessons it has", sample: "12 lessons")
  private static let day = MailVariable("day", "Until when", sample: "24 December 2026")
  private static let reason = MailVariable("reason", "What the staff wrote", sample: "The course moves to spring.")

  static let words = MailTemplate(
    "enrollment", "Enrolled in a course", about: "Sent to who has just enrolled in a course.",
    [.firstName, course, lessons],
    MailWords(
      subject: "You are enrolled in {{ course }}", heading: "{{ course }} is yours",
      text: "Good to have you, {{ first_name }}. {{ lessons }} wait for you, and your place is kept as you go.",
      action: "Begin the course"))
  static let dropped = MailTemplate(
    "enrollment_dropped", "Taken out of a course", about: "Sent to whom the staff took out of a course.",
    [.firstName, course, reason],
    MailWords(
      subject: "You are no longer enrolled in {{ course }}", heading: "Your place in {{ course }} has ended",
      text: """
        Hello {{ first_name }}. The school has ended your place in {{ course }}.

        {{ reason }}

        What you have done is kept, should you come back.
        """, action: "See the course"))
  static let ending = MailTemplate(
    "access_ending", "Access ends soon", about: "Sent a week before someone's access to a course ends.",
    [.firstName, course, day],
    MailWords(
      subject: "{{ course }} is open to you until {{ day }}", heading: "A week left in {{ course }}",
      text: "Hello {{ first_name }}. Your access to {{ course }} ends on {{ day }}. There is time to finish.",
      action: "Go on learning"))
  static let expired = MailTemplate(
    "access_ended", "Access has ended", about: "Sent when someone's access to a course has ended.",
    [.firstName, course],
    MailWords(
      subject: "Your access to {{ course }} has ended", heading: "{{ course }} is closed to you now",
      text: "Hello {{ first_name }}. The time you had {{ course }} for is over. What you have done is kept.",
      action: "See the course"))
  static let offered = MailTemplate(
    "seat_offered", "A place is free", about: "Sent to who waited for a place in a course, when one is kept for them.",
    [.firstName, course, day],
    MailWords(
      subject: "A place in {{ course }} is kept for you", heading: "Your place in {{ course }}",
      text: """
        Good news, {{ first_name }}: a place in {{ course }} is free and kept for you until {{ day }}.

        After that it goes to the next on the waiting list.
        """, action: "Take the place"))
  static let passed = MailTemplate(
    "seat_passed", "A kept place has gone on", about: "Sent to who did not take the place that was kept for them.",
    [.firstName, course],
    MailWords(
      subject: "The place in {{ course }} went to the next", heading: "The place was not taken",
      text: """
        Hello {{ first_name }}. The place in {{ course }} that was kept for you has gone to the next on the list.

        You can join the waiting list again.
        """, action: "See the course"))
}

extension Instant {
  /// `21 November 2026, 14:30 UTC`.
  var momentWords: String {
    let civil = civil
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(dayWords), \(two(civil.hour)):\(two(civil.minute)) UTC"
  }
}
