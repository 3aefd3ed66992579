internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls about videos.
enum VideoAPI {
  static let list = Route.get(
    "/api/v1/courses/{course}/videos", Reference<Course>.self, by: .everyone,
    "The videos of a course, with their addresses where they may be seen"
  ).answers(VideoListAnswer.self)
  static let add = Route.post(
    "/api/v1/sections/{section}/videos", ID<CourseSection>.self, by: .signedIn, "Add a video to a section"
  ).takes(NewVideo.self, creates: VideoAnswer.self)
  static let show = Route.get(
    "/api/v1/videos/{video}", ID<CourseItem>.self, by: .everyone, "A video, for those who may see it"
  ).answers(VideoAnswer.self)
  static let edit = Route.patch(
    "/api/v1/videos/{video}", ID<CourseItem>.self, by: .signedIn, "Change or move a video"
  ).takes(VideoChanges.self, answers: VideoAnswer.self)
  static let delete = Route.delete(
    "/api/v1/videos/{video}", ID<CourseItem>.self, by: .signedIn, "Remove a video"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, course in
      let videos = try await context.db.videos(of: course, for: context.viewer)
      return VideoListAnswer(
        data: videos.map { VideoAnswer($0.item, $0.isOpen ? $0.video : nil) }, meta: ListMeta(whole: videos.count))
    }
    table.on(add) { context, new, section in
      let item = try await context.db.transaction {
        try await $0.addItem(new.item, to: section, by: context.viewer, at: context.now)
      }
      return VideoAnswer(item, new.video)
    }
    table.on(show) { context, video in
      let (item, video) = try await context.video(video, from: context.db)
      return VideoAnswer(item, video)
    }
    table.on(edit) { context, changes, video in
      try await context.db.transaction { transaction in
        let (_, old) = try await context.video(video, from: transaction)
        let item = try await transaction.editItem(video, changes.item(of: old), by: context.viewer, at: context.now)
        return VideoAnswer(item, changes.video(of: old))
      }
    }
    table.on(delete) { context, video in
      try await context.removeItem(video, of: .video)
      return NoPayload()
    }
  }
}

extension Context {
  fileprivate func video(_ id: ID<CourseItem>, from source: some Reading) async throws -> (CourseItem, Video) {
    let open = try await source.openItem(id, for: viewer, at: now)
    guard case .video(let video) = open.content else { throw Problem.notFound("video") }
    return (open.item, video)
  }
}

extension Reading {
  /// The videos of a course in the order of its outline. Throws `NothingFound`.
  fileprivate func videos(of reference: Reference<Course>, for viewer: Viewer) async throws -> [VideoRow] {
    let (_, videos) = try await fetch(
      Query<Course>.course(reference, for: viewer),
      Query<[VideoRow]>.all(
        """
        SELECT \(CourseFragments.mayBeOpened(by: viewer)), \(CourseItem.columns), \(VideoRow.columns)
        FROM course_items JOIN courses ON courses.id = course_items.course_id
          JOIN course_sections ON course_sections.id = course_items.section_id
          JOIN course_videos ON course_videos.item_id = course_items.id
        WHERE \(CourseFragments.isNamed(reference)) AND course_items.kind = 'video'
        ORDER BY course_sections.position, course_items.position
        """))
    return videos
  }
}

/// A video of a list, and whether the viewer may see it.
private struct VideoRow: RowDecodable {
  let isOpen: Bool, item: CourseItem, video: Video
  static let columns: SQL = """
    course_videos.description, course_videos.video_type, course_videos.video_url, course_videos.youtube_id,
    course_items.duration_seconds, course_videos.requires_code
    """

  init(row: inout Row) throws {
    isOpen = try row.next()
    item = try CourseItem(row: &row)
    video = try Video(row: &row)
  }
}

extension NewVideo {
  var video: Video {
    Video(
      description: description?.text ?? "", type: videoURL.type, address: videoURL.text,
      youtubeID: videoURL.youtubeID, durationSeconds: durationSeconds?.value, requiresCode: requiresCode ?? false)
  }
  var item: NewItem {
    NewItem(title: title, content: .video(video), isPreview: isPreview ?? false, position: position?.value)
  }
}

extension VideoChanges {
  fileprivate func video(of old: Video) -> Video {
    Video(
      description: description?.text ?? old.description, type: videoURL?.type ?? old.type,
      address: videoURL?.text ?? old.address,
      youtubeID: videoURL.map(\.youtubeID) ?? old.youtubeID,
      durationSeconds: durationSeconds?.value ?? old.durationSeconds, requiresCode: requiresCode ?? old.requiresCode)
  }
  fileprivate func item(of old: Video) -> ItemChanges {
    ItemChanges(
      title: title, isPreview: isPreview, section: sectionID, position: position, content: .video(video(of: old)))
  }
}
