internal import Essentials
internal import EvolvCore
internal import SQLStore

/// What a course asks of who enrolls, and when its items open, as an archive carries it on.
struct HeldTerms: Sendable {
  let accessDays: Int?, offerHours: Int?
  /// Courses to finish first, by their names in addresses.
  let prerequisites: [String]
  let conditions: [ID<CourseItem>: ItemCondition]
}

private struct HeldCondition: RowDecodable {
  let item: ID<CourseItem>, condition: ItemCondition
  init(row: inout Row) throws {
    item = try row.next()
    condition = try ItemCondition(row: &row)
  }
}

extension Reading {
  /// The terms of a course that the viewer may change; asked beside its holdings.
  func heldTerms(of course: ID<Course>) async throws -> HeldTerms {
    let (terms, asked, conditions) = try await fetch(
      CourseTerms.query(of: course), Prerequisite.query(of: "\(course)", for: nil),
      Query<[HeldCondition]>.all(
        "SELECT item_id, after_item_id, opens_at, days_after FROM item_conditions WHERE course_id = \(course)"))
    return HeldTerms(
      accessDays: terms?.accessDays, offerHours: terms?.offerHours, prerequisites: asked.map(\.slug.text),
      conditions: Dictionary(conditions.map { ($0.item, $0.condition) }) { first, _ in first })
  }
}

extension Transaction {
  /// The terms of a course that is just being made.
  func place(accessDays: Int?, offerHours: Int, prerequisites: [ID<Course>], of course: ID<Course>) {
    later(
      """
      INSERT INTO course_terms (course_id, access_days, offer_hours) VALUES (\(course), \(accessDays), \(offerHours))
      """)
    // Nobody can ask for a course that is new, so these lead back to nowhere.
    for required in prerequisites {
      later("INSERT INTO course_prerequisites (course_id, required_id) VALUES (\(course), \(required))")
    }
  }

  /// When items open that are just being made; that none waits for itself was checked before.
  func place(_ conditions: [ID<CourseItem>: ItemCondition], in course: ID<Course>) {
    for (item, condition) in conditions where !condition.isEmpty {
      later(
        """
        INSERT INTO item_conditions (item_id, course_id, after_item_id, opens_at, days_after)
        VALUES (\(item), \(course), \(condition.afterItem), \(condition.opensAt), \(condition.daysAfter))
        """)
    }
  }
}
