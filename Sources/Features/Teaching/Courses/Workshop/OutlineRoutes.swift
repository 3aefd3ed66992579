internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Arranging what a course holds. Every move is a form, so it works without a script and by keyboard.
enum OutlineRoutes {
  static let addSection = Route.post(
    "/teach/courses/{course}/sections", Slug<Course>.self, by: .signedIn, "Add a section")
  static let moveSection = Route.post(
    "/teach/courses/{course}/sections/order", Slug<Course>.self, by: .signedIn, "Move a section")
  static let renameSection = Route.post(
    "/teach/sections/{section}", ID<CourseSection>.self, by: .signedIn, "Rename a section")
  static let removeSection = Route.post(
    "/teach/sections/{section}/removal", ID<CourseSection>.self, by: .signedIn, "Remove a section")
  static let moveItem = Route.post(
    "/teach/sections/{section}/order", ID<CourseSection>.self, by: .signedIn, "Move an item into a section")
  static let removeItem = Route.post(
    "/teach/items/{item}/removal", ID<CourseItem>.self, by: .signedIn, "Remove an item")

  static func register(on table: inout RouteTable<Context>) {
    table.on(addSection) { context, slug in try await addSection(to: slug, context) }
    table.on(moveSection) { context, slug in
      let move = try context.form(SectionMove.self)
      return try await context.act {
        try await $0.editSection(move.item, SectionChanges(position: move.place), by: $1, at: $2)
      } then: { _ in
        (TeachRoutes.outline.path(slug), "Moved.")
      }
    }
    table.on(renameSection) { context, section in
      let form = try context.form(SectionForm.self)
      return try await context.change(section, saying: "Saved.") {
        let changes = SectionChanges(title: form.title, description: form.description ?? Text(""))
        _ = try await $0.editSection(section, changes, by: $1, at: $2)
      }
    }
    table.on(removeSection) { context, section in
      try await context.change(section, saying: "The section is gone.") {
        try await $0.removeSection(section, by: $1, at: $2)
      }
    }
    table.on(moveItem) { context, section in
      let move = try context.form(ItemMove.self)
      return try await context.change(section, saying: "Moved.") {
        _ = try await $0.editItem(move.item, ItemChanges(section: section, position: move.place), by: $1, at: $2)
      }
    }
    table.on(removeItem) { context, id in
      try await context.act {
        try await $0.removeItem(id, by: $1, at: $2)
      } then: {
        (TeachRoutes.outline.path($0.slug), "Removed.")
      }
    }
  }

  private static func addSection(to slug: Slug<Course>, _ context: Context) async throws -> Response {
    try await context.form(SectionForm.self) { form in
      try await context.act {
        try await $0.addSection(NewSection(title: form.title), to: .slug(slug), by: $1, at: $2)
      } then: { _ in
        (TeachRoutes.outline.path(slug), "The section is there.")
      }
    } again: { draft in
      let outline = try await context.workshop(of: slug)
      return context.page(
        OutlineEditorPage(outline: outline, viewer: context.viewer, csrf: context.forgeryToken, draft: draft))
    }
  }
}

extension Context {
  /// Changes a section, or something in it, and leads back to its course.
  fileprivate func change(
    _ section: ID<CourseSection>, saying words: String,
    _ command: @escaping @Sendable (Transaction, Viewer, Instant) async throws -> Void
  ) async throws -> Response {
    try await act { transaction, viewer, now in
      let course = try await transaction.courseToChange(with: section, by: viewer)
      try await command(transaction, viewer, now)
      return course.slug
    } then: {
      (TeachRoutes.outline.path($0), words)
    }
  }
}

/// The title of a section, and a line about it.
struct SectionForm: Payload {
  let title: Text<SectionTitle>
  var description: Text<SectionDescription>?
  static let shape = Shape("SectionForm", Self.init, Field("title", \.title), Field("description", \.description))
}

/// Where something was dropped, counted from 0.
enum DropPlace: NumberRule { static let range = 0...9_999 }

/// A section that was dropped among the sections.
struct SectionMove: Payload {
  let item: ID<CourseSection>, position: Number<DropPlace>
  static let shape = Shape("SectionMove", Self.init, Field("item", \.item), Field("position", \.position))
  var place: Number<Position>? { Number(position.value + 1) }
}

/// An item that was dropped into a section.
struct ItemMove: Payload {
  let item: ID<CourseItem>, position: Number<DropPlace>
  static let shape = Shape("ItemMove", Self.init, Field("item", \.item), Field("position", \.position))
  var place: Number<Position>? { Number(position.value + 1) }
}
