internal import Essentials
internal import EvolvCore
internal import Payloads

struct LearnerEnrolled: DomainEvent {
  static let name = "learner.enrolled"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>, origin: EnrollmentOrigin
  var subject: Subject { Subject("enrollment", enrollment) }
  static let shape = Shape(
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
