internal import CSQLite

extension StoreError {
  init(sqlite code: Int32, message: String) {
    // "UNIQUE constraint failed: courses.slug", "CHECK constraint failed: price", "… failed: index 'people_email'"
    let subject = message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
    switch code {
    case 2067, 1555, 2579: self = .unique(Self.indexName(subject) ?? subject)
    case 787: self = .foreignKey
    case 275: self = .check(subject)
    case 1299: self = .notNull(subject)
    case 1811: self = .refused(message)
    default:
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
      case SQLITE_FULL: self = .full
      case SQLITE_INTERRUPT: self = .timeout
      case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_READONLY:
        self = .unavailable("SQLite \(code): \(message)")
      default: self = .fault(code: String(code), message: message)
      }
    }
  }

  private static func indexName(_ subject: String) -> String? {
    guard subject.hasPrefix("index '"), subject.hasSuffix("'") else { return nil }
    return String(subject.dropFirst(7).dropLast())
  }
}
