internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

extension CategoryTree {
  func children(of parent: ID<Category>?) -> [Category] {
    guard let parent else { return roots.map(\.category) }
    return flattened.first { $0.branch.category.id == parent }?.branch.children.map(\.category) ?? []
  }

  /// Refuses a parent that is not there, that is below `category`, or that would make the tree too deep.
  func check(_ parent: ID<Category>?, of category: Category?) throws {
    guard let parent else { return }
    guard self[parent] != nil else { throw Problem.invalid("parent_id", "unknown", "must be the id of a category") }
    let above = path(to: parent)
    if let category, above.contains(where: { $0.id == category.id }) {
      throw Problem.invalid("parent_id", "circle", "must not be the category itself or one below it")
    }
    if above.count + height(of: category?.id) > CategoryBranch.maximumDepth {
      throw Problem.invalid(
        "parent_id", "depth", "must leave the tree at most \(CategoryBranch.maximumDepth) levels deep")
    }
  }

  /// How many levels a category has with what is below it; 1 for one to be made.
  private func height(of id: ID<Category>?) -> Int {
    func height(_ branch: CategoryBranch) -> Int { 1 + (branch.children.map(height).max() ?? 0) }
    return flattened.first { $0.branch.category.id == id }.map { height($0.branch) } ?? 1
  }

  func freeSlug(of name: String) -> Slug<Category> {
    let slug = Slug<Category>.made(of: name, fallback: "category")
    let taken = Set(flattened.map(\.branch.category.slug))
    if !taken.contains(slug) { return slug }
    var number = 2
    while taken.contains(slug.numbered(number)) { number += 1 }
    return slug.numbered(number)
  }

  /// A color far from those of the last roots: steps of the golden angle around the circle.
  var freshHue: Int { (250 + roots.count * 137) % 360 }
}

extension Category {
  /// Whether a course stands in the category.
  static func isInUse(_ category: ID<Category>) -> SQL { CourseFragments.isFiled(under: category) }
}
