internal import Accounts
internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
internal import Routing
internal import SQLStore

/// The mail to someone who has just enrolled in a course.
public enum EnrollmentMail {
  /// To be called of `LearnerEnrolled`.
  public static func send(_ event: LearnerEnrolled, _ work: Errand) async throws {
    guard let person = try await work.db.personIfThere(event.person) else { return }
    let letter: Letter
    do {
      let course = try await work.db.course(.id(event.course), for: .program)
      letter = Self.letter(to: person, about: course, from: work.surroundings)
    } catch is NothingFound { return }
    let mail = try await letter.mail(
      to: person, about: .enrollment, in: work.db, id: work.mailID, from: work.surroundings)
    if let mail { try await work.send(mail) }
  }

  static let words = MailTemplate(
    "enrollment", "Enrolled in a course", about: "Sent to who has just enrolled in a course.",
    [.firstName, course, lessons],
    MailWords(
      subject: "You are enrolled in {{ course }}", heading: "{{ course }} is yours",
      text: "Good to have you, {{ first_name }}. {{ lessons }} wait for you, and your place is kept as you go.",
      action: "Begin the course"))
  private static let course = MailVariable("course", "The course's title", sample: "Introduction to biology")
  private static let lessons = MailVariable("lessons", "How many lessons it has", sample: "12 lessons")

  static func letter(to person: PersonRecord, about taken: Course, from facilities: Facilities) -> Letter {
    Letter(
      words,
      [
        .firstName: person.firstName, course: taken.title,
        lessons: taken.itemCount == 1 ? "1 lesson" : "\(taken.itemCount) lessons",
      ], action: LearningRoutes.resume.path(taken.slug), from: facilities)
  }
}
