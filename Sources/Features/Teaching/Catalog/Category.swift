internal import Essentials
internal import SQLStore

/// A subject in the tree of subjects.
struct Category: RowDecodable, Hashable {
  let id: ID<Category>, name: String, slug: Slug<Category>, description: String
  let parentID: ID<Category>?, icon: String?
  /// The angle of its color, from 0 to 359.
  let hue: Int
  /// Its place among the children of its parent, from 1.
  let position: Int
  let archivedAt: Instant?, createdAt: Instant

  static let columns: SQL = "id, name, slug, description, parent_id, icon, hue, sort_order, archived_at, created_at"

  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    slug = try row.next()
    description = try row.next()
    parentID = try row.nextIfPresent()
    icon = try row.nextIfPresent()
    hue = try row.next()
    position = try row.next()
    archivedAt = try row.nextIfPresent()
    createdAt = try row.next()
  }

  var isArchived: Bool { archivedAt != nil }
}

/// A category with what stands under it.
struct CategoryBranch: Hashable {
  let category: Category
  let children: [CategoryBranch]

  /// How many levels there may be.
  static let maximumDepth = 4
}

/// All categories of a school, as a tree.
struct CategoryTree: Hashable {
  let roots: [CategoryBranch]
  private let byID: [ID<Category>: Category]

  /// `categories` in the order of their positions. A category whose parent is not among them is left out with all below it.
  init(_ categories: [Category]) {
    let children = Dictionary(grouping: categories, by: \.parentID)
    func branches(under parent: ID<Category>?, depth: Int) -> [CategoryBranch] {
      guard depth <= CategoryBranch.maximumDepth else { return [] }
      return children[parent, default: []].map {
        CategoryBranch(category: $0, children: branches(under: $0.id, depth: depth + 1))
      }
    }
    roots = branches(under: nil, depth: 1)
    byID = Dictionary(uniqueKeysWithValues: categories.map { ($0.id, $0) })
  }

  subscript(_ id: ID<Category>?) -> Category? { id.flatMap { byID[$0] } }

  /// Every branch with how many stand above it, each parent before its children.
  var flattened: [(branch: CategoryBranch, depth: Int)] {
    func walk(_ branches: [CategoryBranch], _ depth: Int) -> [(CategoryBranch, Int)] {
      branches.flatMap { [($0, depth)] + walk($0.children, depth + 1) }
    }
    return walk(roots, 0)
  }

  /// From the root down to the category itself.
  func path(to id: ID<Category>?) -> [Category] {
    var path: [Category] = []
    var next = self[id]
    while let category = next, path.count < CategoryBranch.maximumDepth {
      path.insert(category, at: 0)
      next = self[category.parentID]
    }
    return path
  }
}
