internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Writes a note beside an item that the viewer could open. Throws a conflict when there are too many.
  func write(_ text: String, at time: FilmTime?, beside item: CourseItem, by viewer: Viewer, at now: Instant)
    async throws
    -> Note
  {
    let person = try viewer.requirePerson()
    let count: Int = try await value("SELECT count(*) FROM notes WHERE user_id = \(person) AND item_id = \(item.id)")
    guard count < NoteRules.mostBesideItem else {
      throw Problem.conflict("At most \(NoteRules.mostBesideItem) notes fit beside one lesson. Delete one first.")
    }
    let note: Note = try await one(
      """
      INSERT INTO notes (id, user_id, course_id, item_id, at_seconds, body, created_at, updated_at)
      SELECT \(ID<Note>(at: now)), \(person), course_id, id, \(time?.seconds), \(text), \(now), \(now)
      FROM course_items WHERE id = \(item.id) RETURNING \(Note.columns)
      """)
    record(NoteWritten(person: person, note: note.id), by: viewer, at: now)
    return note
  }

  func changeNote(_ id: ID<Note>, to text: String, by viewer: Viewer, at now: Instant) async throws -> Note {
    let person = try viewer.requirePerson()
    let note: Note? = try await first(
      """
      UPDATE notes SET body = \(text), updated_at = \(now) WHERE id = \(id) AND user_id = \(person)
      RETURNING \(Note.columns)
      """)
    guard let note else { throw NothingFound() }
    record(NoteChanged(person: person, note: id), by: viewer, at: now)
    return note
  }

  func deleteNote(_ id: ID<Note>, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requirePerson()
    guard try await execute("DELETE FROM notes WHERE id = \(id) AND user_id = \(person)") > 0 else {
      throw NothingFound()
    }
    record(NoteDeleted(person: person, note: id), by: viewer, at: now)
  }

  /// Marks an item, or takes the mark away; doing it again changes nothing.
  func setBookmark(_ isSet: Bool, on item: CourseItem, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requirePerson()
    let changed = try await isSet ? mark(item.id, of: person, at: now) : unmark(item.id, of: person)
    if changed { record(BookmarkSet(person: person, item: item.id, isSet: isSet), by: viewer, at: now) }
  }

  private func mark(_ item: ID<CourseItem>, of person: ID<Person>, at now: Instant) async throws -> Bool {
    let count: Int = try await value("SELECT count(*) FROM bookmarks WHERE user_id = \(person)")
    guard count < NoteRules.mostBookmarks else {
      throw Problem.conflict("At most \(NoteRules.mostBookmarks) bookmarks are kept. Take one away first.")
    }
    return try await execute(
      """
      INSERT INTO bookmarks (user_id, item_id, course_id, created_at)
      SELECT \(person), id, course_id, \(now) FROM course_items WHERE id = \(item) ON CONFLICT DO NOTHING
      """) > 0
  }

  private func unmark(_ item: ID<CourseItem>, of person: ID<Person>) async throws -> Bool {
    try await execute("DELETE FROM bookmarks WHERE user_id = \(person) AND item_id = \(item)") > 0
  }
}

/// A note was written; what it says is nobody else's.
struct NoteWritten: DomainEvent {
  let person: ID<Person>, note: ID<Note>
  static let name = "note.written"
  var subject: Subject { Subject("note", note) }
  static let shape = Shape("NoteWritten", Self.init, Field("person", \.person), Field("note", \.note))
}

struct NoteChanged: DomainEvent {
  let person: ID<Person>, note: ID<Note>
  static let name = "note.changed"
  var subject: Subject { Subject("note", note) }
  static let shape = Shape("NoteChanged", Self.init, Field("person", \.person), Field("note", \.note))
}

struct NoteDeleted: DomainEvent {
  let person: ID<Person>, note: ID<Note>
  static let name = "note.deleted"
  var subject: Subject { Subject("note", note) }
  static let shape = Shape("NoteDeleted", Self.init, Field("person", \.person), Field("note", \.note))
}

/// An item was marked to be found again, or is no more.
struct BookmarkSet: DomainEvent {
  let person: ID<Person>, item: ID<CourseItem>, isSet: Bool
  static let name = "bookmark.set"
  var subject: Subject { Subject("item", item) }
  static let shape = Shape(
    "BookmarkSet", Self.init, Field("person", \.person), Field("item", \.item), Field("is_set", \.isSet))
}
