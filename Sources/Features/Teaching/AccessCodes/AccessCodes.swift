public import EvolvCore
public import Routing
public import SQLStore

// A code is twelve letters and digits that a person can read out. It opens a course, or one item of it and nothing else.
// Using one takes a use from its row and enrolls, in one transaction; the UPDATE that takes the use is guarded, so that a
// race takes exactly as many as there are. Every attempt is logged with its outcome and address, the refused ones too;
// where many are refused within an hour, the school's owners hear of it.

/// Codes that open a course.
public enum AccessCodes: Feature {
  public static let name = "AccessCodes"
  public static let tables = ["access_code_batches", "course_access_codes", "code_redemptions", "code_alarms"]
  public static let readsTables = ["users", "courses", "course_items", "course_enrollments", "item_grants"]
  public static let migrations: [Migration] = [.accessCodes]
  public static let mails = [AccessCodeMail.words]

  public static func register(on table: inout RouteTable<Context>) {
    AccessCodeRoutes.register(on: &table)
    AccessCodeAPI.register(on: &table)
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.may(.seeAnyCodes)
      ? [Destination("Code attempts", icon: "ticket", link: AccessCodeRoutes.attempts.path(), .work)] : []
  }
}
