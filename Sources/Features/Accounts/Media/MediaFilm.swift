public import Essentials
public import EvolvCore
public import SQLStore

/// A film among the media, with the addresses that one viewer may play it by.
public struct MediaFilm: Sendable, Hashable {
  public let file: MediaRecord
  /// Plays in every browser; nil until it is made.
  public let film: Link?
  /// The sizes that a player chooses between (HLS).
  public let playlist: Link?
  public let poster: Link?

  init(_ file: MediaRecord, _ renditions: [MediaRendition], _ seal: MediaSeal) {
    func link(_ name: String) -> Link? {
      renditions.contains { $0.name == name } ? seal.link(to: MediaPart(name), of: file.id) : nil
    }
    self.file = file
    film = link("film.mp4")
    playlist = link("hls.m3u8")
    poster = link("poster.webp")
  }
}

extension Context {
  /// A film for a page that has asked already whether the viewer may see it; nil if it was deleted.
  public func mediaFilm(_ id: ID<MediaFile>) async throws -> MediaFilm? {
    guard let file = try await db.mediaFiles([id]).first else { return nil }
    return MediaFilm(file, try await db.mediaRenditions(of: [id]), mediaSeal)
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
