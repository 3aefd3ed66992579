internal import Accounts
internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
internal import Routing
internal import SQLStore

/// What happens by itself.
public enum CertificateJobs {
  /// To be called of `CourseCompleted`: issues the certificate if the course gives it by itself and all it asks for is there.
  /// Told twice, or of a second completion, it does nothing more.
  public static func issue(_ event: CourseCompleted, _ work: Errand) async throws {
    guard let (course, learner) = try await completed(event, work.db) else { return }
    let rule = try await work.db.certificateRule(of: course.id)
    guard rule.issuing == .automatic else { return }
    if let least = rule.leastMinutes {
      guard try await work.db.minutesLearned(by: event.person, in: course.id) >= least else { return }
    }
    let press = CertificatePress(work.surroundings), now = work.now
    let design = try await work.db.certificateDesign(of: course.id, in: press.language)
    try await work.conclude {
      try await $0.issueCertificate(
        to: learner, of: course, as: .completion, design, on: press, by: .program, at: now)
    }
  }

  /// nil for what is no longer so.
  private static func completed(_ event: CourseCompleted, _ db: Database) async throws -> (Course, Candidate)? {
    var id = event.course
    if let item = event.item { id = try await db.first("SELECT course_id FROM course_items WHERE id = \(item)") }
    guard let id else { return nil }
    let learner = try await db.candidates([event.person], of: id).first
    guard let learner, learner.status == .completed else { return nil }
    do { return (try await db.course(.id(id), for: .program), learner) } catch is NothingFound { return nil }
  }
}

/// The mail to someone who got a certificate.
public enum CertificateMail {
  /// To be called of `CertificateIssued`.
  public static func send(_ event: CertificateIssued, _ work: Errand) async throws {
    guard let person = try await work.db.personIfThere(event.person) else { return }
    let certificate: Certificate? = try await work.db.certificate(named: .number(event.number))
    guard let certificate, certificate.state == .valid else { return }
    let letter = Letter(
      words,
      [
        .firstName: person.firstName, course: certificate.courseTitle, number: certificate.number,
      ], action: VerificationRoutes.show.path(certificate.token), from: work.surroundings)
    let mail = try await letter.mail(
      to: person, about: .course, in: work.db, id: work.mailID, from: work.surroundings)
    if let mail { try await work.send(mail) }
  }

  static let words = MailTemplate(
    "certificate", "A certificate", about: "Sent to who has just got a certificate.", [.firstName, course, number],
    MailWords(
      subject: "Your certificate: {{ course }}", heading: "You completed {{ course }}",
      text: """
        Well done, {{ first_name }}. Your certificate has the number {{ number }}. Its page shows it to whoever you give \
        the link to; there you can download it too.
        """,
      action: "See your certificate"))
  private static let course = MailVariable("course", "The course's title", sample: "Introduction to biology")
  private static let number = MailVariable("number", "The certificate's number", sample: "EV-2026-000123")
}
