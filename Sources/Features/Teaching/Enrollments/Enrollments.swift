public import EvolvCore
public import Routing
public import SQLStore

// An enrollment is one person taking one course: freely, by an access code, or put there by staff. Seats are counted in
// the row of the course, which is held first and so is the queue of everyone who enrolls there; its CHECK refuses one too
// many. Who finds it full waits in a list and is offered the seat that frees. An enrollment that ended, by leaving or by
// time, can be taken up again and keeps what was learned.
//
// A course may ask for others before it, and for how long it is open; an item may wait for another item, for a day, or for
// so many days after the enrollment. `ItemAccess` decides it all in one place.

/// Who takes which course.
public enum Enrollments: Feature {
  public static let name = "Enrollments"
  public static let tables = [
    "course_enrollments", "waiting_list", "course_terms", "course_prerequisites", "item_conditions", "item_grants",
  ]
  public static let readsTables = ["users", "courses", "course_items", "course_videos", "item_progress"]
  public static let migrations: [Migration] = [.enrollments]
  public static let mails = EnrollmentMail.all

  public static func register(on table: inout RouteTable<Context>) {
    EnrollmentRoutes.register(on: &table)
    LearnerRoutes.register(on: &table)
    WaitingRoutes.register(on: &table)
    TermsRoutes.register(on: &table)
    EnrollmentAPI.register(on: &table)
    LearnerAPI.register(on: &table)
    WaitingAPI.register(on: &table)
    TermsAPI.register(on: &table)
  }
}
