public import Essentials
public import EvolvCore
public import SQLStore

/// What a person wrote beside their lessons. It is theirs alone, so it goes with them.
public enum NoteData: PersonalData {
  public static let name = "notes"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let notes: [Marked<Note>] = try await reading.all(
      """
      SELECT \(Note.columns), \(Marked<Note>.columns) FROM notes
      JOIN courses ON courses.id = notes.course_id JOIN course_items ON course_items.id = notes.item_id
      WHERE notes.user_id = \(person) ORDER BY notes.created_at, notes.id
      """)
    return PersonalRecords(
      ["course", "lesson", "at", "note", "when"],
      notes.map { [$0.course.title, $0.lesson, $0.thing.at?.text, $0.thing.text, $0.thing.createdAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT user_id FROM notes WHERE user_id IN \(people)"))
  }

  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    transaction.later("DELETE FROM notes WHERE user_id = \(person)")
    transaction.later("DELETE FROM bookmarks WHERE user_id = \(person)")
  }
}
