internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The pages on which courses are found.
enum CatalogRoutes {
  static let home = Route.get("/", by: .everyone, "Come in")
  static let list = Route.get("/courses", by: .everyone, "Find a course")

  static func register(on table: inout RouteTable<Context>) {
    table.on(home) { context in
      let (featured, newest, total, categories) = try await context.db.fetch(
        Query<[CourseBrief]>.featuredCourses(limit: 6),
        Query<[CourseBrief]>.publishedCourses(CourseFilter(), .page(1), size: 6),
        Query<Int>.publishedTotal(CourseFilter()), Query<[Category]>.categories())
      return context.page(
        HomePage(
          school: context.facilities.schoolName,
          tagline: context.settings(GeneralSettings.self).tagline.text, featured: featured, newest: newest,
          total: total,
          categories: CategoryTree(categories), isSignedIn: context.viewer.isSignedIn))
    }
    table.on(list) { context in
      let query = try context.request.forgivingQuery(CourseListQuery.self), filter = query.filter
      let (rows, total, categories) = try await context.db.fetch(
        Query<[CourseBrief]>.publishedCourses(filter, .page(query.page?.value ?? 1), size: CatalogPage.size),
        Query<Int>.publishedTotal(filter), Query<[Category]>.categories())
      return context.page(
        CatalogPage(
          query: query, list: CourseList(rows, size: CatalogPage.size, total: total, filter: filter),
          categories: CategoryTree(categories)))
    }
  }
}
