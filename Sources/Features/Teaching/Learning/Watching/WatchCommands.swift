internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Context {
  /// Takes in what a player tells, for who learns here; a film of which enough was seen is done.
  func watch(_ open: OpenItem, _ report: WatchReport) async throws -> Watching {
    let person = try viewer.requirePerson(), id = open.item.id, now = now
    let film = try await ownFilm(of: open)
    let (watching, isEnrolled) = try await db.transaction {
      try await $0.watch(film, in: open.item, report, by: person, at: now)
    }
    guard watching.isEnough, !watching.isCounted, isEnrolled else { return watching }
    _ = try await db.complete(id, by: viewer, at: now)
    try await db.transaction {
      _ = try await $0.execute(
        "UPDATE video_progress SET counted_at = \(now) WHERE user_id = \(person) AND item_id = \(id)")
    }
    return Watching(place: watching.place, seen: watching.seen, length: watching.length, isCounted: true)
  }

  /// How far the viewer is with the film of an item.
  func watching(of id: ID<CourseItem>) async throws -> Watching {
    let open = try await db.openItem(id, for: viewer, at: now), film = try await ownFilm(of: open)
    return try await db.watching(film, in: id, by: viewer)
      ?? Watching(
        place: 0, seen: WatchedRanges(), length: film.durationMilliseconds ?? 0, isCounted: false)
  }

  /// The film of an item, if it is one of our own and ready.
  private func ownFilm(of open: OpenItem) async throws -> MediaRecord {
    guard case .video(let video) = open.content, let media = video.mediaID else { throw Problem.notFound("film") }
    let film = try await db.mediaFile(media)
    guard film.state == .ready, film.durationMilliseconds ?? 0 > 0 else {
      throw Problem.conflict("This video is not ready to be watched.")
    }
    return film
  }
}

extension Transaction {
  /// Joins what was seen to what was seen before, and counts the parts of the film for those who teach.
  fileprivate func watch(
    _ film: MediaRecord, in item: CourseItem, _ report: WatchReport, by person: ID<Person>, at now: Instant
  ) async throws -> (watching: Watching, isEnrolled: Bool) {
    let length = film.durationMilliseconds ?? 0
    let (before, isEnrolled) = try await watchingToChange(item, by: person, at: now)
    let old = before.watching(film)?.seen ?? WatchedRanges()
    let new = report.ranges.clamped(to: length), seen = old.joined(with: new).clamped(to: length)
    let isNoted = !new.isEmpty && before.notedAt.map { now.seconds(since: $0) >= 300 } ?? true
    let isCounted = before.isCounted && before.media == film.id
    try await execute(
      """
      UPDATE video_progress SET media_id = \(film.id), place_ms = \(min(report.place.value, length)),
        ranges = \(seen.text), watched_ms = \(seen.milliseconds), updated_at = \(now),
        counted_at = CASE WHEN media_id = \(film.id) THEN counted_at END,
        noted_at = \(isNoted ? now : before.notedAt)
      WHERE user_id = \(person) AND item_id = \(item.id)
      """)
    if isNoted { note(item, watchedBy: person, at: now) }
    count(film, in: item.id, FilmParts(of: length), new: new, old: old, seen: seen)
    let watching = Watching(place: min(report.place.value, length), seen: seen, length: length, isCounted: isCounted)
    return (watching, isEnrolled)
  }

  /// The row of a learner, kept from others until this ends; who may only look in has none.
  private func watchingToChange(_ item: CourseItem, by person: ID<Person>, at now: Instant) async throws
    -> (WatchingRow, isEnrolled: Bool)
  {
    let isEnrolled: SQL = """
      EXISTS (SELECT 1 FROM course_enrollments AS e WHERE e.user_id = \(person)
        AND e.course_id = course_items.course_id AND e.status IN ('active', 'completed'))
      """
    let isLearner: SQL = """
      (\(ItemAccess.isOpen(to: person, at: now)) OR (course_items.previewable_since IS NOT NULL AND \(isEnrolled)))
      """
    try await execute(
      """
      INSERT INTO video_progress (user_id, item_id, course_id, place_ms, ranges, watched_ms, updated_at)
      SELECT \(person), course_items.id, course_items.course_id, 0, '', 0, \(now) FROM course_items
      WHERE course_items.id = \(item.id) AND \(isLearner) ON CONFLICT (user_id, item_id) DO NOTHING
      """)
    let row: HeldWatching? = try await first(
      """
      SELECT \(WatchingRow.columns), \(isEnrolled) FROM video_progress
        JOIN course_items ON course_items.id = video_progress.item_id
      WHERE video_progress.user_id = \(person) AND video_progress.item_id = \(item.id) AND \(isLearner)
      \(SQL.sqlite("").postgres("FOR UPDATE OF video_progress"))
      """)
    guard let row else { throw Problem.forbidden("have watching kept without learning here") }
    return (row.watching, row.isEnrolled)
  }

  /// A line of the log at most every five minutes: it proves the time of learning, not each second.
  private func note(_ item: CourseItem, watchedBy person: ID<Person>, at now: Instant) {
    later(
      """
      INSERT INTO learning_evidence (id, user_id, course_id, item_id, kind, happened_at)
      VALUES (\(ID<Evidence>(at: now)), \(person), \(item.courseID), \(item.id), 'watched', \(now))
      """)
  }

  /// Each part that was seen now was played once more; who sees it for the first time is one more learner.
  private func count(
    _ film: MediaRecord, in item: ID<CourseItem>, _ parts: FilmParts, new: WatchedRanges, old: WatchedRanges,
    seen: WatchedRanges
  ) {
    let played = parts.seen(in: new), first = parts.seen(in: seen).subtracting(parts.seen(in: old))
    // In order, so that two learners never wait for each other.
    let rows: [SQL] = played.union(first).sorted().map { part in
      "(\(item), \(film.id), \(part), \(first.contains(part) ? 1 : 0), \(played.contains(part) ? 1 : 0))"
    }
    if rows.isEmpty { return }
    later(
      """
      INSERT INTO video_heat (item_id, media_id, part, learners, plays) VALUES \(SQL.joined(rows))
      ON CONFLICT (item_id, media_id, part) DO UPDATE
      SET learners = video_heat.learners + excluded.learners, plays = video_heat.plays + excluded.plays
      """)
  }
}

private struct HeldWatching: RowDecodable {
  let watching: WatchingRow, isEnrolled: Bool
  init(row: inout Row) throws {
    watching = try WatchingRow(row: &row)
    isEnrolled = try row.next()
  }
}
