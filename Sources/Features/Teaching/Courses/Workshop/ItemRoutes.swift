internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Writing an item: a lesson in Markdown with its preview, a video by its address, a material by its address.
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
      let place = try await place(of: section, context)
      return context.page(ItemEditorPage(place, kind, Draft(), csrf: context.forgeryToken))
    }
    table.on(add) { context, section, kind in
      let place = try await place(of: section, context)
      return try await context.write(place, kind) { item in
        try await context.db.transaction {
          try await $0.addItem(item, to: section, by: context.viewer, at: context.now)
        }
      }
    }
    table.on(edit) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer), place = try await place(of: open, context)
      return context.page(ItemEditorPage(place, open.item.kind, open.draft, csrf: context.forgeryToken))
    }
    table.on(save) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer), place = try await place(of: open, context)
      return try await context.write(place, open.item.kind) { item in
        let changes = ItemChanges(title: item.title, isPreview: item.isPreview, content: item.content)
        return try await context.db.transaction {
          try await $0.editItem(id, changes, by: context.viewer, at: context.now)
        }
      }
    }
  }

  private static func place(of section: ID<CourseSection>, _ context: Context) async throws -> ItemPlace {
    let section = try await context.db.section(section, for: context.viewer)
    let course = try await context.db.course(.id(section.courseID), for: context.viewer)
    try course.requireEditing(by: context.viewer)
    return ItemPlace(course: course, section: section, item: nil)
  }

  private static func place(of open: OpenItem, _ context: Context) async throws -> ItemPlace {
    try open.course.requireEditing(by: context.viewer)
    let section = try await context.db.section(open.item.sectionID, for: context.viewer)
    return ItemPlace(course: open.course, section: section, item: open.item)
  }
}

/// Where an item stands or is to stand.
struct ItemPlace: Sendable {
  let course: Course, section: CourseSection, item: CourseItem?
  var courseLink: Link { section.anchor(in: course) }
  func action(_ kind: ItemKind) -> Link {
    item.map { ItemRoutes.save.path($0.id) } ?? ItemRoutes.add.path(section.id, kind)
  }
}

extension Context {
  /// Reads the form of a kind and hands what it means to `keep`; the button that asks for a preview only shows it.
  fileprivate func write(
    _ place: ItemPlace, _ kind: ItemKind, _ keep: @escaping @Sendable (NewItem) async throws -> CourseItem
  ) async throws -> Response {
    let again: (Draft) async throws -> Response = { draft in
      page(ItemEditorPage(place, kind, draft, csrf: forgeryToken))
    }
    return switch kind {
    case .lesson:
      try await form(LessonForm.self) { form in
        form.intent == .preview ? preview(form, place) : try await kept(form.item, place, keep)
      } again: {
        try await again($0)
      }
    case .video:
      try await form(VideoForm.self) {
        try await kept($0.item, place, keep)
      } again: {
        try await again($0)
      }
    case .material:
      try await form(MaterialForm.self) {
        try await kept($0.item, place, keep)
      } again: {
        try await again($0)
      }
    }
  }

  private func kept(
    _ item: NewItem, _ place: ItemPlace, _ keep: @Sendable (NewItem) async throws -> CourseItem
  ) async throws -> Response {
    let isNew = place.item == nil
    let saved = try await keep(item)
    return isNew && saved.kind != .lesson
      ? redirect(to: place.courseLink, saying: "Added.")
      : redirect(to: ItemRoutes.edit.path(saved.id), saying: "Saved.")
  }

  private func preview(_ form: LessonForm, _ place: ItemPlace) -> Response {
    let text = LessonText(writing: form.markdown?.text ?? "", title: form.title.text)
    return page(
      ItemEditorPage(place, .lesson, Draft(values: form.values), csrf: forgeryToken, preview: text))
  }
}

extension ItemKind: PathValue {
  init?(pathText: String) { self.init(rawValue: pathText) }
  var pathText: String { rawValue }
  static var pathFormat: PathFormat { .text }
}
