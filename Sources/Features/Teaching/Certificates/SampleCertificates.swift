public import Essentials
public import EvolvCore
internal import Routing
public import SQLStore

/// Certificates of the demo school: one that holds and one that was revoked.
public enum SampleCertificates {
  /// Only in a school that has the sample courses.
  public static func fill(_ db: Database, for people: SamplePeople, from facilities: Facilities, at now: Instant)
    async throws
  {
    guard let slug = Slug<Course>(pathText: "clay-and-fire") else { return }
    let course = try await db.course(.slug(slug), for: people.teacher), press = CertificatePress(facilities)
    let learners = try await db.candidates(people.learners.compactMap(\.person), of: course.id)
    let design = CertificateDesign.standard(in: press.language), teacher = people.teacher
    try await db.transaction { transaction in
      for (offset, learner) in learners.enumerated() {
        let issued = try await transaction.issueCertificate(
          to: learner, of: course, as: .staff, design, on: press, by: teacher, at: now - .hours(2))
        guard let issued, offset > 0 else { continue }
        try await transaction.revoke(issued, because: "It was issued to the wrong person.", by: teacher, at: now)
      }
    }
  }
}
