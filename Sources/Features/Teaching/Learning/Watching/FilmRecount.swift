internal import Accounts
internal import Essentials
internal import EvolvCore
internal import SQLStore

extension TeachingCounts {
  /// How many films count fewer viewers of a part than learners have it among what they saw. More is right: who is erased,
  /// or goes on to another film in the same item, stays counted. How often a part was played is counted alone, and there
  /// is nothing to recount it from.
  static func unprovenParts(in db: Database) async throws -> Int {
    var faults = 0, last: ID<CourseItem>?
    while true {
      let after: SQL = last.map { "item_id > \($0)" } ?? "TRUE"
      let items: [ID<CourseItem>] = try await db.all(
        "SELECT DISTINCT item_id FROM video_progress WHERE \(after) ORDER BY item_id \(SQL.limit(slice))")
      guard let end = items.last else { return faults }
      faults += try await unprovenParts(of: items, in: db)
      last = end
    }
  }

  private static let slice = 20

  private static func unprovenParts(of items: [ID<CourseItem>], in db: Database) async throws -> Int {
    let (seen, counted) = try await db.fetch(
      Query<[FilmSeen]>.all(
        "SELECT item_id, media_id, ranges FROM video_progress WHERE item_id IN \(items) AND media_id IS NOT NULL"),
      Query<[PartCounted]>.all("SELECT item_id, media_id, part, learners FROM video_heat WHERE item_id IN \(items)"))
    let lengths = Dictionary(
      try await db.mediaFiles(Array(Set(seen.map(\.film.media)))).map { ($0.id, $0.durationMilliseconds ?? 0) }
    ) { first, _ in first }
    let heat = Dictionary(grouping: counted, by: \.film)
    var faults = 0
    for (film, viewers) in Dictionary(grouping: seen, by: \.film) {
      guard let length = lengths[film.media], length > 0 else { continue }
      var proven: [Int: Int] = [:]
      for viewer in viewers {
        for part in FilmParts(of: length).seen(in: viewer.ranges) { proven[part, default: 0] += 1 }
      }
      let told = Dictionary((heat[film] ?? []).map { ($0.part, $0.learners) }) { first, _ in first }
      if proven.contains(where: { told[$0.key, default: 0] < $0.value }) { faults += 1 }
    }
    return faults
  }
}

/// A film in an item.
private struct FilmInItem: Hashable { let item: ID<CourseItem>, media: ID<MediaFile> }

private struct FilmSeen: RowDecodable {
  let film: FilmInItem, ranges: WatchedRanges
  init(row: inout Row) throws {
    film = FilmInItem(item: try row.next(), media: try row.next())
    let text: String = try row.next()
    ranges = WatchedRanges(text: text) ?? WatchedRanges()
  }
}

private struct PartCounted: RowDecodable {
  let film: FilmInItem, part: Int, learners: Int
  init(row: inout Row) throws {
    film = FilmInItem(item: try row.next(), media: try row.next())
    part = try row.next()
    learners = try row.next()
  }
}
