public import Essentials
public import EvolvCore
public import FileStorage
internal import Markup
internal import Payloads
internal import Routing
public import SQLStore

// Bringing in a folder: it is read and understood first (`CourseFolder`), then its pictures go to the file storage, where
// a picture that is there already costs nothing, and then everything becomes a course in one transaction. Doing it again
// updates what changed. Lessons that are gone from the folder stay, because learners' progress hangs on them; the report
// names them.

/// What an import did.
public struct ImportSummary: Sendable {
  public let title: String
  public let address: String
  public let added: Int, updated: Int, unchanged: Int, pictures: Int
  public let report: [ReportLine]
}

public enum CourseImport {
  /// Brings the course in the folder at `path` in, taught by `teacher`, and publishes it if wanted. Throws
  /// `CourseFolderRefusal` for a folder that is no course.
  public static func run(
    folder path: String, order: [String] = [], isPublished: Bool, for teacher: ID<Person>, into db: Database,
    files: FileStore, at now: Instant
  ) async throws -> ImportSummary {
    let course = try CourseFolder.read(path, order: order)
    var stored: [String: StoredFile] = [:]
    for image in course.images { stored[image.key] = try await files.keep(copyOf: image.path, as: .image) }
    let pictures = stored
    return try await db.transaction { transaction in
      try await transaction.bring(in: course, pictures, isPublished: isPublished, for: teacher, at: now)
    }
  }
}

extension Transaction {
  fileprivate func bring(
    in source: ImportedCourse, _ pictures: [String: StoredFile], isPublished: Bool, for teacher: ID<Person>,
    at now: Instant
  ) async throws -> ImportSummary {
    let viewer = Viewer.program
    guard let title = Text<CourseTitle>(source.title) else {
      throw Problem.invalid("title", "length", "must have 1 to 255 characters")
    }
    var (course, _) = try await course(
      from: source.slug, titled: title, about: source.summary, taughtBy: teacher, by: viewer, at: now)
    let places = try await places(of: source, pictures, in: course, at: now)
    var counts: [SourceOutcome: Int] = [:]
    for (index, part) in source.sections.enumerated() {
      guard let name = Text<SectionTitle>(part.title) else { continue }
      let (section, _) = try await section(from: part.key, titled: name, at: index + 1, in: course, by: viewer, at: now)
      for lesson in part.lessons {
        guard let text = SourceLesson(lesson, of: source, at: places) else { continue }
        counts[try await self.lesson(text, in: section, of: course, by: viewer, at: now), default: 0] += 1
      }
    }
    if isPublished, !course.isPublished {
      _ = try await submitCourse(course.reference, by: viewer, at: now)
      course = try await approveCourse(course.reference, by: viewer, at: now)
    }
    return ImportSummary(
      title: course.title, address: TeachingLinks.course(course.slug).text, added: counts[.added, default: 0],
      updated: counts[.updated, default: 0], unchanged: counts[.unchanged, default: 0], pictures: pictures.count,
      report: source.report)
  }

  private func places(
    of source: ImportedCourse, _ pictures: [String: StoredFile], in course: Course, at now: Instant
  ) async throws -> ImportPlaces {
    var files: [String: String] = [:]
    for image in source.images {
      guard let stored = pictures[image.key] else { continue }
      let name = image.key.split(separator: "/").last.map(String.init) ?? image.key
      let file = try await addFile(CourseFileSource(stored, named: name), from: image.key, to: course.id, at: now)
      files[image.key] = CourseFileRoutes.show.path(course.id, file.id).text
    }
    return ImportPlaces(course: course.slug, source: source, files: files)
  }
}

extension ImportedCourse {
  /// What stands in the catalog until somebody writes something better.
  fileprivate var summary: String {
    let hours = max(1, (lessons.reduce(0) { $0 + $1.minutes } + 30) / 60)
    return
      "\(lessons.count) lessons in \(sections.count) parts, about \(hours) \(hours == 1 ? "hour" : "hours") of reading."
  }
}

/// Where lessons and pictures of an import stand on the site.
private struct ImportPlaces: Sendable {
  private let lessons: [String: String]
  private let files: [String: String]
  private let sizes: [String: ImportedImage]

  init(course: Slug<Course>, source: ImportedCourse, files: [String: String]) {
    self.files = files
    sizes = Dictionary(source.images.map { ($0.key, $0) }) { first, _ in first }
    let links = source.lessons.compactMap { lesson in
      Slug<CourseItem>(pathText: lesson.slug).map { (lesson.key, LearningRoutes.item.path(course, $0).text) }
    }
    lessons = Dictionary(links) { first, _ in first }
  }

  func address(of target: CourseTarget) -> RewrittenURL {
    switch target {
    case .lesson(let key, let anchor):
      guard let link = lessons[key] else { return .unchanged }
      return .replaced(anchor.map { "\(link)#\($0)" } ?? link)
    case .image(let key):
      guard let link = files[key], let image = sizes[key] else {
        return .dropped(because: "the picture is not in the folder")
      }
      return .image(link, width: image.width, height: image.height)
    }
  }
}

extension SourceLesson {
  fileprivate init?(_ lesson: ImportedLesson, of source: ImportedCourse, at places: ImportPlaces) {
    guard let title = Text<ItemTitle>(lesson.title), let slug = Slug<CourseItem>(pathText: lesson.slug) else {
      return nil
    }
    let rendered = source.page(of: lesson) { places.address(of: $0) }
    self.init(key: lesson.key, title: title, slug: slug, text: LessonText(markdown: lesson.markdown, rendered))
  }
}
