internal import Essentials
internal import SQLStore

/// The seats of a course, as statements for those who enroll: one row per course, so its lock is the queue.
enum CourseSeats {
  /// Changes no row when the course is full.
  static func take(_ course: ID<Course>) -> SQL {
    "UPDATE courses SET total_enrolled = total_enrolled + 1 WHERE id = \(course) AND (max_students IS NULL OR total_enrolled < max_students)"
  }
  static func giveBack(_ course: ID<Course>) -> SQL {
    "UPDATE courses SET total_enrolled = total_enrolled - 1 WHERE id = \(course) AND total_enrolled > 0"
  }
}
