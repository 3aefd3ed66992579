public import Essentials
public import EvolvCore
public import SQLStore

/// Which parts of films a person has seen. They go with the person; what all learners saw together stays counted.
public enum WatchingData: PersonalData {
  public static let name = "watching"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let films = try await reading.all(
      """
      SELECT courses.title, course_items.title, video_progress.watched_ms, video_progress.ranges, video_progress.updated_at
      FROM video_progress JOIN course_items ON course_items.id = video_progress.item_id
        JOIN courses ON courses.id = video_progress.course_id
      WHERE video_progress.user_id = \(person) ORDER BY video_progress.updated_at, video_progress.item_id
      """, as: SeenFilm.self)
    return PersonalRecords(
      ["course", "video", "seen_seconds", "seen_milliseconds", "when"],
      films.map { [$0.course, $0.video, String($0.watched / 1000), $0.ranges, $0.updatedAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT user_id FROM video_progress WHERE user_id IN \(people)"))
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    transaction.later("DELETE FROM video_progress WHERE user_id = \(person)")
  }
}

private struct SeenFilm: RowDecodable {
  let course: String, video: String, watched: Int, ranges: String, updatedAt: Instant
  init(row: inout Row) throws {
    course = try row.next()
    video = try row.next()
    watched = try row.next()
    ranges = try row.next()
    updatedAt = try row.next()
  }
}
