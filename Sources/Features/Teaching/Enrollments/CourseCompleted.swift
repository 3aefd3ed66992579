internal import Essentials
public import EvolvCore
public import Payloads
internal import SQLStore

// A course is completed in three ways, and each tells it, so that whoever waits for it (certificates) hears of all of them:
// the learner does the last item (`ifCompleted`), the staff says so (`complete`), or what was missing is taken out of the
// course (`recountDoneItems`).

/// Someone has done everything that a course asks for. Told each time it comes to that: who listens, does it once.
public struct CourseCompleted: DomainEvent {
  public static let name = "course.completed"
  let person: ID<Person>
  let course: ID<Course>?
  /// The item that was the last one to be done, which names the course as well.
  let item: ID<CourseItem>?
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape(
    "CourseCompleted", Self.init(person:course:item:), Field("user_id", \.person), Field("course_id", \.course),
    Field("item_id", \.item))

  init(person: ID<Person>, course: ID<Course>? = nil, item: ID<CourseItem>? = nil) {
    self.person = person
    self.course = course
    self.item = item
  }

  /// Tells it if `enrollment`, as a step left it (`EnrollmentSteps.columns`), is completed by that very step.
  static func ifCompleted(_ enrollment: SQL, by item: ID<CourseItem>, of person: ID<Person>, at now: Instant) -> SQL {
    let event = CourseCompleted(person: person, item: item)
    return .event(
      name: name, payload: JSONText(String(decoding: event.json, as: UTF8.self)), at: now,
      ifFound:
        "FROM \(enrollment) WHERE enrollment.status = 'completed' AND enrollment.items_done >= enrollment.item_count")
  }
}
