internal import Essentials
internal import Routing
internal import SQLStore

extension Query {
  /// Every category, archived ones too if asked for, siblings in their order.
  static func categories(withArchived: Bool = false) -> Query where Result == [Category] {
    .all(
      "SELECT \(Category.columns) FROM course_categories WHERE \(withArchived) OR archived_at IS NULL ORDER BY sort_order, id"
    )
  }
}

extension Reading {
  func categories(withArchived: Bool = false) async throws -> CategoryTree {
    CategoryTree(try await fetch(Query<[Category]>.categories(withArchived: withArchived)))
  }

  /// Throws `NothingFound`.
  func category(_ reference: Reference<Category>) async throws -> Category {
    try await one("SELECT \(Category.columns) FROM course_categories WHERE \(Category.isNamed(reference))")
  }
}

extension Category {
  static func isNamed(_ reference: Reference<Category>) -> SQL {
    switch reference {
    case .id(let id): "course_categories.id = \(id)"
    case .slug(let slug): "course_categories.slug = \(slug)"
    }
  }

  /// A list for `IN`: the category and all below it. For the statements of other features.
  static func idsFrom(_ reference: Reference<Category>) -> SQL {
    """
    (WITH RECURSIVE branch (id) AS (
      SELECT id FROM course_categories WHERE \(isNamed(reference))
      UNION SELECT child.id FROM course_categories AS child JOIN branch ON child.parent_id = branch.id
    ) SELECT id FROM branch)
    """
  }
}

/// The category of a course, read beside it.
struct CategoryMark: Hashable {
  let name: String, slug: Slug<Category>, hue: Int
  var link: Link { CatalogRoutes.list.path().query(["category": slug.text]) }

  static let columns: SQL = "course_categories.name, course_categories.slug, course_categories.hue"
  /// Only its color.
  static let hue: SQL = "course_categories.hue"
  static let join: SQL = "LEFT JOIN course_categories ON course_categories.id = courses.category_id"

  /// Reads all its columns; nil when the course has no category.
  init?(ifPresent row: inout Row) throws {
    let name: String? = try row.nextIfPresent(), slug: Slug<Category>? = try row.nextIfPresent()
    let hue: Int? = try row.nextIfPresent()
    guard let name, let slug, let hue else { return nil }
    self.name = name
    self.slug = slug
    self.hue = hue
  }
}
