internal import Essentials
internal import EvolvCore
internal import SQLStore

/// Where a list of courses was left, in the order that it had.
enum CourseCursor: Hashable {
  case newest(Instant, ID<Course>)
  case title(String, ID<Course>)
  case popular(Int, ID<Course>)
  case rating(Int, ID<Course>)

  /// nil for the order of best matches: it belongs to its search alone.
  init?(after course: CourseBrief, _ filter: CourseFilter) {
    switch (filter.sort, filter.terms) {
    case (nil, .some): return nil
    case (nil, nil), (.newest, _):
      guard let publishedAt = course.publishedAt else { return nil }
      self = .newest(publishedAt, course.id)
    case (.title, _): self = .title(course.title, course.id)
    case (.popular, _): self = .popular(course.totalEnrolled, course.id)
    case (.rating, _): self = .rating(course.rating.hundredths, course.id)
    }
  }

  /// nil unless a list in this order gave the text.
  init?(text: String, _ filter: CourseFilter) {
    switch (filter.sort, filter.terms) {
    case (nil, .some): return nil
    case (nil, nil), (.newest, _):
      guard let cursor = Cursor<Instant, Course>(text: text) else { return nil }
      self = .newest(cursor.key, cursor.id)
    case (.title, _):
      guard let cursor = Cursor<String, Course>(text: text) else { return nil }
      self = .title(cursor.key, cursor.id)
    case (.popular, _):
      guard let cursor = Cursor<Int, Course>(text: text) else { return nil }
      self = .popular(cursor.key, cursor.id)
    case (.rating, _):
      guard let cursor = Cursor<Int, Course>(text: text) else { return nil }
      self = .rating(cursor.key, cursor.id)
    }
  }

  var text: String {
    switch self {
    case .newest(let key, let id): Cursor(key: key, id: id).text
    case .title(let key, let id): Cursor(key: key, id: id).text
    case .popular(let key, let id), .rating(let key, let id): Cursor(key: key, id: id).text
    }
  }

  /// What comes after it, in the words of `CourseFilter.order`.
  var condition: SQL {
    switch self {
    case .newest(let key, let id): "(courses.published_at, courses.id) < (\(key), \(id))"
    case .title(let key, let id): "(lower(courses.title), courses.id) > (lower(\(key)), \(id))"
    case .popular(let key, let id): "(courses.total_enrolled, courses.id) < (\(key), \(id))"
    case .rating(let key, let id): "(courses.rating_hundredths, courses.id) < (\(key), \(id))"
    }
  }
}
