internal import Essentials
internal import Payloads
internal import SQLStore

/// Where a person is with an item.
enum ItemState: String, PayloadChoice { case locked, open, started, done }

/// What became of a change of progress.
struct ProgressMade: RowDecodable {
  let course: ID<Course>, status: EnrollmentStatus, itemsDone: Int, itemCount: Int, completedAt: Instant?
  init(row: inout Row) throws {
    course = try row.next()
    status = try row.next()
    itemsDone = try row.next()
    itemCount = try row.next()
    completedAt = try row.nextIfPresent()
  }
}

/// An item a person touched.
struct TouchedItem: RowDecodable {
  let item: ID<CourseItem>, isDone: Bool
  init(row: inout Row) throws {
    item = try row.next()
    let doneAt: Instant? = try row.nextIfPresent()
    isDone = doneAt != nil
  }
}

/// An entry of the log that progress is recounted from.
enum Evidence {}
