internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Markup
internal import Routing

/// The form of one item; a lesson's text can be seen before it is saved.
struct ItemEditorPage: Page {
  let place: ItemPlace
  let kind: ItemKind
  let draft: Draft
  let csrf: String
  let preview: LessonText?
  let file: CourseFile?
  let films: FilmChoice

  /// - Parameters:
  ///   - file: What a material holds already.
  ///   - films: What a video can be chosen from.
  init(
    _ place: ItemPlace, _ kind: ItemKind, _ draft: Draft, csrf: String, preview: LessonText? = nil,
    file: CourseFile? = nil, films: FilmChoice = FilmChoice()
  ) {
    self.place = place
    self.kind = kind
    self.draft = draft
    self.csrf = csrf
    self.preview = preview
    self.file = file
    self.films = films
  }

  var title: String { place.item?.title ?? "New \(kind.words.lowercased())" }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([
        (label: "Teaching", link: TeachRoutes.mine.path()),
        (label: place.course.title, link: TeachRoutes.outline.path(place.course.slug)),
        (label: place.section.title, link: place.courseLink),
      ])
    ) {
      if place.item != nil { tools }
    }
    if let preview { LessonPreview(title: draft.value("title"), text: preview, language: place.course.language) }
    div(.classes(kind == .lesson ? "lesson-editor" : "narrow")) {
      DraftErrors(draft: draft)
      Form(place.action(kind), csrf: csrf, hasFiles: kind != .lesson, warnsOnLeaving: true) {
        field("title", "Title", .text, .required.longest(255))
        content
        Checkbox(
          "is_preview", "Open as a preview", isChecked: draft.value("is_preview") == "true",
          help: "Everyone can open it, without an account.")
        actions
      }
    }
  }

  @HTMLBuilder private var content: HTML {
    switch kind {
    case .lesson:
      field(
        "markdown", "Text", .area(rows: 24), FieldOptions(),
        help: "Markdown: # headings, *emphasis*, lists, ``` code, tables.")
    case .video:
      filmFields
      field(
        "duration_seconds", "Length in seconds", .number(min: 1, max: 360_000), .optional,
        help: "Of a film of your own it is known.")
      field("description", "Description", .area(rows: 4), .optional, help: "Markdown.")
      Checkbox(
        "requires_code", "Needs a code of its own", isChecked: draft.value("requires_code") == "true",
        help: "Learners of the course see it, too, only after they have used a code for this video.")
    case .material:
      if let file, let item = place.item { PresentFile(file: file, item: item) }
      field(
        "file", file == nil ? "File" : "Another file in its place", .file(), FieldOptions(),
        help: "A document, picture, sound, film or archive of at most \(FilePurpose.material.limit.asBytes).")
      field("link", "Or the address of one elsewhere", .url, .optional, help: "An https address.")
      field("description", "Description", .area(rows: 4), .optional, help: "Markdown.")
    }
  }

  @HTMLBuilder private var filmFields: HTML {
    if !films.isEmpty {
      field("media", "Film from your media", .select(films.choices), FieldOptions())
    }
    if films.mayBring {
      field(
        "file", films.isEmpty ? "Film" : "Or bring one in", .file(accept: "video/*"), FieldOptions(),
        help:
          "It is made ready to play while you go on. One that is very large is better brought in under Media, where "
          + "an upload that breaks off goes on.")
    }
    field("video_url", "Or the address of one elsewhere", .text, .optional, help: "From YouTube, or any https address.")
  }

  private var actions: HTML {
    FormActions {
      Button("Save \(kind.words.lowercased())", .primary, busy: "Saving")
      if kind == .lesson { Button("Preview", icon: .eye, name: "intent", value: "preview") }
      Button("Back to the outline", to: place.courseLink, .quiet)
    }.body
  }

  @HTMLBuilder private var tools: HTML {
    if let item = place.item {
      Button("When it opens", to: TermsRoutes.item.path(item.id), icon: .clock, size: .small)
      Button("View", to: CourseRoutes.preview.path(place.course.slug, item.slug), icon: .eye, size: .small)
      Menu {
        MenuItem(
          "Remove \(kind.words.lowercased())", posts: OutlineRoutes.removeItem.path(item.id), csrf: csrf, icon: .trash,
          isDanger: true, confirm: "Remove it? Learners' progress in it goes as well.")
      }
    }
  }

  private func field(
    _ name: String, _ label: String, _ control: Control, _ options: FieldOptions, help: String? = nil
  ) -> Field {
    Field(name, label, control, value: draft.value(name), help: help, error: draft.error(of: name), options)
  }
}

/// The file that a material holds, to look at before it is replaced.
private struct PresentFile: Component {
  let file: CourseFile
  let item: CourseItem

  var body: HTML {
    p(.class("present-file")) {
      Icon.file
      a(href: MaterialDownload.file.path(item.id), .ownDirection) { file.name }
      span(.class("faint")) { file.facts }
    }
  }
}

/// A lesson as its readers will see it; it is not saved yet.
struct LessonPreview: Component {
  let title: String
  let text: LessonText
  let language: LanguageTag

  var body: HTML {
    section(.class("lesson-preview card"), .id("preview"), .aria("label", "Preview")) {
      p(.class("eyebrow")) { "Preview, not saved yet · \(text.wordCount.counted("word")), \(text.minutes) min" }
      h2(.ownDirection) { title }
      ReadingColumn(language: language.text) { text.page }
    }
  }
}
