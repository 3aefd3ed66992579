internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

// What the API says about items and what stands in them.

/// A lesson with its text.
struct LessonAnswer: Payload, Located {
  let id: ID<CourseItem>, courseID: ID<Course>, sectionID: ID<CourseSection>, title: String, slug: Slug<CourseItem>
  let position: Int, minutes: Int?, isPreview: Bool, markdown: String, html: String, wordCount: Int
  let createdAt: Instant, updatedAt: Instant

  static let shape = Shape(
    "Lesson", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("section_id", \.sectionID),
    Field("title", \.title), Field("slug", \.slug), Field("position", \.position), Field("minutes", \.minutes),
    Field("is_preview", \.isPreview), Field("markdown", \.markdown), Field("html", \.html, "Sanitized"),
    Field("word_count", \.wordCount), Field("created_at", \.createdAt), Field("updated_at", \.updatedAt))
  var location: Link { LessonAPI.show.path(id) }
}

/// A video; where it is kept is told to those who may see it.
struct VideoAnswer: Payload, Located {
  let id: ID<CourseItem>, courseID: ID<Course>, sectionID: ID<CourseSection>, title: String, slug: Slug<CourseItem>
  let position: Int, durationSeconds: Int?, isPreview: Bool, description: String?, videoType: VideoType?
  let videoURL: String?, youtubeID: String?, requiresCode: Bool?
  let createdAt: Instant, updatedAt: Instant

  static let shape = Shape(
    "Video", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("section_id", \.sectionID),
    Field("title", \.title), Field("slug", \.slug), Field("position", \.position),
    Field("duration_seconds", \.durationSeconds), Field("is_preview", \.isPreview),
    Field("description", \.description, "Markdown; null without the right to the video"),
    Field("video_type", \.videoType, "null without the right to the video"),
    Field("video_url", \.videoURL, "null without the right to the video"), Field("youtube_id", \.youtubeID),
    Field("requires_code", \.requiresCode), Field("created_at", \.createdAt), Field("updated_at", \.updatedAt))
  var location: Link { VideoAPI.show.path(id) }
}

/// The videos of a course.
struct VideoListAnswer: Payload {
  let data: [VideoAnswer], meta: ListMeta
  static let shape = Shape("VideoList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

/// A material: a link, or a file to download.
struct MaterialAnswer: Payload, Located {
  let id: ID<CourseItem>, courseID: ID<Course>, sectionID: ID<CourseSection>, title: String, slug: Slug<CourseItem>
  let position: Int, isPreview: Bool, description: String, link: String?, fileName: String?, fileType: String?
  let fileSize: Int?, fileSHA256: String?, downloadURL: String, downloadCount: Int, isDownloadable: Bool
  let createdAt: Instant, updatedAt: Instant

  static let shape = Shape(
    "Material", Self.init, Field("id", \.id), Field("course_id", \.courseID), Field("section_id", \.sectionID),
    Field("title", \.title), Field("slug", \.slug), Field("position", \.position), Field("is_preview", \.isPreview),
    Field("description", \.description, "Markdown"), Field("link", \.link), Field("file_name", \.fileName),
    Field("file_type", \.fileType), Field("file_size", \.fileSize, "In bytes"),
    Field("file_sha256", \.fileSHA256), Field("download_url", \.downloadURL),
    Field("download_count", \.downloadCount), Field("is_downloadable", \.isDownloadable),
    Field("created_at", \.createdAt), Field("updated_at", \.updatedAt))
  var location: Link { MaterialAPI.show.path(id) }
}

/// Materials that the viewer may open.
struct MaterialListAnswer: Payload {
  let data: [MaterialAnswer], meta: ListMeta
  static let shape = Shape("MaterialList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

extension LessonAnswer {
  init(_ item: CourseItem, _ text: LessonText) {
    self.init(
      id: item.id, courseID: item.courseID, sectionID: item.sectionID, title: item.title, slug: item.slug,
      position: item.position, minutes: item.minutes, isPreview: item.isPreview, markdown: text.markdown,
      html: text.html, wordCount: text.wordCount, createdAt: item.createdAt, updatedAt: item.updatedAt)
  }
}

extension VideoAnswer {
  /// `video` nil: for those without the right to it.
  init(_ item: CourseItem, _ video: Video?) {
    self.init(
      id: item.id, courseID: item.courseID, sectionID: item.sectionID, title: item.title, slug: item.slug,
      position: item.position, durationSeconds: item.durationSeconds, isPreview: item.isPreview,
      description: video?.description, videoType: video?.type, videoURL: video?.address, youtubeID: video?.youtubeID,
      requiresCode: video?.requiresCode, createdAt: item.createdAt, updatedAt: item.updatedAt)
  }
}

extension MaterialAnswer {
  init(_ item: CourseItem, _ material: Material) {
    self.init(
      id: item.id, courseID: item.courseID, sectionID: item.sectionID, title: item.title, slug: item.slug,
      position: item.position, isPreview: item.isPreview, description: material.description, link: material.link,
      fileName: material.file?.name, fileType: material.file?.contentType, fileSize: material.file?.size,
      fileSHA256: material.file?.sha256, downloadURL: MaterialAPI.download.path(item.id).text,
      downloadCount: material.downloadCount, isDownloadable: material.isDownloadable, createdAt: item.createdAt,
      updatedAt: item.updatedAt)
  }
}
