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

/// Someone no longer takes a course, by their own wish or the staff's.
public struct EnrollmentDropped: DomainEvent {
  public static let name = "enrollment.dropped"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>, reason: String?, isByStaff: Bool?
  public var subject: Subject { Subject("enrollment", enrollment) }
  public static let shape = Shape(
    "EnrollmentDropped", Self.init, Field("enrollment_id", \.enrollment), Field("user_id", \.person),
    Field("course_id", \.course), Field("reason", \.reason), Field("is_by_staff", \.isByStaff))
}

/// The time that someone had a course for is over.
public struct EnrollmentExpired: DomainEvent {
  public static let name = "enrollment.expired"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>
  public var subject: Subject { Subject("enrollment", enrollment) }
  public static let shape = Shape(
    "EnrollmentExpired", Self.init, Field("enrollment_id", \.enrollment), Field("user_id", \.person),
    Field("course_id", \.course))
}

/// The time that someone has a course for is over in a week.
public struct EnrollmentEnding: DomainEvent {
  public static let name = "enrollment.ending"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>, expiresAt: Instant
  public var subject: Subject { Subject("enrollment", enrollment) }
  public static let shape = Shape(
    "EnrollmentEnding", Self.init, Field("enrollment_id", \.enrollment), Field("user_id", \.person),
    Field("course_id", \.course), Field("expires_at", \.expiresAt))
}

struct EnrollmentMarkedComplete: DomainEvent {
  static let name = "enrollment.marked_complete"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>
  var subject: Subject { Subject("enrollment", enrollment) }
  static let shape = Shape(
    "EnrollmentMarkedComplete", Self.init, Field("enrollment_id", \.enrollment), Field("user_id", \.person),
    Field("course_id", \.course))
}

struct EnrollmentExtended: DomainEvent {
  static let name = "enrollment.extended"
  let enrollment: ID<Enrollment>, person: ID<Person>, course: ID<Course>, until: Instant?
  var subject: Subject { Subject("enrollment", enrollment) }
  static let shape = Shape(
    "EnrollmentExtended", Self.init, Field("enrollment_id", \.enrollment), Field("user_id", \.person),
    Field("course_id", \.course), Field("until", \.until))
}

/// The staff opened an item to one person, or no longer does.
struct ItemOpenedForPerson: DomainEvent {
  static let name = "item.override"
  let item: ID<CourseItem>, person: ID<Person>, course: ID<Course>, isOpen: Bool
  var subject: Subject { Subject("item", item) }
  static let shape = Shape(
    "ItemOpenedForPerson", Self.init, Field("item_id", \.item), Field("user_id", \.person),
    Field("course_id", \.course), Field("is_open", \.isOpen))
}

/// Someone waits for a seat, or no longer does.
struct WaitingChanged: DomainEvent {
  static let name = "waiting_list.changed"
  let entry: ID<WaitingEntry>, person: ID<Person>, course: ID<Course>, state: WaitingState
  var subject: Subject { Subject("waiting_list", entry) }
  static let shape = Shape(
    "WaitingChanged", Self.init, Field("entry_id", \.entry), Field("user_id", \.person),
    Field("course_id", \.course), Field("state", \.state))
}

/// A seat is kept for someone who waited.
public struct SeatOffered: DomainEvent {
  public static let name = "seat.offered"
  let entry: ID<WaitingEntry>, person: ID<Person>, course: ID<Course>, endsAt: Instant
  public var subject: Subject { Subject("waiting_list", entry) }
  public static let shape = Shape(
    "SeatOffered", Self.init, Field("entry_id", \.entry), Field("user_id", \.person), Field("course_id", \.course),
    Field("ends_at", \.endsAt))
}

/// Someone did not take the seat that was kept for them.
public struct SeatPassed: DomainEvent {
  public static let name = "seat.passed"
  let entry: ID<WaitingEntry>, person: ID<Person>, course: ID<Course>
  public var subject: Subject { Subject("waiting_list", entry) }
  public static let shape = Shape(
    "SeatPassed", Self.init, Field("entry_id", \.entry), Field("user_id", \.person), Field("course_id", \.course))
}

/// What the course asks of who enrolls, or what opens when, was changed.
struct TermsChanged: DomainEvent {
  static let name = "course.terms_changed"
  let course: ID<Course>, item: ID<CourseItem>?
  var subject: Subject { item.map { Subject("item", $0) } ?? Subject("course", course) }
  static let shape = Shape("TermsChanged", Self.init, Field("course_id", \.course), Field("item_id", \.item))
}
