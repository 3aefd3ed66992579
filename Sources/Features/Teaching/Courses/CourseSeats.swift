internal import Essentials
internal import SQLStore

/// The seats of a course, as they stand in its row: whoever changes them holds the row, so that it is the queue of all who
/// enroll there. Its CHECK refuses one too many.
struct CourseSeats: RowDecodable {
  let limit: Int?, taken: Int, held: Int, isOpen: Bool

  init(row: inout Row) throws {
    limit = try row.nextIfPresent()
    taken = try row.next()
    held = try row.next()
    isOpen = try row.next()
  }

  /// nil: as many as come.
  var free: Int? { limit.map { max($0 - taken - held, 0) } }
  var isFull: Bool { free == 0 }

  /// Reads them and keeps them from others until the transaction ends.
  static func lock(_ course: ID<Course>) -> SQL {
    """
    SELECT max_students, total_enrolled, seats_held, status = 'published' FROM courses WHERE id = \(course)
    \(SQL.sqlite("").postgres("FOR UPDATE"))
    """
  }
  static func change(_ course: ID<Course>, taken: Int = 0, held: Int = 0) -> SQL {
    """
    UPDATE courses SET total_enrolled = total_enrolled + \(taken), seats_held = seats_held + \(held)
    WHERE id = \(course)
    """
  }
}
