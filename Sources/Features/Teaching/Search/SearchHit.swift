internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What kind of thing was found.
enum SearchKind: String, ColumnWord, PayloadChoice { case course, item }

/// A course, or an item of one, that has all the words.
struct SearchHit: RowDecodable, Sendable {
  let kind: SearchKind
  let course: ID<Course>, courseSlug: Slug<Course>, courseTitle: String
  let item: ID<CourseItem>?, itemSlug: Slug<CourseItem>?, itemTitle: String?, itemKind: ItemKind?
  /// What an excerpt is taken from.
  let words: String
  /// Whether the viewer learns in the course, and so studies the item instead of looking at it.
  let isTaken: Bool

  init(row: inout Row) throws {
    kind = try row.next()
    course = try row.next()
    courseSlug = try row.next()
    courseTitle = try row.next()
    item = try row.nextIfPresent()
    itemSlug = try row.nextIfPresent()
    itemTitle = try row.nextIfPresent()
    itemKind = try row.nextIfPresent()
    words = try row.next()
    isTaken = try row.next()
  }

  var title: String { itemTitle ?? courseTitle }
  var link: Link {
    guard let itemSlug else { return CourseRoutes.show.path(courseSlug) }
    return isTaken ? LearningRoutes.item.path(courseSlug, itemSlug) : CourseRoutes.preview.path(courseSlug, itemSlug)
  }
}

/// A page of what was found, and how many of each kind there are.
struct SearchResult: Sendable {
  let hits: [SearchHit], courses: Int, items: Int

  func total(of kind: SearchKind?) -> Int {
    switch kind {
    case .course: courses
    case .item: items
    case nil: courses + items
    }
  }
}
