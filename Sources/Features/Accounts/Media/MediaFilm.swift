public import Essentials
public import EvolvCore
internal import MediaCoding
public import SQLStore

/// A film among the media, with the addresses that one viewer may play it by.
public struct MediaFilm: Sendable, Hashable {
  public let file: MediaRecord
  /// Plays in every browser; nil until it is made.
  public let film: Link?
  /// The sizes that a player chooses between (HLS).
  public let playlist: Link?
  public let poster: Link?
  /// Small pictures of its places.
  public let sheet: FilmSheet?
  public let captions: [FilmCaptions]

  init(_ file: MediaRecord, _ renditions: [MediaRendition], _ captions: [CaptionRecord], _ seal: MediaSeal) {
    func link(_ name: String) -> Link? {
      renditions.contains { $0.name == name } ? seal.link(to: MediaPart(name), of: file.id) : nil
    }
    self.file = file
    film = link("film.mp4")
    playlist = link("hls.m3u8")
    poster = link("poster.webp")
    sheet = link(SheetPlan.name).flatMap { FilmSheet($0, file) }
    self.captions = captions.map {
      FilmCaptions(language: $0.language, label: $0.label, link: seal.link(to: $0.part, of: file.id))
    }
  }
}

/// Pictures of a film in rows of equal size, one for each step of time.
public struct FilmSheet: Sendable, Hashable {
  public let link: Link, columns: Int, rows: Int, count: Int
  public let stepMilliseconds: Int

  init?(_ link: Link, _ file: MediaRecord) {
    guard let duration = file.durationMilliseconds else { return nil }
    let plan = SheetPlan(milliseconds: duration)
    self.link = link
    columns = plan.columns
    rows = plan.rows
    count = plan.count
    stepMilliseconds = plan.step
  }
}

/// What is said in a film, in one language.
public struct FilmCaptions: Sendable, Hashable { public let language: LanguageTag, label: String, link: Link }

extension MediaRecord {
  /// The film in a list to choose from.
  public var filmWords: String {
    let facts = durationMilliseconds.map { ", \($0.asDuration)" } ?? ""
    return name + facts + (state == .processing ? " (is being made ready)" : "")
  }
}

extension Context {
  /// A film for a page that has asked already whether the viewer may see it; nil if it was deleted.
  public func mediaFilm(_ id: ID<MediaFile>) async throws -> MediaFilm? {
    guard let file = try await db.mediaFiles([id]).first else { return nil }
    let (renditions, captions) = try await db.fetch(
      Query<[MediaRendition]>.renditions(of: id), Query<[CaptionRecord]>.captions(of: id))
    return MediaFilm(file, renditions, captions, mediaSeal)
  }
}

extension Reading {
  /// The viewer's own files of one kind that are not failed, the newest first, to choose from.
  public func ownMedia(_ kind: MediaKind, of viewer: Viewer) async throws -> [MediaRecord] {
    try await all(
      """
      SELECT \(MediaRecord.columns) FROM media_files
      WHERE owner_id = \(viewer.person) AND kind = \(kind) AND state <> 'failed' AND deleted_at IS NULL
      ORDER BY created_at DESC, id DESC \(SQL.limit(100))
      """)
  }
}

extension Query<Int?> {
  /// How long a film is, in milliseconds; nil while it is not ready.
  public static func filmLength(of id: ID<MediaFile>) -> Query {
    .first(
      "SELECT duration_ms FROM media_files WHERE id = \(id) AND state = 'ready' AND duration_ms > 0 AND deleted_at IS NULL"
    )
  }
}
