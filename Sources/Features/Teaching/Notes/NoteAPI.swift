internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls of notes and bookmarks; all are about the caller's own.
enum NoteAPI {
  static let all = Route.get("/api/v1/notes", by: .signedIn, "The caller's notes, the newest first")
    .takes(NotesQuery.self, answers: NoteList.self)
  static let list = Route.get(
    "/api/v1/items/{item}/notes", ID<CourseItem>.self, by: .signedIn, "The caller's notes beside an item"
  )
  .answers(NoteList.self)
  static let write = Route.post("/api/v1/items/{item}/notes", ID<CourseItem>.self, by: .signedIn, "Write a note")
    .takes(NewNote.self, creates: NoteAnswer.self)
  static let change = Route.patch("/api/v1/notes/{note}", ID<Note>.self, by: .signedIn, "Change a note")
    .takes(NotePatch.self, answers: NoteAnswer.self)
  static let delete = Route.delete("/api/v1/notes/{note}", ID<Note>.self, by: .signedIn, "Delete a note")
    .answersNothing
  static let bookmarks = Route.get("/api/v1/bookmarks", by: .signedIn, "The items that the caller marked")
    .answers(BookmarkList.self)
  static let mark = Route.put(
    "/api/v1/items/{item}/bookmark", ID<CourseItem>.self, by: .signedIn, "Bookmark an item; again changes nothing"
  )
  .answersNothing
  static let unmark = Route.delete(
    "/api/v1/items/{item}/bookmark", ID<CourseItem>.self, by: .signedIn, "Take a bookmark away"
  )
  .answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(all) { context, query in
      let found = try await context.db.notes(of: context.viewer, query)
      return NoteList(data: found.items.map { NoteAnswer($0.thing) }, nextCursor: found.next)
    }
    table.on(list) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer, at: context.now)
      let notes = try await context.db.fetch(Query<[Note]>.notes(of: context.viewer, beside: open.item.id))
      return NoteList(data: notes.map(NoteAnswer.init), nextCursor: nil)
    }
    table.on(write) { context, new, id in
      let open = try await context.db.openItem(id, for: context.viewer, at: context.now), viewer = context.viewer,
        now = context.now
      return NoteAnswer(
        try await context.db.transaction {
          try await $0.write(
            new.text.text, at: new.atSeconds.map { FilmTime(seconds: $0.value) }, beside: open.item, by: viewer, at: now
          )
        })
    }
    table.on(change) { context, patch, id in
      let viewer = context.viewer, now = context.now
      return NoteAnswer(
        try await context.db.transaction { try await $0.changeNote(id, to: patch.text.text, by: viewer, at: now) })
    }
    table.on(delete) { context, id in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.deleteNote(id, by: viewer, at: now) }
      return NoPayload()
    }
    registerBookmarks(on: &table)
  }

  private static func registerBookmarks(on table: inout RouteTable<Context>) {
    table.on(bookmarks) { context in
      BookmarkList(
        data: try await context.db.bookmarks(of: context.viewer).map {
          BookmarkAnswer(
            itemID: $0.thing.item, course: $0.course.slug, item: $0.slug, title: $0.lesson,
            createdAt: $0.thing.createdAt)
        })
    }
    table.on(mark) { context, id in try await setBookmark(true, context, id) }
    table.on(unmark) { context, id in try await setBookmark(false, context, id) }
  }

  private static func setBookmark(_ isSet: Bool, _ context: Context, _ id: ID<CourseItem>) async throws -> NoPayload {
    let open = try await context.db.openItem(id, for: context.viewer, at: context.now), viewer = context.viewer,
      now = context.now
    try await context.db.transaction { try await $0.setBookmark(isSet, on: open.item, by: viewer, at: now) }
    return NoPayload()
  }
}
