public import Essentials
public import EvolvCore
public import SQLStore

/// What a person did lesson by lesson. The log proves learning and never changes; it holds ids and no names.
public enum LearningData: PersonalData {
  public static let name = "learning"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let lines = try await reading.all(
      """
      SELECT courses.title, course_items.title, learning_evidence.kind, learning_evidence.happened_at
      FROM learning_evidence LEFT JOIN courses ON courses.id = learning_evidence.course_id
        LEFT JOIN course_items ON course_items.id = learning_evidence.item_id
      WHERE learning_evidence.user_id = \(person) ORDER BY learning_evidence.happened_at, learning_evidence.id
      """, as: EvidenceLine.self)
    return PersonalRecords(
      ["course", "lesson", "what", "when"], lines.map { [$0.course, $0.lesson, $0.kind, $0.happenedAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT user_id FROM learning_evidence WHERE user_id IN \(people)"))
  }
}

private struct EvidenceLine: RowDecodable {
  let course: String?, lesson: String?, kind: String, happenedAt: Instant
  init(row: inout Row) throws {
    course = try row.nextIfPresent()
    lesson = try row.nextIfPresent()
    kind = try row.next()
    happenedAt = try row.next()
  }
}
