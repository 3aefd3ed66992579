internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls about categories.
enum CategoryAPI {
  static let list = Route.get("/api/v1/categories", by: .everyone, "All categories, each parent before its children")
    .answers(CategoryListAnswer.self)
  static let create = Route.post("/api/v1/categories", by: .may(.manageCategories), "Add a category")
    .takes(NewCategory.self, creates: CategoryAnswer.self)
  static let show = Route.get("/api/v1/categories/{category}", Reference<Category>.self, by: .everyone, "One category")
    .answers(CategoryAnswer.self)
  static let edit = Route.patch(
    "/api/v1/categories/{category}", Reference<Category>.self, by: .may(.manageCategories), "Change or move a category"
  ).takes(CategoryChanges.self, answers: CategoryAnswer.self)
  static let delete = Route.delete(
    "/api/v1/categories/{category}", Reference<Category>.self, by: .may(.manageCategories),
    "Delete a category; one with courses or subcategories is archived instead"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in CategoryListAnswer(try await context.db.categories()) }
    table.on(create) { context, new in
      CategoryAnswer(
        try await context.db.transaction { try await $0.addCategory(new, by: context.viewer, at: context.now) })
    }
    table.on(show) { context, category in CategoryAnswer(try await context.db.category(category)) }
    table.on(edit) { context, changes, category in
      CategoryAnswer(
        try await context.db.transaction {
          try await $0.editCategory(category, changes, by: context.viewer, at: context.now)
        })
    }
    table.on(delete) { context, category in
      try await context.db.transaction { try await $0.deleteCategory(category, by: context.viewer, at: context.now) }
      return NoPayload()
    }
  }
}

/// A category as the API tells of it.
struct CategoryAnswer: Payload, Located {
  let id: ID<Category>, name: String, slug: Slug<Category>, description: String, parentID: ID<Category>?
  let hue: Int, position: Int, isActive: Bool, createdAt: Instant

  static let shape = Shape(
    "Category", Self.init, Field("id", \.id), Field("name", \.name), Field("slug", \.slug),
    Field("description", \.description), Field("parent_id", \.parentID), Field("hue", \.hue, "The angle of its color"),
    Field("position", \.position, "Among the children of its parent, from 1"),
    Field("is_active", \.isActive, "Whether courses can be filed under it"), Field("created_at", \.createdAt))
  var location: Link { CategoryAPI.show.path(.id(id)) }
}

extension CategoryAnswer {
  init(_ category: Category) {
    self.init(
      id: category.id, name: category.name, slug: category.slug, description: category.description,
      parentID: category.parentID, hue: category.hue, position: category.position, isActive: !category.isArchived,
      createdAt: category.createdAt)
  }
}

/// The categories of the school.
struct CategoryListAnswer: Payload {
  let data: [CategoryAnswer], meta: ListMeta
  static let shape = Shape("CategoryList", Self.init, Field("data", \.data), Field("meta", \.meta))
}

extension CategoryListAnswer {
  init(_ tree: CategoryTree) {
    let categories = tree.flattened.map { CategoryAnswer($0.branch.category) }
    self.init(data: categories, meta: ListMeta(whole: categories.count))
  }
}
