public import EvolvCore
public import Routing
public import SQLStore

// A learner opens an item and marks it done. What they did is in an append-only log, `learning_evidence`; the present
// state (`item_progress`) and the count in the enrollment are kept by the same transaction and can be recounted from it.
// A step is one round trip: its right is checked by the statement that takes it, and two taps count once.

/// What learners do with courses.
public enum Learning: Feature {
  public static let name = "Learning"
  public static let tables = ["item_progress", "learning_evidence", "video_progress", "video_heat"]
  public static let readsTables = [
    "courses", "course_items", "course_enrollments", "course_access_codes", "code_redemptions", "waiting_list",
    "item_conditions", "item_grants",
  ]
  public static let migrations: [Migration] = [.learning, .watching]

  public static func register(on table: inout RouteTable<Context>) {
    LearningRoutes.register(on: &table)
    LearningAPI.register(on: &table)
    CourseProgressRoutes.register(on: &table)
    WatchRoutes.register(on: &table)
    FilmHeatRoutes.register(on: &table)
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.isSignedIn ? [Destination("My learning", icon: "bookOpen", link: LearningRoutes.dashboard.path())] : []
  }
}
