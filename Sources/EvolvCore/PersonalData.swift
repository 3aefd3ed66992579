public import Essentials
public import FileStorage
public import SQLStore

// A person may take along what the school keeps of them, and may ask to be forgotten. Each feature answers for its own
// tables; the App lists them, so that Accounts reaches the wings above it without knowing them.

/// What one feature keeps of people.
public protocol PersonalData: SendableMetatype {
  /// The name of its files in the archive of a person: `enrollments`.
  static var name: String { get }
  /// Everything it keeps of a person, for them to read.
  static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords
  /// Which of `people` it keeps traces of that somebody left: an account that nobody used leaves none.
  static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>>
  /// Removes what tells who the person was. What the school's accounts and counts need stays, under the pseudonym that the
  /// person's row has from now on.
  static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws
}

extension PersonalData {
  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> { [] }
  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {}
}

/// A table that a person takes along, and the files that belong to it.
public struct PersonalRecords: Sendable {
  public let headings: [String]
  public let rows: [[String?]]
  public let files: [(name: String, digest: FileDigest)]

  public init(_ headings: [String], _ rows: [[String?]], files: [(name: String, digest: FileDigest)] = []) {
    self.headings = headings
    self.rows = rows
    self.files = files
  }
}
