internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// An item with what stands in it, for someone who may open it.
struct OpenItem: Hashable {
  let course: Course
  let item: CourseItem
  let content: ItemContent
}

/// What stands in an item.
enum ItemContent: Hashable {
  case lesson(LessonText)
  case video(Video)
  case material(Material)
}

/// A lesson's text as its author wrote it, and what is made of it when it is saved.
struct LessonText: Hashable, Sendable {
  let markdown: String
  /// Made by the sanitizer, ready to print.
  let html: String
  let headings: [LessonHeading]
  let wordCount: Int

  /// At 220 words a minute, never none.
  var minutes: Int { max(1, (wordCount + 110) / 220) }
}

/// A line of a lesson's own outline.
struct LessonHeading: Payload, Hashable {
  let level: Int, id: String, text: String
  static let shape = Shape(
    "LessonHeading", Self.init, Field("level", \.level), Field("id", \.id), Field("text", \.text))
}

/// Where a video is kept.
enum VideoType: String, ColumnWord, PayloadChoice {
  case youtubePrivate = "youtube_private"
  case serverUpload = "server_upload"
  case external
}

/// A film of our own or on another site.
struct Video: Hashable, Sendable {
  let description: String, type: VideoType, address: String, youtubeID: String?, durationSeconds: Int?,
    requiresCode: Bool

  /// The film among the media.
  var mediaID: ID<MediaFile>? {
    type == .serverUpload ? address.split(separator: "/").last.flatMap { ID(pathText: String($0)) } : nil
  }
}

/// A file or a link to take along.
struct Material: Hashable, Sendable {
  let description: String, source: Source, downloadCount: Int, isDownloadable: Bool

  enum Source: Hashable {
    case link(String)
    case file(CourseFile)
  }
}

/// A file of a course; its bytes are in the file storage under their hash.
struct CourseFile: RowDecodable, Hashable {
  let id: ID<CourseFile>, courseID: ID<Course>, name: String, sha256: String, contentType: String, size: Int
  let width: Int?, height: Int?

  static let columns: SQL = """
    course_files.id, course_files.course_id, course_files.name, course_files.sha256, course_files.content_type,
    course_files.size, course_files.width, course_files.height
    """

  init(row: inout Row) throws {
    id = try row.next()
    courseID = try row.next()
    name = try row.next()
    sha256 = try row.next()
    contentType = try row.next()
    size = try row.next()
    width = try row.nextIfPresent()
    height = try row.nextIfPresent()
  }
}
