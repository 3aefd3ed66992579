internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// Which published courses to list, and in what order.
struct CourseFilter: Hashable {
  var terms: SearchTerms?
  var category: Reference<Category>?
  var level: Level?
  var language: LanguageTag?
  var price: PriceFilter?
  /// nil: the best match first where there are search terms, else the newest.
  var sort: CourseSort?

  var isEmpty: Bool { terms == nil && category == nil && level == nil && language == nil && price == nil }
}

/// What a course may cost.
enum PriceFilter: String, PayloadChoice { case free, paid }

/// The orders of the catalog.
enum CourseSort: String, PayloadChoice { case newest, title, popular, rating }

/// Which part of a list is wanted.
enum ListPart: Hashable {
  /// Counted from 1.
  case page(Int)
  /// What follows the row that the cursor names.
  case after(CourseCursor)
}

/// A part of a list of courses.
struct CourseList: Hashable {
  let courses: [CourseBrief]
  /// How many the whole list has.
  let total: Int
  /// How to go on; nil at the end.
  let next: String?

  /// `rows` were asked for with one too many, which tells that there is more.
  init(_ rows: [CourseBrief], size: Int, total: Int, filter: CourseFilter) {
    courses = rows.count > size ? Array(rows.prefix(size)) : rows
    self.total = total
    next = rows.count > size ? courses.last.flatMap { CourseCursor(after: $0, filter)?.text } : nil
  }
}

/// A part of the catalog as the API writes it.
struct WrittenCourses: Sendable {
  let list: RowList<CourseSummary>
  /// The last of the list, if more follow.
  let last: CourseBrief?

  fileprivate init(_ rows: inout Row, size: Int) throws {
    var list = RowWriter<CourseSummary>(expecting: size), last: CourseBrief?
    while list.count < size, try rows.step() {
      try CourseSummary.add(&rows, to: &list)
      guard list.count == size else { continue }
      rows.again()
      last = try CourseBrief(row: &rows)
    }
    self.last = try last != nil && rows.step() ? last : nil
    self.list = list.finished()
  }
}

extension Query {
  /// One row more than `size`, for `CourseList`.
  static func publishedCourses(_ filter: CourseFilter, _ part: ListPart, size: Int) -> Query
  where Result == [CourseBrief] { .all(filter.selection(of: part, size: size)) }

  /// The same rows, written where they are read.
  static func writtenCourses(_ filter: CourseFilter, _ part: ListPart, size: Int) -> Query
  where Result == WrittenCourses {
    .reading(filter.selection(of: part, size: size)) { try WrittenCourses(&$0, size: size) }
  }

  /// Of the whole catalog it is a kept count, because counting is most of what a list costs.
  static func publishedTotal(_ filter: CourseFilter) -> Query where Result == Int {
    if filter.isEmpty { return .value("SELECT total FROM catalog_counts WHERE name = 'published'") }
    return .value("SELECT count(*) FROM courses WHERE \(filter.condition)")
  }

  /// What the school puts forward, the latest first.
  static func featuredCourses(limit: Int) -> Query where Result == [CourseBrief] {
    .all(
      """
      SELECT \(CourseBrief.columns) FROM \(Course.source)
      WHERE \(CourseFragments.isPublished) AND courses.featured_at IS NOT NULL
      ORDER BY courses.featured_at DESC, courses.id DESC \(SQL.limit(limit))
      """)
  }
}

extension CourseFilter {
  /// The rows of a part and one more.
  fileprivate func selection(of part: ListPart, size: Int) -> SQL {
    let condition: SQL, offset: Int
    switch part {
    case .page(let page): (condition, offset) = (self.condition, (page - 1) * size)
    case .after(let cursor): (condition, offset) = ("\(self.condition) AND \(cursor.condition)", 0)
    }
    return """
      SELECT \(CourseBrief.columns) FROM \(Course.source) WHERE \(condition)
      ORDER BY \(order) \(SQL.limit(size + 1, offset: offset))
      """
  }

  fileprivate var condition: SQL {
    var conditions = [CourseFragments.isPublished]
    if let terms { conditions.append(CourseFragments.matches(terms)) }
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

  /// Each ends in the id, so that equal keys lose no row between two pages.
  fileprivate var order: SQL {
    switch (sort, terms) {
    case (nil, let terms?): "\(CourseFragments.rank(terms)), courses.id"
    case (nil, nil), (.newest, _): "courses.published_at DESC, courses.id DESC"
    case (.title, _): "lower(courses.title), courses.id"
    case (.popular, _): "courses.total_enrolled DESC, courses.id DESC"
    case (.rating, _): "courses.rating_hundredths DESC, courses.id DESC"
    }
  }
}
