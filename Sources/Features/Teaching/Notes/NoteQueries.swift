internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum NoteRules {
  /// Notes of one person beside one item, and bookmarks in all.
  static let mostBesideItem = 200, mostBookmarks = 500
  static let pageSize = 30
}

extension Query where Result == [Note] {
  /// The viewer's notes beside an item; in a film by its time, else as they were written.
  static func notes(of viewer: Viewer, beside item: ID<CourseItem>) -> Query<[Note]> {
    .all(
      """
      SELECT \(Note.columns) FROM notes WHERE user_id = \(viewer.person) AND item_id = \(item)
      ORDER BY at_seconds, created_at, id \(SQL.limit(NoteRules.mostBesideItem))
      """)
  }
}

extension Query where Result == [ItemMark] {
  /// What the viewer has beside an item, in one statement: at least one row, which says whether it is bookmarked.
  static func marks(of viewer: Viewer, on item: ID<CourseItem>) -> Query<[ItemMark]> {
    .all(
      """
      SELECT EXISTS (SELECT 1 FROM bookmarks WHERE user_id = \(viewer.person) AND item_id = \(item)), \(Note.columns)
      FROM (SELECT 1) AS always
      LEFT JOIN notes ON notes.user_id = \(viewer.person) AND notes.item_id = \(item)
      ORDER BY notes.at_seconds, notes.created_at, notes.id \(SQL.limit(NoteRules.mostBesideItem))
      """)
  }
}

extension Reading {
  /// Everything the viewer wrote, the newest first.
  func notes(of viewer: Viewer, _ query: NotesQuery) async throws -> ListPage<Marked<Note>> {
    var conditions: [SQL] = ["notes.user_id = \(try viewer.requirePerson())"]
    if let words = query.words?.text {
      conditions.append("lower(notes.body) LIKE \(Self.pattern(words)) ESCAPE '\\'")
    }
    if let text = query.cursor {
      guard let cursor = Cursor<Instant, Note>(text: text) else {
        throw Problem.invalid("cursor", "cursor", "must be the one of the page before")
      }
      conditions.append("(notes.created_at, notes.id) < (\(cursor.key), \(cursor.id))")
    }
    let rows: [Marked<Note>] = try await all(
      """
      SELECT \(Note.columns), \(Marked<Note>.columns) FROM notes
      JOIN courses ON courses.id = notes.course_id JOIN course_items ON course_items.id = notes.item_id
      WHERE \(SQL.joined(conditions, separator: " AND "))
      ORDER BY notes.created_at DESC, notes.id DESC \(SQL.limit(NoteRules.pageSize + 1))
      """)
    return ListPage(rows: rows, limit: NoteRules.pageSize) { Cursor(key: $0.thing.createdAt, id: $0.thing.id) }
  }

  /// The items that the viewer marked, the latest first.
  func bookmarks(of viewer: Viewer) async throws -> [Marked<Bookmark>] {
    try await all(
      """
      SELECT bookmarks.item_id, bookmarks.created_at, \(Marked<Bookmark>.columns) FROM bookmarks
      JOIN courses ON courses.id = bookmarks.course_id JOIN course_items ON course_items.id = bookmarks.item_id
      WHERE bookmarks.user_id = \(try viewer.requirePerson())
      ORDER BY bookmarks.created_at DESC, bookmarks.item_id \(SQL.limit(NoteRules.mostBookmarks))
      """)
  }

  /// One of the viewer's own notes with its place; anyone else's does not exist.
  func note(_ id: ID<Note>, of viewer: Viewer) async throws -> Marked<Note> {
    try await one(
      """
      SELECT \(Note.columns), \(Marked<Note>.columns) FROM notes
      JOIN courses ON courses.id = notes.course_id JOIN course_items ON course_items.id = notes.item_id
      WHERE notes.id = \(id) AND notes.user_id = \(try viewer.requirePerson())
      """)
  }

  private static func pattern(_ words: String) -> String {
    "%" + words.lowercased().flatMap { "\\%_".contains($0) ? ["\\", $0] : [$0] } + "%"
  }
}
