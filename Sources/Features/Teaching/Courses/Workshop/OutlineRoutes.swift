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
      let move: SectionMove = try context.form(SectionMove.self)
      _ = try await context.db.transaction {
        try await $0.editSection(
          move.item, SectionChanges(position: move.place), by: context.viewer, at: context.now)
      }
      return context.redirect(to: TeachRoutes.outline.path(slug), saying: "Moved.")
    }
    table.on(renameSection) { context, section in
      let form = try context.form(SectionForm.self)
      return try await context.changeSection(section, saying: "Saved.") {
        _ = try await $0.editSection(
          section, SectionChanges(title: form.title, description: form.description ?? Text("")), by: context.viewer,
          at: context.now)
      }
    }
    table.on(removeSection) { context, section in
      try await context.changeSection(section, saying: "The section is gone.") {
        try await $0.removeSection(section, by: context.viewer, at: context.now)
      }
    }
    table.on(moveItem) { context, section in
      let move = try context.form(ItemMove.self)
      return try await context.changeSection(section, saying: "Moved.") {
        let changes = ItemChanges(section: section, position: move.place)
        _ = try await $0.editItem(move.item, changes, by: context.viewer, at: context.now)
      }
    }
    table.on(removeItem) { context, id in
      let slug = try await context.db.transaction { transaction in
        let course = try await transaction.courseToChange(with: id, by: context.viewer)
        try await transaction.removeItem(id, by: context.viewer, at: context.now)
        return course.slug
      }
      return context.redirect(to: TeachRoutes.outline.path(slug), saying: "Removed.")
    }
  }

  private static func addSection(to slug: Slug<Course>, _ context: Context) async throws -> Response {
    try await context.form(SectionForm.self) { form in
      _ = try await context.db.transaction {
        try await $0.addSection(NewSection(title: form.title), to: .slug(slug), by: context.viewer, at: context.now)
      }
      return context.redirect(to: TeachRoutes.outline.path(slug), saying: "The section is there.")
    } again: { draft in
      let outline = try await context.workshop(of: slug)
      return context.page(
        OutlineEditorPage(outline: outline, viewer: context.viewer, csrf: context.forgeryToken, draft: draft))
    }
  }
}

extension Context {
  /// Changes a section, or something in it, and leads back to its course.
  fileprivate func changeSection(
    _ section: ID<CourseSection>, saying words: String, _ change: @escaping @Sendable (Transaction) async throws -> Void
  ) async throws -> Response {
    let slug = try await db.transaction { transaction in
      let course = try await transaction.courseToChange(with: section, by: viewer)
      try await change(transaction)
      return course.slug
    }
    return redirect(to: TeachRoutes.outline.path(slug), saying: words)
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
