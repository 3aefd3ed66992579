internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The catalog: filters at the side, courses beside them.
struct CatalogPage: Page {
  static let size = 24
  let query: CourseListQuery
  let list: CourseList
  let categories: CategoryTree

  var title: String { heading }
  var description: String? { "Find a course by subject, level, language or price." }
  var shell: Shell { .public }
  var isIndexed: Bool { query.q == nil }

  var body: HTML {
    PageHeader(heading, lead: lead)
    div(.class("with-filters")) {
      CatalogFilters(query: query, categories: categories)
      section(.class("stack-wide"), .aria("label", "Courses")) {
        CatalogBar(query: query, categories: categories)
        if list.courses.isEmpty { nothing } else { results }
      }
    }
  }

  private var category: Category? { query.category.flatMap { reference in categories.find(reference) } }
  private var heading: String { category?.name ?? "Courses" }
  private var lead: String? {
    guard let text = category?.description, !text.isEmpty else { return nil }
    return text
  }

  @HTMLBuilder private var results: HTML {
    CardGrid {
      for course in list.courses {
        CourseCard(course: course, category: categories[course.categoryID], headingLevel: 2)
      }
    }
    Pages(query.page?.value ?? 1, size: Self.size, total: list.total, of: "courses") { number in
      query.link { $0.page = Number(number) }
    }
  }

  private var nothing: HTML {
    EmptyState(
      query.isFiltered ? "No course fits" : "No courses yet",
      query.isFiltered
        ? "Try another word, or take a filter away." : "They will stand here as soon as they are published.",
      query.isFiltered ? .search : .shelf
    ) {
      if query.isFiltered { Button("Show all courses", to: CatalogRoutes.list.path()) }
    }.body
  }
}

extension CourseListQuery {
  var isFiltered: Bool { !filter.isEmpty || page != nil }

  /// The address of the catalog with something changed; back on the first page unless the page is what changed.
  func link(_ change: (inout CourseListQuery) -> Void) -> Link {
    var changed = self
    changed.page = nil
    change(&changed)
    return CatalogRoutes.list.path().query([
      ("q", changed.q), ("category", changed.category?.pathText), ("level", changed.level?.rawValue),
      ("language", changed.language?.text), ("price", changed.price?.rawValue), ("sort", changed.sort?.rawValue),
      ("page", changed.page.map { String($0.value) }),
    ])
  }
}

extension CategoryTree {
  func find(_ reference: Reference<Category>) -> Category? {
    switch reference {
    case .id(let id): self[id]
    case .slug(let slug): flattened.first { $0.branch.category.slug == slug }?.branch.category
    }
  }
}
