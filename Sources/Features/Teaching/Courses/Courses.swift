public import EvolvCore
public import Routing
public import SQLStore

// A course has sections, a section has items, an item is a lesson, a video or a material. An instructor writes it as a
// draft and submits it; an editor publishes it or sends it back with reasons. While it waits for review its instructor
// cannot change it, so that what was approved is what was read. A published course stays open to changes; one that was
// ever published is archived instead of deleted, because learners' progress hangs on it.
//
// An unpublished course exists only for its instructor, for those who may edit any course and for those already learning
// in it: every read goes through `course(_:for:)` or carries `CourseFragments.isVisible`, and answers "not there" to
// everyone else. Outlines are public; what stands in an item is for those with the right to it, and for everyone if the
// item is a preview (`CourseFragments.mayBeOpened`).
//
// Counts (`item_count`, `lesson_count`, `catalog_counts`) change in the transaction that changes what they count.

/// Courses from the first draft to the archive.
public enum Courses: Feature {
  public static let name = "Courses"
  public static let tables = [
    "courses", "catalog_counts", "course_sections", "course_items", "course_lessons", "course_videos", "course_files",
    "course_materials", "course_words", "item_words",
  ]
  public static let readsTables = ["users", "course_categories"]
  public static let migrations: [Migration] = [.courses]
  public static func register(on table: inout RouteTable<Context>) {
    CourseRoutes.register(on: &table)
    CourseFileRoutes.register(on: &table)
    TeachRoutes.register(on: &table)
    OutlineRoutes.register(on: &table)
    ItemRoutes.register(on: &table)
    MaterialRoutes.register(on: &table)
    FilmRoutes.register(on: &table)
    ReviewRoutes.register(on: &table)
    CourseAPI.register(on: &table)
    ReviewAPI.register(on: &table)
    SectionAPI.register(on: &table)
    LessonAPI.register(on: &table)
    VideoAPI.register(on: &table)
    MaterialAPI.register(on: &table)
    MaterialDownload.register(on: &table)
  }

  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> {
    Set(
      try await db.all("SELECT DISTINCT sha256 FROM course_files WHERE sha256 IN \(digests.sorted())", as: String.self))
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    [
      viewer.may(.createCourses) || viewer.maySomewhere(.editAnyCourse)
        ? Destination("Teaching", icon: "teacher", link: TeachRoutes.mine.path(), .work) : nil,
      viewer.may(.approveCourses)
        ? Destination("Review", icon: "checkCircle", link: ReviewRoutes.list.path(), .work) : nil,
    ].compactMap(\.self)
  }
}
