internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Arranging the tree of subjects.
enum CategoryRoutes {
  static let list = Route.get("/admin/categories", by: .may(.manageCategories), "Arrange the subjects")
  static let add = Route.post("/admin/categories", by: .may(.manageCategories), "Add a subject")
  static let edit = Route.get(
    "/admin/categories/{category}", ID<Category>.self, by: .may(.manageCategories), "Change a subject")
  static let save = Route.post(
    "/admin/categories/{category}", ID<Category>.self, by: .may(.manageCategories), "Save a subject")
  static let place = Route.post(
    "/admin/categories/{category}/place", ID<Category>.self, by: .may(.manageCategories),
    "Move a subject among its neighbors")
  static let remove = Route.post(
    "/admin/categories/{category}/removal", ID<Category>.self, by: .may(.manageCategories),
    "Delete or archive a subject")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in try await show(context, Draft()) }
    table.on(add) { context in
      try await context.form(NewCategory.self) { new in
        try await context.act {
          try await $0.addCategory(new, by: $1, at: $2)
        } then: {
          (list.path(), "\($0.name) is there.")
        }
      } again: {
        try await show(context, $0)
      }
    }
    registerChanges(on: &table)
  }

  private static func registerChanges(on table: inout RouteTable<Context>) {
    table.on(edit) { context, id in try await showOne(id, context, nil) }
    table.on(save) { context, id in
      try await context.form(CategoryForm.self) { form in
        try await context.act {
          try await $0.editCategory(.id(id), form.changes, by: $1, at: $2)
        } then: {
          (list.path(), "\($0.name) is saved.")
        }
      } again: {
        try await showOne(id, context, $0)
      }
    }
    table.on(place) { context, id in
      let changes = CategoryChanges(position: try context.form(PlaceForm.self).position)
      return try await context.act {
        try await $0.editCategory(.id(id), changes, by: $1, at: $2)
      } then: { _ in
        (list.path(), "Moved.")
      }
    }
    table.on(remove) { context, id in
      try await context.act {
        try await $0.deleteCategory(.id(id), by: $1, at: $2)
      } then: { _ in
        (list.path(), "It is offered no more.")
      }
    }
  }

  private static func show(_ context: Context, _ draft: Draft) async throws -> Response {
    let tree = try await context.db.categories(withArchived: true)
    return context.page(CategoriesPage(tree: tree, draft: draft, csrf: context.forgeryToken))
  }

  private static func showOne(_ id: ID<Category>, _ context: Context, _ draft: Draft?) async throws -> Response {
    let tree = try await context.db.categories(withArchived: true)
    guard let category = tree[id] else { throw NothingFound() }
    return context.page(
      CategoryPage(
        category: category, tree: tree, draft: draft ?? CategoryForm.draft(of: category), csrf: context.forgeryToken))
  }
}

/// Everything about one subject, as its form sends it.
struct CategoryForm: Payload {
  let name: Text<CategoryName>
  var description: Text<CategoryDescription>?
  var parentID: ID<Category>?
  let hue: Number<CategoryHue>
  let isActive: Bool
  static let shape = Shape(
    "CategoryForm", Self.init, Field("name", \.name), Field("description", \.description),
    Field("parent_id", \.parentID),
    Field("hue", \.hue), Field("is_active", \.isActive))

  var changes: CategoryChanges {
    CategoryChanges(
      name: name, description: description ?? Text(""), parentID: Change(parentID), hue: hue, isActive: isActive)
  }

  static func draft(of category: Category) -> Draft {
    Draft(
      values: FieldValues([
        (name: "name", value: category.name), (name: "description", value: category.description),
        (name: "parent_id", value: category.parentID?.text ?? ""), (name: "hue", value: String(category.hue)),
        (name: "is_active", value: category.isArchived ? "" : "true"),
      ]))
  }
}

/// Where a subject goes among its neighbors, from 1.
struct PlaceForm: Payload {
  let position: Number<CategoryPosition>
  static let shape = Shape("PlaceForm", Self.init, Field("position", \.position))
}
