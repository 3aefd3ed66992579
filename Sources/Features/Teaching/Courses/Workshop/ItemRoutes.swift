internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Writing an item: a lesson in Markdown with its preview.
enum ItemRoutes {
  static let new = Route.get(
    "/teach/sections/{section}/new/{kind}", ID<CourseSection>.self, ItemKind.self, by: .signedIn, "Begin an item")
  static let add = Route.post(
    "/teach/sections/{section}/new/{kind}", ID<CourseSection>.self, ItemKind.self, by: .signedIn,
    body: .long(limit: 4 << 20), "Add an item")
  static let edit = Route.get("/teach/items/{item}", ID<CourseItem>.self, by: .signedIn, "Write an item")
  static let save = Route.post(
    "/teach/items/{item}", ID<CourseItem>.self, by: .signedIn, body: .long(limit: 4 << 20), "Save an item")

  static func register(on table: inout RouteTable<Context>) {
    table.on(new) { context, section, kind in
      let place = try await context.place(of: section)
      return context.page(ItemEditorPage(place, kind, Draft(), csrf: context.forgeryToken))
    }
    table.on(add) { context, section, kind in
      let place = try await context.place(of: section)
      return try await context.write(place, kind) { item in
        try await context.db.transaction {
          try await $0.addItem(item, to: section, by: context.viewer, at: context.now)
        }
      }
    }
    table.on(edit) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer), place = try await context.place(of: open)
      return context.page(
        ItemEditorPage(
          place, open.item.kind, open.draft, csrf: context.forgeryToken, file: open.content.file,
          films: try await context.filmChoice(for: open)))
    }
    table.on(save) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer), place = try await context.place(of: open)
      return try await context.write(place, open.item.kind) { item in
        let changes = ItemChanges(title: item.title, isPreview: item.isPreview, content: item.content)
        return try await context.db.transaction {
          try await $0.editItem(id, changes, by: context.viewer, at: context.now)
        }
      }
    }
  }
}

/// Where an item stands or is to stand.
struct ItemPlace: Sendable {
  let course: Course, section: CourseSection, item: CourseItem?
  var courseLink: Link { section.anchor(in: course) }
  func action(_ kind: ItemKind) -> Link {
    switch (kind, item) {
    case (.material, let item?): MaterialRoutes.save.path(item.id)
    case (.material, nil): MaterialRoutes.add.path(section.id)
    case (.video, let item?): FilmRoutes.save.path(item.id)
    case (.video, nil): FilmRoutes.add.path(section.id)
    case (_, let item?): ItemRoutes.save.path(item.id)
    case (_, nil): ItemRoutes.add.path(section.id, kind)
    }
  }
}

extension Context {
  /// Where an item may be added, for who may change the course.
  func place(of section: ID<CourseSection>) async throws -> ItemPlace {
    let section = try await db.section(section, for: viewer)
    let course = try await db.course(.id(section.courseID), for: viewer)
    try course.requireEditing(by: viewer)
    return ItemPlace(course: course, section: section, item: nil)
  }

  /// Where an item stands, for who may change it.
  func place(of open: OpenItem) async throws -> ItemPlace {
    try open.course.requireEditing(by: viewer)
    return ItemPlace(
      course: open.course, section: try await db.section(open.item.sectionID, for: viewer), item: open.item)
  }
}

extension Context {
  /// Reads the form of a kind and hands what it means to `keep`; the button that asks for a preview only shows it.
  fileprivate func write(
    _ place: ItemPlace, _ kind: ItemKind, _ keep: @escaping @Sendable (NewItem) async throws -> CourseItem
  ) async throws -> Response {
    switch kind {
    case .lesson:
      return try await form(LessonForm.self) { form in
        form.intent == .preview ? try await preview(form, place) : try await kept(form.item, place, keep)
      } again: { draft in
        page(ItemEditorPage(place, kind, draft, csrf: forgeryToken))
      }
    // Their forms bring files and go to `FilmRoutes` and `MaterialRoutes`.
    case .video, .material: throw Problem.notFound("page")
    }
  }

  private func kept(
    _ item: NewItem, _ place: ItemPlace, _ keep: @Sendable (NewItem) async throws -> CourseItem
  ) async throws -> Response {
    redirect(to: ItemRoutes.edit.path(try await keep(item).id), saying: "Saved.")
  }

  private func preview(_ form: LessonForm, _ place: ItemPlace) async throws -> Response {
    var text = LessonText(writing: form.markdown?.text ?? "", title: form.title.text)
    if let item = place.item,
      case .lesson(let placed) = try await db.inPlace(
        .lesson(text), of: item.id, titled: form.title.text)
    {
      text = placed
    }
    return page(
      ItemEditorPage(place, .lesson, Draft(values: form.values), csrf: forgeryToken, preview: text))
  }
}

extension ItemKind: PathValue {
  init?(pathText: String) { self.init(rawValue: pathText) }
  var pathText: String { rawValue }
  static var pathFormat: PathFormat { .text }
}
