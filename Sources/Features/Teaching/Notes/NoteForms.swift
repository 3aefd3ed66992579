internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

enum NoteText: TextRule { static let length = 1...4000 }
enum FilmTimeText: TextRule { static let length = 1...10 }
enum FilmSeconds: NumberRule { static let range = 0...86_399 }
enum NoteWords: TextRule { static let length = 1...100 }

/// A note as the page sends it; the time as the player shows it.
struct NoteForm: Payload {
  let text: Text<NoteText>, at: Text<FilmTimeText>?
  static let shape = Shape("NoteForm", Self.init, Field("text", \.text), Field("at", \.at, "Such as 1:23"))

  func time() throws -> FilmTime? {
    guard let at else { return nil }
    guard let time = FilmTime(at.text) else {
      throw Problem.invalid("at", "format", "must be a time such as 1:23 or 1:02:03")
    }
    return time
  }
}

/// A note as programs send it.
struct NewNote: Payload {
  let text: Text<NoteText>, atSeconds: Number<FilmSeconds>?
  static let shape = Shape(
    "NewNote", Self.init, Field("text", \.text), Field("at_seconds", \.atSeconds, "Where in the film"))
}

struct NotePatch: Payload {
  let text: Text<NoteText>
  static let shape = Shape("NoteChange", Self.init, Field("text", \.text))
}

/// Which of one's notes are wanted.
struct NotesQuery: Payload {
  let words: Text<NoteWords>?, cursor: String?
  static let shape = Shape(
    "NotesQuery", Self.init, Field("q", \.words, "Words in the note"), Field("cursor", \.cursor, "Of the list before"))
}

struct NoteAnswer: Payload, Located {
  let id: ID<Note>, itemID: ID<CourseItem>, text: String, atSeconds: Int?, createdAt: Instant, updatedAt: Instant
  var location: Link { NoteAPI.change.path(id) }
  static let shape = Shape(
    "Note", Self.init(id:itemID:text:atSeconds:createdAt:updatedAt:), Field("id", \.id), Field("item_id", \.itemID),
    Field("text", \.text), Field("at_seconds", \.atSeconds), Field("created_at", \.createdAt),
    Field("updated_at", \.updatedAt))
}

extension NoteAnswer {
  init(_ note: Note) {
    self.init(
      id: note.id, itemID: note.item, text: note.text, atSeconds: note.at?.seconds, createdAt: note.createdAt,
      updatedAt: note.updatedAt)
  }
}

struct NoteList: Payload {
  let data: [NoteAnswer], nextCursor: String?
  static let shape = Shape("NoteList", Self.init, Field("data", \.data), Field("next_cursor", \.nextCursor))
}

struct BookmarkAnswer: Payload {
  let itemID: ID<CourseItem>, course: Slug<Course>, item: Slug<CourseItem>, title: String, createdAt: Instant
  static let shape = Shape(
    "Bookmark", Self.init, Field("item_id", \.itemID), Field("course_slug", \.course), Field("item_slug", \.item),
    Field("title", \.title), Field("created_at", \.createdAt))
}

struct BookmarkList: Payload {
  let data: [BookmarkAnswer]
  static let shape = Shape("BookmarkList", Self.init(data:), Field("data", \.data))
}
