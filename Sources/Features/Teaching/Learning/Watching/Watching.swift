internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// How far somebody is with a film.
struct Watching: Sendable {
  /// Where they stopped, in milliseconds.
  let place: Int
  let seen: WatchedRanges
  let length: Int
  /// Whether the film has counted as watched.
  let isCounted: Bool

  /// Who has seen so much of a film has watched it: credits and silence at its ends are nobody's duty.
  static let enough = 90
  var share: Percent { Percent(seen.milliseconds, of: length) }
  var isEnough: Bool { seen.milliseconds * 100 >= length * Self.enough }
  /// Where to go on; nil at the beginning and at the end.
  var resume: Int? { place >= 3000 && place < length - 3000 ? place : nil }
}

/// A part of a film that is counted as one: at most a hundred, none shorter than a second.
struct FilmParts {
  let length: Int, count: Int

  init(of length: Int) {
    self.length = length
    count = min(100, max(1, length / 1000))
  }
  func start(of part: Int) -> Int { length * part / count }
  /// Whoever saw its middle saw a part, so that one who watches on is counted once, however the parts are reported.
  func seen(in ranges: WatchedRanges) -> Set<Int> {
    Set((0..<count).filter { ranges.contains((start(of: $0) + start(of: $0 + 1)) / 2) })
  }
}

/// The row that keeps it.
struct WatchingRow: RowDecodable {
  let media: ID<MediaFile>?, place: Int, seen: WatchedRanges, isCounted: Bool, notedAt: Instant?
  static let columns: SQL = """
    video_progress.media_id, video_progress.place_ms, video_progress.ranges, video_progress.counted_at,
    video_progress.noted_at
    """

  init(row: inout Row) throws {
    media = try row.nextIfPresent()
    place = try row.next()
    let text: String = try row.next()
    seen = WatchedRanges(text: text) ?? WatchedRanges()
    let countedAt: Instant? = try row.nextIfPresent()
    isCounted = countedAt != nil
    notedAt = try row.nextIfPresent()
  }

  /// Another film in the same item begins anew.
  func watching(_ film: MediaRecord) -> Watching? {
    guard media == film.id, let length = film.durationMilliseconds else { return nil }
    return Watching(place: place, seen: seen, length: length, isCounted: isCounted)
  }
}

extension Reading {
  /// How far the viewer is with the film of an item.
  func watching(_ film: MediaRecord, in item: ID<CourseItem>, by viewer: Viewer) async throws -> Watching? {
    let row: WatchingRow? = try await first(
      """
      SELECT \(WatchingRow.columns) FROM video_progress WHERE user_id = \(viewer.person) AND item_id = \(item)
      """)
    return row?.watching(film)
  }
}

/// What a player tells: where it is, and what was seen since it told last.
struct WatchReport: Payload {
  let place: Number<FilmMilliseconds>, ranges: WatchedRanges
  static let shape = Shape(
    "WatchReport", Self.init, Field("place", \.place, "Where the player is, in milliseconds"),
    Field("ranges", \.ranges, "What was seen since the last report, in milliseconds: 0-9500,12000-20000"))
}

/// How far the caller is with a film.
struct WatchingPayload: Payload {
  let place: Int, ranges: WatchedRanges, watchedSeconds: Int, durationSeconds: Int, percent: Percent, isWatched: Bool
  static let shape = Shape(
    "Watching", Self.init(place:ranges:watchedSeconds:durationSeconds:percent:isWatched:),
    Field("place", \.place, "Where to go on, in milliseconds"),
    Field("ranges", \.ranges, "What was seen, in milliseconds"), Field("watched_seconds", \.watchedSeconds),
    Field("duration_seconds", \.durationSeconds), Field("percent", \.percent),
    Field("is_watched", \.isWatched, "Whether it has counted as watched, which marks the item done"))
}

extension WatchingPayload {
  init(_ watching: Watching) {
    self.init(
      place: watching.place, ranges: watching.seen, watchedSeconds: watching.seen.milliseconds / 1000,
      durationSeconds: watching.length / 1000, percent: watching.share, isWatched: watching.isCounted)
  }
}
