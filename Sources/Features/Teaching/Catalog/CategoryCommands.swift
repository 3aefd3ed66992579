internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum CategoryName: TextRule { static let length = 1...100 }
enum CategoryDescription: TextRule {
  static let length = 0...2_000
  static let isMultiline = true
}
enum CategoryHue: NumberRule { static let range = 0...359 }
enum CategoryPosition: NumberRule { static let range = 1...10_000 }

/// A category to be added.
struct NewCategory: Payload {
  let name: Text<CategoryName>
  var description: Text<CategoryDescription>?
  var parentID: ID<Category>?
  var hue: Number<CategoryHue>?
  static let shape = Shape(
    "NewCategory", Self.init, Field("name", \.name), Field("description", \.description),
    Field("parent_id", \.parentID),
    Field("hue", \.hue, "The angle of its color"))
}

/// What a PATCH changes of a category.
struct CategoryChanges: Payload {
  var name: Text<CategoryName>?
  var description: Text<CategoryDescription>?
  var parentID: Change<ID<Category>> = .keep
  var hue: Number<CategoryHue>?
  var position: Number<CategoryPosition>?
  var isActive: Bool?
  static let shape = Shape(
    "CategoryChanges", Self.init, Field("name", \.name), Field("description", \.description),
    Field("parent_id", \.parentID), Field("hue", \.hue, "The angle of its color"),
    Field("position", \.position, "Among the children of its parent, from 1"),
    Field("is_active", \.isActive, "Whether courses can be filed under it"))
}

extension Transaction {
  func addCategory(_ new: NewCategory, by viewer: Viewer, at now: Instant) async throws -> Category {
    try viewer.require(.manageCategories)
    let tree = try await lockedTree()
    try tree.check(new.parentID, of: nil)
    let id = ID<Category>(at: now)
    let position = tree.children(of: new.parentID).count + 1
    let slug = tree.freeSlug(of: new.name.text)
    try await execute(
      """
      INSERT INTO course_categories (id, name, slug, description, parent_id, hue, sort_order, created_at)
      VALUES (\(id), \(new.name.text), \(slug), \(new.description?.text ?? ""), \(new.parentID),
        \(new.hue?.value ?? tree.freshHue), \(position), \(now))
      """)
    let category = try await category(.id(id))
    record(CategoryChanged(category, .added), by: viewer, at: now)
    return category
  }

  func editCategory(
    _ reference: Reference<Category>, _ changes: CategoryChanges, by viewer: Viewer, at now: Instant
  ) async throws -> Category {
    try viewer.require(.manageCategories)
    let tree = try await lockedTree()
    let old = try await category(reference)
    let parent = changes.parentID.applied(to: old.parentID)
    try tree.check(parent, of: old)
    let archivedAt = changes.isActive.map { $0 ? nil : old.archivedAt ?? now } ?? old.archivedAt
    try await execute(
      """
      UPDATE course_categories SET name = \(changes.name?.text ?? old.name), parent_id = \(parent),
        description = COALESCE(\(changes.description?.text), description), hue = \(changes.hue?.value ?? old.hue),
        archived_at = \(archivedAt)
      WHERE id = \(old.id)
      """)
    place(old, under: parent, at: changes.position?.value, in: tree)
    let category = try await category(.id(old.id))
    record(CategoryChanged(category, .edited), by: viewer, at: now, before: CategoryChanged(old, .edited))
    return category
  }

  /// Removes a category that nothing stands in, and archives one with courses or subcategories.
  func deleteCategory(_ reference: Reference<Category>, by viewer: Viewer, at now: Instant) async throws {
    try viewer.require(.manageCategories)
    let tree = try await lockedTree()
    let category = try await category(reference)
    let isInUse = try await value(Category.isInUse(category.id), as: Bool.self)
    if isInUse || !tree.children(of: category.id).isEmpty {
      later("UPDATE course_categories SET archived_at = COALESCE(archived_at, \(now)) WHERE id = \(category.id)")
    } else {
      try await execute("DELETE FROM course_categories WHERE id = \(category.id)")
      for (position, sibling) in tree.children(of: category.parentID).filter({ $0.id != category.id }).enumerated() {
        later("UPDATE course_categories SET sort_order = \(position + 1) WHERE id = \(sibling.id)")
      }
    }
    record(CategoryChanged(category, .removed), by: viewer, at: now)
  }

  /// All categories, with every row kept from others: the tree is small, and its shape is one thing.
  private func lockedTree() async throws -> CategoryTree {
    CategoryTree(
      try await all("SELECT \(Category.columns) FROM course_categories ORDER BY sort_order, id \(SQL.forUpdate)"))
  }

  /// Renumbers the old and the new siblings where they changed.
  private func place(_ category: Category, under parent: ID<Category>?, at wanted: Int?, in tree: CategoryTree) {
    let isMoved = parent != category.parentID
    guard isMoved || wanted != nil else { return }
    if isMoved {
      for (position, sibling) in tree.children(of: category.parentID).filter({ $0.id != category.id }).enumerated() {
        later("UPDATE course_categories SET sort_order = \(position + 1) WHERE id = \(sibling.id)")
      }
    }
    var order = tree.children(of: parent).map(\.id).filter { $0 != category.id }
    order.insert(category.id, at: min(max((wanted ?? .max) - 1, 0), order.count))
    for (position, id) in order.enumerated() {
      later("UPDATE course_categories SET sort_order = \(position + 1) WHERE id = \(id)")
    }
  }
}

/// A category came, went or changed.
struct CategoryChanged: DomainEvent {
  enum Change: String, PayloadChoice { case added, edited, removed }

  static let name = "category.changed"
  let category: ID<Category>, change: Change, title: String, parentID: ID<Category>?
  static let shape = Shape(
    name, Self.init, Field("category_id", \.category), Field("change", \.change), Field("name", \.title),
    Field("parent_id", \.parentID))
  var subject: Subject { Subject("category", category) }
}

extension CategoryChanged {
  init(_ category: Category, _ change: Change) {
    self.init(category: category.id, change: change, title: category.name, parentID: category.parentID)
  }
}
