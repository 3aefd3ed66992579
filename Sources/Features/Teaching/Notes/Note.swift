internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// Something a learner wrote beside an item, and where in the film, if it is one.
struct Note: RowDecodable {
  let id: ID<Note>, item: ID<CourseItem>, at: FilmTime?, text: String, createdAt: Instant, updatedAt: Instant

  static let columns: SQL = "notes.id, notes.item_id, notes.at_seconds, notes.body, notes.created_at, notes.updated_at"

  init(row: inout Row) throws { self = try Self(id: row.next(), rest: &row) }

  /// nil where a join found none.
  init?(joined row: inout Row) throws {
    guard let id = try row.nextIfPresent() as ID<Note>? else { return nil }
    self = try Self(id: id, rest: &row)
  }

  private init(id: ID<Note>, rest row: inout Row) throws {
    self.id = id
    item = try row.next()
    at = (try row.nextIfPresent() as Int?).map(FilmTime.init(seconds:))
    text = try row.next()
    createdAt = try row.next()
    updatedAt = try row.next()
  }
}

/// A note or a bookmark with the lesson it belongs to, for the list of all.
struct Marked<Thing: RowDecodable>: RowDecodable {
  let thing: Thing, course: CourseName, lesson: String, slug: Slug<CourseItem>
  struct CourseName: Sendable { let title: String, slug: Slug<Course> }

  static var columns: SQL { "courses.title, courses.slug, course_items.title, course_items.slug" }

  init(row: inout Row) throws {
    thing = try Thing(row: &row)
    course = CourseName(title: try row.next(), slug: try row.next())
    lesson = try row.next()
    slug = try row.next()
  }
}

/// An item that a learner wants to find again.
struct Bookmark: RowDecodable {
  let item: ID<CourseItem>, createdAt: Instant
  init(row: inout Row) throws {
    item = try row.next()
    createdAt = try row.next()
  }
}

/// Whether an item is bookmarked, and one of the notes beside it.
struct ItemMark: RowDecodable {
  let isBookmarked: Bool, note: Note?
  init(row: inout Row) throws {
    isBookmarked = try row.next()
    note = try Note(joined: &row)
  }
}

/// A place in a film, as its player shows it: `1:23` or `1:02:03`.
struct FilmTime: Hashable, Sendable {
  let seconds: Int
  init(seconds: Int) { self.seconds = seconds }

  /// nil for what is no time within a day.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap {
      $0.count <= 5 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil
    }
    guard numbers.count == parts.count, (1...3).contains(parts.count), numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    let total = numbers.reduce(0) { $0 * 60 + $1 }
    guard total < 86_400 else { return nil }
    seconds = total
  }

  var text: String {
    let two = { (number: Int) in number < 10 ? "0\(number)" : String(number) }
    let hours = seconds / 3600, minutes = seconds / 60 % 60
    return (hours > 0 ? "\(hours):\(two(minutes))" : String(minutes)) + ":" + two(seconds % 60)
  }
}
