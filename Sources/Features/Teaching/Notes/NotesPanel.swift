internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What the learner wrote beside an item, and the form for more. It stands open where there is something in it.
struct NotesPanel: Component {
  let course: Slug<Course>
  let item: CourseItem
  let notes: [Note]
  let draft: Draft
  let csrf: String

  var body: HTML {
    details(.id("notes"), .class("notes-panel"), .open(when: !notes.isEmpty || !draft.errors.isEmpty)) {
      summary {
        Icon.note
        span { "Notes" }
        if !notes.isEmpty { span(.class("notes-count")) { String(notes.count) } }
      }
      div(.class("stack")) {
        form
        for note in notes { NoteCard(note: note) }
      }
    }
  }

  private var form: HTML {
    Form(NoteRoutes.write.path(course, item.slug), csrf: csrf) {
      Field(
        "text", "Write a note", .area(rows: 4), value: draft.value("text"), help: "Only you read it.",
        error: draft.error(of: "text"), .required.longest(4000))
      if item.kind == .video {
        Field(
          "at", "At", .text, value: draft.value("at"), help: "The place in the film, such as 1:23.",
          error: draft.error(of: "at"), .optional.longest(10))
      }
      FormActions { Button("Keep it", .secondary, size: .small, busy: "Keeping") }
    }.body
  }
}

/// One note, and the way to change it.
struct NoteCard: Component {
  let note: Note

  var body: HTML {
    article(.class("note-card")) {
      p(.class("note-text"), .ownDirection) { note.text }
      div(.class("note-foot")) {
        if let at = note.at { Badge(at.text, icon: .play) }
        span(.class("faint small")) { Moment(instant: note.createdAt) }
        Button("Change", to: NoteRoutes.edit.path(note.id), .quiet, size: .small)
      }
    }
  }
}

/// Marks an item to be found again, or takes that back.
struct BookmarkButton: Component {
  let course: Slug<Course>, item: Slug<CourseItem>
  let isSet: Bool
  let csrf: String

  var body: HTML {
    Form((isSet ? NoteRoutes.unmark : NoteRoutes.mark).path(course, item), csrf: csrf, .plain) {
      Button(isSet ? "Bookmarked" : "Bookmark", .quiet, icon: .bookmark, size: .small)
    }
  }
}
