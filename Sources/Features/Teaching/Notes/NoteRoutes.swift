internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Writing beside a lesson, and finding it again.
enum NoteRoutes {
  static let list = Route.get("/notes", by: .signedIn, "Read one's notes and bookmarks")
  static let write = Route.post(
    "/learn/{course}/{item}/notes", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn, "Write a note")
  static let edit = Route.get("/notes/{note}", ID<Note>.self, by: .signedIn, "Open a note to change it")
  static let change = Route.post("/notes/{note}", ID<Note>.self, by: .signedIn, "Change a note")
  static let delete = Route.post("/notes/{note}/deletion", ID<Note>.self, by: .signedIn, "Delete a note")
  static let mark = Route.post(
    "/learn/{course}/{item}/bookmark", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn, "Bookmark an item")
  static let unmark = Route.post(
    "/learn/{course}/{item}/bookmark/removal", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn,
    "Take a bookmark away")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(try await NotesPage(context)) }
    table.on(write) { context, course, slug in
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      return try await context.form(NoteForm.self) { form in
        let time = try form.time()
        return try await context.act {
          try await $0.write(form.text.text, at: time, beside: open.item, by: $1, at: $2)
        } then: { _ in
          (LearningRoutes.item.path(course, slug), "Your note is kept.")
        }
      } again: { draft in
        try await LearningRoutes.show(context, open, draft: draft)
      }
    }
    registerChanges(on: &table)
    table.on(mark) { context, course, slug in try await setBookmark(true, context, course, slug) }
    table.on(unmark) { context, course, slug in try await setBookmark(false, context, course, slug) }
  }

  private static func registerChanges(on table: inout RouteTable<Context>) {
    table.on(edit) { context, id in
      context.page(
        NotePage(
          marked: try await context.db.note(id, of: context.viewer), draft: Draft(), csrf: context.forgeryToken))
    }
    table.on(change) { context, id in
      let found = try await context.db.note(id, of: context.viewer)
      return try await context.form(NotePatch.self) { form in
        try await context.act {
          try await $0.changeNote(id, to: form.text.text, by: $1, at: $2)
        } then: { _ in
          (LearningRoutes.item.path(found.course.slug, found.slug), "Your note is changed.")
        }
      } again: { draft in
        context.page(NotePage(marked: found, draft: draft, csrf: context.forgeryToken))
      }
    }
    table.on(delete) { context, id in
      let found = try await context.db.note(id, of: context.viewer)
      return try await context.act {
        try await $0.deleteNote(id, by: $1, at: $2)
      } then: { _ in
        (LearningRoutes.item.path(found.course.slug, found.slug), "Your note is gone.")
      }
    }
  }

  private static func setBookmark(
    _ isSet: Bool, _ context: Context, _ course: Slug<Course>, _ slug: Slug<CourseItem>
  ) async throws -> Response {
    let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
    return try await context.act {
      try await $0.setBookmark(isSet, on: open.item, by: $1, at: $2)
    } then: { _ in
      (
        LearningRoutes.item.path(course, slug),
        isSet ? "You find it under Notes and bookmarks." : "The bookmark is gone."
      )
    }
  }
}
