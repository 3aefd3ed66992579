internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Reading {
  /// The imports of the last weeks that the viewer may see, the newest first.
  func courseImports(for viewer: Viewer) async throws -> [CourseImportRecord] {
    try await all(
      """
      SELECT \(CourseImportRecord.columns) FROM course_imports WHERE \(ImportFragments.isVisible(to: viewer))
      ORDER BY created_at DESC, id DESC \(SQL.limit(50))
      """)
  }

  /// An import with how many lines of each kind it has. Throws not-found for one of somebody else's.
  func courseImport(_ id: ID<CourseImport>, for viewer: Viewer) async throws -> (CourseImportRecord, ImportCounts) {
    let (records, counts) = try await fetch(
      Query<[CourseImportRecord]>.all(
        """
        SELECT \(CourseImportRecord.columns) FROM course_imports
        WHERE id = \(id) AND \(ImportFragments.isVisible(to: viewer))
        """),
      Query<[ImportCounts.Row]>.all(
        "SELECT kind, count(*) FROM course_import_lines WHERE import_id = \(id) GROUP BY kind"))
    guard let record = records.first else { throw Problem.notFound("import") }
    return (record, ImportCounts(counts))
  }

  /// Lines of a report, after `number`; only beside `courseImport`.
  func importLines(of id: ID<CourseImport>, kinds: [String], after number: Int = 0, limit: Int) async throws
    -> [ImportLine]
  {
    try await all(
      """
      SELECT \(ImportLine.columns) FROM course_import_lines
      WHERE import_id = \(id) AND kind IN \(kinds) AND number > \(number) ORDER BY number \(SQL.limit(limit))
      """)
  }
}

enum ImportFragments {
  /// An import is its maker's; those who may edit any course see all.
  static func isVisible(to viewer: Viewer) -> SQL {
    if viewer.may(.editAnyCourse) { return "TRUE" }
    guard let person = viewer.person else { return "FALSE" }
    return "course_imports.created_by = \(person)"
  }
}
