internal import Essentials
internal import EvolvCore
internal import Payloads

/// Somebody sent an archive of a course; no course is touched yet.
struct CourseImportBegun: DomainEvent {
  let id: ID<CourseImport>
  static let name = "course_import.begun"
  var subject: Subject { Subject("course_import", id) }
  static let shape = Shape("CourseImportBegun", Self.init(id:), Field("import", \.id))
}

/// An import was set going.
struct CourseImportStarted: DomainEvent {
  let id: ID<CourseImport>
  static let name = "course_import.started"
  var subject: Subject { Subject("course_import", id) }
  static let shape = Shape("CourseImportStarted", Self.init(id:), Field("import", \.id))
}

/// What an import did was taken back.
struct CourseImportUndone: DomainEvent {
  let id: ID<CourseImport>
  static let name = "course_import.undone"
  var subject: Subject { Subject("course_import", id) }
  static let shape = Shape("CourseImportUndone", Self.init(id:), Field("import", \.id))
}
