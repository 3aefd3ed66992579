internal import Essentials
internal import EvolvCore
public import SQLStore

/// Counts that are kept beside the rows they count, compared with a recount.
public enum TeachingCounts {
  /// One sentence for each kind of count that is off; empty when all is well.
  public static func faults(in db: Database) async throws -> [String] {
    let (enrollments, learning) = try await learningFaults(in: db)
    let (seats, held, codes) = try await db.fetch(
      Query<Int>.value(
        """
        SELECT count(*) FROM courses c WHERE c.total_enrolled <>
          (SELECT count(*) FROM course_enrollments e WHERE e.course_id = c.id AND e.status IN ('active', 'completed'))
        """),
      Query<Int>.value(
        """
        SELECT count(*) FROM courses c WHERE c.seats_held <>
          (SELECT count(*) FROM waiting_list w WHERE w.course_id = c.id AND w.state = 'offered')
        """),
      Query<Int>.value(
        """
        SELECT count(*) FROM course_access_codes a WHERE a.current_uses <>
          (SELECT count(*) FROM code_redemptions r WHERE r.code_id = a.id AND r.outcome = 'redeemed')
        """))
    var faults: [String] = []
    if enrollments > 0 { faults.append("\(enrollments) enrollments count other items than were done") }
    if learning > 0 { faults.append("\(learning) items are marked otherwise than the evidence says") }
    if seats > 0 { faults.append("\(seats) courses count other learners than are enrolled") }
    if held > 0 { faults.append("\(held) courses hold other seats than were offered") }
    let films = try await unprovenParts(in: db)
    if films > 0 { faults.append("\(films) films count fewer viewers of a part than have seen it") }
    if codes > 0 { faults.append("\(codes) codes count other uses than were redeemed") }
    return faults
  }

  /// A school that has grown is recounted some learners at a time: all at once would take longer than a statement may.
  private static let slice = 200

  private static func learningFaults(in db: Database) async throws -> (enrollments: Int, learning: Int) {
    var enrollments = 0, learning = 0, last: ID<Person>?
    while true {
      let after: SQL = last.map { "user_id > \($0)" } ?? "TRUE"
      let people: [ID<Person>] = try await db.all(
        """
        SELECT DISTINCT user_id FROM course_enrollments WHERE \(after) ORDER BY user_id \(SQL.limit(slice))
        """)
      // The last slice has no end, so that nobody stands beyond it.
      let end = people.count == slice ? people.last : nil
      let range: SQL = end.map { "\(after) AND user_id <= \($0)" } ?? after
      let (wrongEnrollments, wrongItems) = try await db.fetch(miscounted(range), unproven(range))
      enrollments += wrongEnrollments
      learning += wrongItems
      guard let end else { return (enrollments, learning) }
      last = end
    }
  }

  private static func miscounted(_ range: SQL) -> Query<Int> {
    .value(
      """
      SELECT count(*) FROM (SELECT user_id, course_id, items_done FROM course_enrollments WHERE \(range)) AS e LEFT JOIN (
        SELECT user_id, course_id, count(done_at) AS items FROM item_progress WHERE \(range) GROUP BY user_id, course_id
      ) AS done ON done.user_id = e.user_id AND done.course_id = e.course_id
      WHERE e.items_done <> COALESCE(done.items, 0)
      """)
  }

  private static func unproven(_ range: SQL) -> Query<Int> {
    .value(
      """
      SELECT count(*) FROM (SELECT user_id, item_id, done_at FROM item_progress WHERE \(range)) AS p LEFT JOIN (
        SELECT user_id, item_id, sum(CASE kind WHEN 'finished' THEN 1 WHEN 'reopened' THEN -1 ELSE 0 END) AS rest
        FROM learning_evidence WHERE \(range) GROUP BY user_id, item_id
      ) AS proof ON proof.user_id = p.user_id AND proof.item_id = p.item_id
      WHERE (p.done_at IS NOT NULL) <> (COALESCE(proof.rest, 0) > 0)
      """)
  }
}
