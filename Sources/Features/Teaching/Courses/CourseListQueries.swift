internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// Which published courses to list, and in what order.
struct CourseFilter: Hashable {
  var category: Reference<Category>?
  var level: Level?
  var language: LanguageTag?
  var price: PriceFilter?
  var sort = CourseSort.newest

  var isEmpty: Bool { category == nil && level == nil && language == nil && price == nil }
}

/// What a course may cost.
enum PriceFilter: String, PayloadChoice { case free, paid }

/// The orders of the catalog.
enum CourseSort: String, PayloadChoice { case newest, title, popular, rating }

/// A part of a list of courses, and how many the whole list has.
struct CourseList: Hashable {
  let courses: [Course]
  let total: Int
}

extension Reading {
  /// A page of the catalog, counted from 1, in one round trip.
  func publishedCourses(_ filter: CourseFilter = CourseFilter(), page: Int = 1, size: Int = 20) async throws -> CourseList {
    let (courses, total) = try await fetch(
      Query<[Course]>.publishedCourses(filter, page: page, size: size), Query<Int>.publishedTotal(filter))
    return CourseList(courses: courses, total: total)
  }
}

extension Query {
  static func publishedCourses(_ filter: CourseFilter, page: Int, size: Int) -> Query where Result == [Course] {
    .all(
      """
      SELECT \(Course.columns) FROM \(Course.source) WHERE \(filter.condition)
      ORDER BY \(filter.sort.order) LIMIT \(size) OFFSET \((page - 1) * size)
      """)
  }

  /// Of the whole catalog it is a kept count, because counting is most of what a list costs.
  static func publishedTotal(_ filter: CourseFilter) -> Query where Result == Int {
    if filter.isEmpty { return .value("SELECT total FROM catalog_counts WHERE name = 'published'") }
    return .value("SELECT count(*) FROM courses WHERE \(filter.condition)")
  }

  /// What the school puts forward, the latest first.
  static func featuredCourses(limit: Int) -> Query where Result == [Course] {
    .all(
      """
      SELECT \(Course.columns) FROM \(Course.source)
      WHERE \(CourseFragments.isPublished) AND courses.featured_at IS NOT NULL
      ORDER BY courses.featured_at DESC, courses.id DESC LIMIT \(limit)
      """)
  }
}

extension CourseFilter {
  var condition: SQL {
    var conditions = [CourseFragments.isPublished]
    if let category { conditions.append("courses.category_id IN \(Category.idsFrom(category))") }
    if let level { conditions.append("courses.level = \(level)") }
    if let language { conditions.append("courses.language = \(language)") }
    switch price {
    case .free: conditions.append("courses.price_minor_units = 0")
    case .paid: conditions.append("courses.price_minor_units > 0")
    case nil: break
    }
    return .joined(conditions, separator: " AND ")
  }
}

extension CourseSort {
  fileprivate var order: SQL {
    switch self {
    case .newest: "courses.published_at DESC, courses.id DESC"
    case .title: "lower(courses.title), courses.id"
    case .popular: "courses.total_enrolled DESC, courses.id DESC"
    case .rating: "courses.rating_hundredths DESC, courses.id DESC"
    }
  }
}
