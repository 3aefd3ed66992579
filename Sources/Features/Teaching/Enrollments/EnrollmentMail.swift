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

  static func letter(to person: PersonRecord, about course: Course, from facilities: Facilities) -> Letter {
    let lessons = course.itemCount == 1 ? "1 lesson" : "\(course.itemCount) lessons"
    return Letter(
      "You are enrolled in \(course.title)", heading: "\(course.title) is yours", from: facilities,
      .words("Good to have you, \(person.firstName). \(lessons) wait for you, and your place is kept as you go."),
      .action("Begin the course", LearningRoutes.resume.path(course.slug)))
  }
}
