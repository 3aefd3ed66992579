public import EvolvCore
public import Routing
public import SQLStore

// The catalog is what a school teaches, as a visitor walks through it. Its subjects are a tree of categories that editors
// arrange; each has a color that its courses' covers take on. Nothing here knows what a course consists of: Courses owns
// that, and the catalog's pages ask it. A category with courses or subcategories is archived rather than deleted, so that
// no course loses its place; archived ones are offered nowhere and still shown where a course stands in them.

/// The subjects that courses are arranged by, and the public pages on which courses are found.
public enum Catalog: Feature {
  public static let name = "Catalog"
  public static let tables = ["course_categories"]
  public static let migrations: [Migration] = [.catalog]
  public static func register(on table: inout RouteTable<Context>) {
    CatalogRoutes.register(on: &table)
    CategoryRoutes.register(on: &table)
    CategoryAPI.register(on: &table)
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    [
      Destination("Courses", icon: "books", link: CatalogRoutes.list.path()),
      viewer.may(.manageCategories)
        ? Destination("Subjects", icon: "tag", link: CategoryRoutes.list.path(), .upkeep) : nil,
    ].compactMap(\.self)
  }
}
