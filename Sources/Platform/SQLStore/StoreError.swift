/// What can go wrong in a database; the same cases for both engines.
public enum StoreError: Error, Sendable, Equatable {
  /// `table.column` (several with `, ` between them), or the index's name when it stands on an expression.
  case unique(String)
  case foreignKey
  /// The name of the CHECK constraint.
  case check(String)
  /// `table.column`.
  case notNull(String)
  /// A trigger or a policy refused, with its message: append-only tables.
  case refused(String)
  /// Too much waits already, or a lock was not had in time; the caller may try again.
  case busy
  /// A concurrent transaction came in between, also after the retries.
  case contended
  /// The statement took longer than it may.
  case timeout
  /// The database cannot be reached.
  case unavailable(String)
  /// No room on the disk.
  case full
  /// The text cannot be stored: it holds a NUL.
  case invalidText
  /// A column does not hold what the program expects.
  case mismatch(String)
  /// A transaction begun inside a transaction, or used after its end.
  case misuse(String)
  /// The schema was migrated by a newer program; the ids are of migrations unknown here.
  case newerSchema([String])
  /// A migration failed and was undone.
  case migration(id: String, reason: String)
  /// Anything else: a fault of ours.
  case fault(code: String, message: String)
}
