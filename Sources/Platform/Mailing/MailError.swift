/// Why a mail was not delivered.
public enum MailError: Error, Sendable, Equatable {
  /// No server, no connection, no encryption, too slow: try again later.
  case unreachable(String)
  /// The server asks to come back later (a 4xx code).
  case deferred(code: Int, String)
  /// The server knows the user or the password otherwise; the operator must mend it.
  case signInRefused(String)
  /// The server will never take this mail (a 5xx code): a wrong address, a full ban.
  case rejected(code: Int, String)
  /// A mail without a recipient.
  case nobody
  /// The outbox folder cannot be written or read.
  case outbox(String)

  /// Whether another try is in vain.
  public var isFinal: Bool {
    switch self {
    case .rejected, .nobody: true
    default: false
    }
  }
}
