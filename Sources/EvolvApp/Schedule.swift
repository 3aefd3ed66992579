internal import Accounts
internal import JobQueue
internal import Teaching

extension App {
  /// What runs when, in UTC. However many programs run, each time comes round once.
  static let schedule: [Schedule] = [
    Schedule("11 * * * *", ForgetSessions()),
    Schedule("23 * * * *", ForgetUploads()),
    Schedule("7 3 * * *", ForgetImports()),
    Schedule("13 3 * * *", ForgetCourseImports()),
    Schedule("17 * * * *", ForgetExports()),
    Schedule("37 * * * *", EraseLeavers()),
    Schedule("41 3 * * *", ForgetEvents()),
    Schedule("53 3 * * *", ForgetInvitations()),
    Schedule("57 3 * * *", ForgetAPITokens()),
    Schedule("49 3 * * *", ForgetAudit()),
    Schedule("*/5 * * * *", MindSeats()),
    Schedule("1 4 * * *", ForgetCodes()),
    Schedule("27 * * * *", ForgetMediaUploads()),
    Schedule("5 4 * * *", ForgetFiles()),
  ]
}
