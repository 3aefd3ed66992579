public import Accounts
public import Essentials
public import EvolvCore
public import JobQueue
internal import Payloads
internal import Routing
public import SQLStore

// Videos of courses that are films of our own media.

extension Transaction {
  /// A film that is put into a course is the viewer's own; one that is in the item already may stay, whoever edits it.
  func requireFilm(of content: ItemContent, in item: ID<CourseItem>? = nil, by viewer: Viewer) async throws {
    guard case .video(let video) = content, let media = video.mediaID else { return }
    if let item {
      let isThere: Int = try await value(
        "SELECT count(*) FROM course_videos WHERE item_id = \(item) AND media_id = \(media)")
      if isThere > 0 { return }
    }
    do {
      guard try await mediaFile(media, for: viewer).kind == .video else {
        throw Problem.invalid("video_url", "kind", "must be a video")
      }
    } catch is NothingFound {
      throw Problem.invalid("video_url", "unknown", "is no video of yours")
    }
  }
}

extension Reading {
  /// Those of some films that no item shows.
  func unusedFilms(_ films: [ID<MediaFile>]) async throws -> [ID<MediaFile>] {
    if films.isEmpty { return [] }
    let used: [ID<MediaFile>] = try await all(
      "SELECT DISTINCT media_id FROM course_videos WHERE media_id IN \(films)")
    return films.filter { !used.contains($0) }
  }
}

extension Context {
  /// The film of an item that the viewer may open; no statement for any other item.
  func film(of open: OpenItem) async throws -> MediaFilm? {
    guard case .video(let video) = open.content, let media = video.mediaID else { return nil }
    return try await mediaFilm(media)
  }
}

extension Courses {
  /// Items that show a film.
  public static func mediaUses(of files: [ID<MediaFile>], in db: Database) async throws -> [MediaUse] {
    if files.isEmpty { return [] }
    let rows = try await db.all(
      """
      SELECT course_videos.media_id, course_items.id, course_items.title, courses.title
      FROM course_videos JOIN course_items ON course_items.id = course_videos.item_id
        JOIN courses ON courses.id = course_items.course_id
      WHERE course_videos.media_id IN \(files) ORDER BY courses.title, course_items.title \(SQL.limit(100))
      """, as: FilmPlace.self)
    return rows.map {
      MediaUse(file: $0.media, label: "\($0.item) in \($0.course)", link: ItemRoutes.edit.path($0.itemID))
    }
  }

  /// Whoever may open the item may see its film, and whoever may change the course.
  public static func showsMedia(_ file: ID<MediaFile>, to viewer: Viewer, in db: Database) async throws -> Bool {
    let count: Int = try await db.value(
      """
      SELECT count(*) FROM course_videos JOIN course_items ON course_items.id = course_videos.item_id
        JOIN courses ON courses.id = course_items.course_id
      WHERE course_videos.media_id = \(file) AND \(CourseFragments.isVisible(to: viewer))
        AND \(CourseFragments.mayBeOpened(by: viewer))
      """)
    return count > 0
  }
}

private struct FilmPlace: RowDecodable {
  let media: ID<MediaFile>, itemID: ID<CourseItem>, item: String, course: String
  init(row: inout Row) throws {
    media = try row.next()
    itemID = try row.next()
    item = try row.next()
    course = try row.next()
  }
}

extension Transaction {
  /// A film of our own knows how long it is, once it is made ready.
  func lengthKnown(of content: ItemContent) async throws -> ItemContent {
    guard case .video(let video) = content, let media = video.mediaID,
      let length = try await mediaFiles([media]).first?.durationMilliseconds
    else { return content }
    return .video(video.lasting(max(1, (length + 500) / 1000)))
  }
}

extension Video {
  fileprivate func lasting(_ seconds: Int) -> Video {
    Video(
      description: description, type: type, address: address, youtubeID: youtubeID, durationSeconds: seconds,
      requiresCode: requiresCode)
  }
}

/// How long the films of courses are, once they are made ready.
public enum FilmLengths {
  /// To be called of `MediaPrepared`: items that show the film say it from now on.
  public static func set(_ event: MediaPrepared, _ work: Errand) async throws {
    guard let length = try await work.db.mediaFiles([event.media]).first?.durationMilliseconds else { return }
    let seconds = max(1, (length + 500) / 1000)
    try await work.db.execute(
      """
      UPDATE course_items SET duration_seconds = \(seconds), minutes = \(max(1, (seconds + 30) / 60))
      WHERE id IN (SELECT item_id FROM course_videos WHERE media_id = \(event.media))
      """)
  }
}
