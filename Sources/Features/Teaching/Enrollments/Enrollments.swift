public import EvolvCore
public import Routing
public import SQLStore

// An enrollment is one person taking one course: freely, by an access code, or put there by staff. Seats are counted in
// the row of the course, which is changed first and so is the queue of everyone who enrolls there; its CHECK refuses one
// too many. An enrollment that ended can be taken up again and keeps what was learned.

/// Who takes which course.
public enum Enrollments: Feature {
  public static let name = "Enrollments"
  public static let tables = ["course_enrollments"]
  public static let readsTables = ["users", "courses", "course_items", "item_progress"]
  public static let migrations: [Migration] = [.enrollments]
  public static let mails = [EnrollmentMail.words]

  public static func register(on table: inout RouteTable<Context>) {
    EnrollmentRoutes.register(on: &table)
    EnrollmentAPI.register(on: &table)
  }
}
