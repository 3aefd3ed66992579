internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Everything that a learner wrote down or marked, in all courses.
struct NotesPage: Page {
  let notes: ListPage<Marked<Note>>
  let bookmarks: [Marked<Bookmark>]
  let query: NotesQuery
  let title = "Notes and bookmarks"

  init(_ context: Context) async throws {
    query = try context.request.forgivingQuery(NotesQuery.self)
    notes = try await context.db.notes(of: context.viewer, query)
    bookmarks = try await context.db.bookmarks(of: context.viewer)
  }

  var body: HTML {
    PageHeader(
      title, lead: "What you wrote beside your lessons, and where you want to go again. Nobody else sees it.",
      crumbs: Breadcrumbs([("My learning", LearningRoutes.dashboard.path())]))
    div(.class("with-side")) {
      div(.class("stack")) {
        search
        if notes.items.isEmpty { nothing } else { list }
      }
      Card("Bookmarks") {
        if bookmarks.isEmpty {
          p(.class("soft")) { "Press Bookmark above a lesson, and it stands here." }
        } else {
          ul(.class("bookmark-list")) { for one in bookmarks { li { line(one) } } }
        }
      }
    }
  }

  @HTMLBuilder private var search: HTML {
    if !notes.items.isEmpty || query.words != nil {
      FilterForm(NoteRoutes.list.path(), label: "Search your notes", submitsItself: false) {
        SearchField(label: "Search your notes", value: query.words?.text ?? "")
      }
    }
  }

  @HTMLBuilder private var nothing: HTML {
    if query.words != nil {
      EmptyState("Nothing found", "None of your notes has these words.", .search) {
        Button("All notes", to: NoteRoutes.list.path())
      }
    } else {
      EmptyState("No notes yet", "Open a lesson and write beside it what you want to remember.", .letters) {
        Button("My learning", to: LearningRoutes.dashboard.path(), .primary)
      }
    }
  }

  @HTMLBuilder private var list: HTML {
    for one in notes.items {
      section(.class("stack-tight")) {
        line(one)
        NoteCard(note: one.thing)
      }
    }
    if let next = notes.next {
      Button(
        "Older notes", to: NoteRoutes.list.path().query([("q", query.words?.text), ("cursor", next)]))
    }
  }

  private func line<Thing>(_ marked: Marked<Thing>) -> MarkedLine<Thing> { MarkedLine(marked: marked) }
}

/// Which lesson a note or bookmark belongs to.
struct MarkedLine<Thing: RowDecodable>: Component {
  let marked: Marked<Thing>

  var body: HTML {
    p(.class("marked-lesson")) {
      a(href: LearningRoutes.item.path(marked.course.slug, marked.slug), .ownDirection) { marked.lesson }
      span(.class("faint small"), .ownDirection) { marked.course.title }
    }
  }
}

/// One note, to change or to delete.
struct NotePage: Page {
  let marked: Marked<Note>
  let draft: Draft
  let csrf: String
  let title = "Change a note"

  var body: HTML {
    PageHeader(title, crumbs: Breadcrumbs([("Notes and bookmarks", NoteRoutes.list.path())]))
    div(.class("stack narrow")) {
      MarkedLine(marked: marked)
      DraftErrors(draft: draft)
      Form(NoteRoutes.change.path(marked.thing.id), csrf: csrf, warnsOnLeaving: true) {
        Field(
          "text", "The note", .area(rows: 8), value: draft.errors.isEmpty ? marked.thing.text : draft.value("text"),
          error: draft.error(of: "text"), .required.longest(4000))
        FormActions { Button("Save", .primary, busy: "Saving") }
      }
      Form(NoteRoutes.delete.path(marked.thing.id), csrf: csrf, .plain) {
        Button("Delete this note", .danger, icon: .trash)
      }
    }
  }
}
