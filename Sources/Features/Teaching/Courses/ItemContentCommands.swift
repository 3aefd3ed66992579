internal import Essentials
internal import Payloads
internal import SQLStore

extension ItemContent {
  var kind: ItemKind {
    switch self {
    case .lesson: .lesson
    case .video: .video
    case .material: .material
    }
  }

  /// The file of a material.
  var file: CourseFile? { if case .material(let material) = self { material.file } else { nil } }

  /// How long it takes, where that is known.
  var minutes: Int? {
    switch self {
    case .lesson(let text): text.minutes
    case .video(let video): video.durationSeconds.map { max(1, ($0 + 30) / 60) }
    case .material: nil
    }
  }
}

extension ItemContent {
  /// Of a video, where it is known.
  var durationSeconds: Int? { if case .video(let video) = self { video.durationSeconds } else { nil } }
}

extension Transaction {
  /// Puts `content` into an item, in place of what stood there.
  func write(_ content: ItemContent, of item: ID<CourseItem>) {
    switch content {
    case .lesson(let text): write(text, of: item)
    case .video(let video): write(video, of: item)
    case .material(let material): write(material, of: item)
    }
  }

  private func write(_ text: LessonText, of item: ID<CourseItem>) {
    let headings = JSONText(String(decoding: LessonHeadings(headings: text.headings).json, as: UTF8.self))
    later(
      """
      INSERT INTO course_lessons (item_id, markdown, html, headings, word_count)
      VALUES (\(item), \(text.markdown), \(text.html), \(headings), \(text.wordCount))
      ON CONFLICT (item_id) DO UPDATE SET markdown = excluded.markdown, html = excluded.html,
        headings = excluded.headings, word_count = excluded.word_count
      """)
  }

  private func write(_ video: Video, of item: ID<CourseItem>) {
    later(
      """
      INSERT INTO course_videos (item_id, description, video_type, video_url, youtube_id, media_id, requires_code)
      VALUES (\(item), \(video.description), \(video.type), \(video.address), \(video.youtubeID), \(video.mediaID),
        \(video.requiresCode))
      ON CONFLICT (item_id) DO UPDATE SET description = excluded.description, video_type = excluded.video_type,
        video_url = excluded.video_url, youtube_id = excluded.youtube_id, media_id = excluded.media_id,
        requires_code = excluded.requires_code
      """)
  }

  private func write(_ material: Material, of item: ID<CourseItem>) {
    later(
      """
      INSERT INTO course_materials (item_id, description, file_id, link, download_count, is_downloadable)
      VALUES (\(item), \(material.description), \(material.fileID), \(material.link), 0, \(material.isDownloadable))
      ON CONFLICT (item_id) DO UPDATE SET description = excluded.description, file_id = excluded.file_id,
        link = excluded.link, is_downloadable = excluded.is_downloadable
      """)
  }
}

extension Material {
  var link: String? { if case .link(let link) = source { link } else { nil } }
  var file: CourseFile? { if case .file(let file) = source { file } else { nil } }
  fileprivate var fileID: ID<CourseFile>? { file?.id }
}
