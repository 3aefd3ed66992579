internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import SQLStore

/// What is known of a kept file when it becomes part of a course.
struct CourseFileSource: Sendable {
  let name: String, sha256: String, contentType: String, size: Int, width: Int?, height: Int?

  init(_ file: StoredFile, named name: String) {
    self.name = name
    sha256 = file.digest.text
    contentType = file.type
    size = file.size
    width = file.pixels?.width
    height = file.pixels?.height
  }
}

extension CourseFile {
  /// A kept file as a part of a course.
  init(_ id: ID<CourseFile>, of course: ID<Course>, _ source: CourseFileSource) {
    self.id = id
    courseID = course
    name = source.name
    sha256 = source.sha256
    contentType = source.contentType
    size = source.size
    width = source.width
    height = source.height
  }
}

extension FilePurpose {
  /// What may be taken along from a course. What could run in a browser is never shown by one: see `CourseFile.sentAs`.
  static let material = FilePurpose.document.or(.image).or(.audio).or(.video).or(.code).limited(to: 200 << 20)
  private static let code = FilePurpose(
    name: "code or archive",
    types: [
      "text/html", "text/xml", "text/javascript", "application/javascript", "image/svg+xml", "application/gzip",
      "application/x-xz", "application/x-7z-compressed", "application/x-rar",
    ], limit: 0)
  /// The picture of a course.
  static let cover = FilePurpose(name: "cover", types: ["image/jpeg", "image/png", "image/webp"], limit: 5 << 20)
  /// The longest body that brings a file of this kind: the form around it is small.
  var bodyLimit: Int { limit + 512 << 10 }
}

extension Transaction {
  /// Makes a kept file part of a course. One with a `key` takes the place of what came from there before.
  func addFile(
    _ file: CourseFileSource, from key: String? = nil, to course: ID<Course>, at now: Instant
  ) async throws -> CourseFile {
    try await one(
      """
      INSERT INTO course_files (id, course_id, name, sha256, content_type, size, width, height, source_key, created_at)
      VALUES (\(ID<CourseFile>(at: now)), \(course), \(file.name), \(file.sha256), \(file.contentType), \(file.size),
        \(file.width), \(file.height), \(key), \(now))
      ON CONFLICT (course_id, source_key) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256,
        content_type = excluded.content_type, size = excluded.size, width = excluded.width, height = excluded.height
      RETURNING id, course_id, name, sha256, content_type, size, width, height
      """)
  }

  /// Forgets files that neither a material nor the cover names any more; lessons name only files that were imported.
  func removeUnusedFiles(of course: ID<Course>) {
    later(
      """
      DELETE FROM course_files WHERE course_id = \(course) AND source_key IS NULL
        AND NOT EXISTS (SELECT 1 FROM course_materials WHERE course_materials.file_id = course_files.id)
        AND NOT EXISTS (SELECT 1 FROM courses WHERE courses.id = course_files.course_id
          AND courses.thumbnail_file_id = course_files.id)
      """)
  }

  /// Gives a course a picture, or with nil the drawn one again.
  func setCover(
    of reference: Reference<Course>, to file: CourseFileSource?, by viewer: Viewer, at now: Instant
  ) async throws -> Course {
    let course = try await courseToChange(reference, by: viewer)
    var cover: ID<CourseFile>?
    if let file { cover = try await addFile(file, to: course.id, at: now).id }
    try await execute(
      "UPDATE courses SET thumbnail_file_id = \(cover), updated_at = \(now) WHERE id = \(course.id)")
    removeUnusedFiles(of: course.id)
    record(CourseCoverChanged(course: course.id), by: viewer, at: now)
    return try await self.course(course.id)
  }
}

extension CourseFile {
  /// Whether a browser may show it inside our pages; an SVG could run scripts and never is.
  var isPicture: Bool { FilePurpose.image.types.contains(contentType) }
  var isSound: Bool { FilePurpose.audio.types.contains(contentType) }

  /// The content type that is told: what a browser could run is called bytes, whatever it does with attachments.
  var sentAs: String {
    let isHarmless = FilePurpose.material.types.subtracting(Self.activeTypes).contains(contentType)
    return isHarmless ? contentType : "application/octet-stream"
  }
  private static let activeTypes: Set = [
    "text/html", "text/xml", "text/javascript", "application/javascript", "image/svg+xml",
  ]

  /// `PDF, 1.2 MB`.
  var facts: String {
    let ending = name.split(separator: ".").dropFirst().last.map { $0.uppercased() + ", " } ?? ""
    return ending + size.asBytes
  }
}
