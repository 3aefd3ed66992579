internal import Essentials
internal import EvolvCore
internal import SQLStore

/// How long somebody learned, as the log of their steps proves it: the time from one step to the next counts when less than
/// half an hour lies between them. What lies between is not known; so it is at least this long.
struct LearningTime {
  private static let longestGap: Int64 = 30 * 60
  private(set) var seconds: Int64 = 0
  private var last: Instant?

  mutating func add(_ step: Instant) {
    if let last {
      let gap = step.seconds(since: last)
      if (0...Self.longestGap).contains(gap) { seconds += gap }
    }
    last = step
  }
  var minutes: Int { Int(seconds / 60) }

  /// When the steps of a person in a course were taken, in their order.
  static func steps(by person: ID<Person>, in course: ID<Course>) -> Query<[Instant]> {
    .all(
      """
      SELECT happened_at FROM learning_evidence WHERE user_id = \(person) AND course_id = \(course)
      ORDER BY happened_at, id
      """)
  }

  init() {}
  init(_ steps: [Instant]) { for step in steps { add(step) } }
}

extension Reading {
  /// For how many minutes at least a person learned in a course.
  func minutesLearned(by person: ID<Person>, in course: ID<Course>) async throws -> Int {
    LearningTime(try await fetch(LearningTime.steps(by: person, in: course))).minutes
  }
}
