internal import Essentials
public import EvolvCore
public import Payloads
internal import SQLStore

/// Someone has done everything that a course asks for. Told each time it comes to that: who listens, does it once.
public struct CourseCompleted: DomainEvent {
  public static let name = "course.completed"
  let person: ID<Person>
  /// The item that was the last one to be done.
  let item: ID<CourseItem>
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape(
    "CourseCompleted", Self.init(person:item:), Field("user_id", \.person), Field("item_id", \.item))

  init(person: ID<Person>, item: ID<CourseItem>) {
    self.person = person
    self.item = item
  }

  /// Tells it if `step` was the one that completed the course.
  func ifCompleted(by step: ID<Evidence>, at now: Instant) -> SQL {
    .event(
      name: Self.name, payload: JSONText(String(decoding: json, as: UTF8.self)), at: now,
      ifFound: """
        FROM item_progress p JOIN course_enrollments e ON e.user_id = p.user_id AND e.course_id = p.course_id
          JOIN courses c ON c.id = e.course_id
        WHERE p.user_id = \(person) AND p.item_id = \(item) AND p.evidence_id = \(step)
          AND e.status = 'completed' AND e.items_done >= c.item_count
        """)
  }
}
