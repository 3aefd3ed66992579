internal import Essentials
public import EvolvCore
public import Payloads

/// Someone takes a course from now on.
public struct LearnerEnrolled: DomainEvent {
  public static let name = "learner.enrolled"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>, origin: EnrollmentOrigin
  public var subject: Subject { Subject("enrollment", enrollment) }
  public static let shape = Shape(
    "LearnerEnrolled", Self.init,
    Field("enrollment_id", \.enrollment), Field("user_id", \.person), Field("course_id", \.course),
    Field("origin", \.origin))
}

struct EnrollmentDropped: DomainEvent {
  static let name = "enrollment.dropped"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>
  var subject: Subject { Subject("enrollment", enrollment) }
  static let shape = Shape(
    "EnrollmentDropped", Self.init, Field("enrollment_id", \.enrollment), Field("user_id", \.person),
    Field("course_id", \.course))
}
