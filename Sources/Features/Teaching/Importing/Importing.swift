public import EvolvCore
public import JobQueue
public import Routing
public import SQLStore

// A course that was written elsewhere comes in as an archive or a folder of Markdown: it is read and understood first, then
// compared with the course that it is to become, and shown; only then everything happens, in one transaction. What it
// changed is kept for thirty days, so that it can be taken back. The other way, a course goes out as an archive that any
// school takes in as an equal course.

/// Courses that come in and go out as archives.
public enum Importing: Feature {
  public static let name = "Importing"
  public static let tables = ["course_imports", "course_import_lines", "course_import_files", "course_exports"]
  public static let readsTables = ["courses"]
  public static let migrations: [Migration] = [.importing]

  public static func register(on table: inout RouteTable<Context>) {
    CourseImportRoutes.register(on: &table)
    CourseImportAPI.register(on: &table)
    CourseExportRoutes.register(on: &table)
  }

  public static func register(on duties: inout Duties) {
    duties.add(ReadCourseImport.self)
    duties.add(ApplyCourseImport.self)
    duties.add(MakeCourseExport.self)
    duties.add(ForgetCourseImports.self)
  }

  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> {
    let wanted = digests.sorted()
    let (archives, files, exports) = try await db.fetch(
      Query<[String]>.all(
        """
        SELECT DISTINCT archive_sha256 FROM course_imports
        WHERE archive_sha256 IN \(wanted) AND state IN ('reading', 'checked', 'applying')
        """),
      Query<[String]>.all("SELECT DISTINCT sha256 FROM course_import_files WHERE sha256 IN \(wanted)"),
      Query<[String]>.all("SELECT DISTINCT file_sha256 FROM course_exports WHERE file_sha256 IN \(wanted)"))
    return Set(archives + files + exports)
  }
}
