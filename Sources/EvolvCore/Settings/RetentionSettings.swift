public import Essentials
public import Payloads

/// How long the school keeps what it no longer needs. A job removes what is older every night.
public struct RetentionSettings: SettingsSection {
  public var codeDays: Number<RetentionDays>, auditDays: Number<RetentionDays>, mailDays: Number<RetentionDays>
  public var eventDays: Number<RetentionDays>, jobDays: Number<RetentionDays>, fileDays: Number<RetentionDays>

  public static let name = "retention"
  public static let standard = RetentionSettings(
    codeDays: .known(90), auditDays: .known(90), mailDays: .known(30), eventDays: .known(7), jobDays: .known(30),
    fileDays: .known(7))

  public static let shape = Shape(
    "RetentionSettings", Self.init,
    Field("code_days", \.codeDays, "Access codes that expired and that nobody used"),
    Field("audit_days", \.auditDays, "Lines of the audit log"),
    Field("mail_days", \.mailDays, "Mails that were kept because no mail server is set"),
    Field("event_days", \.eventDays, "Events that were told to everyone who listens"),
    Field("job_days", \.jobDays, "Jobs that failed for good"),
    Field("file_days", \.fileDays, "Uploaded files that nothing refers to any more"))
}

public enum RetentionDays: NumberRule { public static let range = 1...3650 }

extension Number<RetentionDays> {
  /// What is older than this may go.
  public func limit(at now: Instant) -> Instant { now - .days(Int64(value)) }
}
