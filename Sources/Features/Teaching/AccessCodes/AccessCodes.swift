public import EvolvCore
public import Routing
public import SQLStore

// A code is twelve letters and digits that a person can read out. Using one takes a use from its row and enrolls, in one
// transaction; the UPDATE that takes the use is guarded, so that a race takes exactly as many as there are. Every attempt
// is logged with its outcome and address, the refused ones too.

/// Codes that open a course.
public enum AccessCodes: Feature {
  public static let name = "AccessCodes"
  public static let tables = ["course_access_codes", "code_redemptions"]
  public static let readsTables = ["users", "courses", "course_enrollments"]
  public static let migrations: [Migration] = [.accessCodes]

  public static func register(on table: inout RouteTable<Context>) {
    AccessCodeRoutes.register(on: &table)
    AccessCodeAPI.register(on: &table)
  }
}
