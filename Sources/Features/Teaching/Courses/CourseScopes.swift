internal import Essentials
public import EvolvCore
public import SQLStore

/// A course as something that a role can be given for.
private struct CourseScope: RowDecodable {
  let id: ID<Course>, title: String
  init(row: inout Row) throws {
    id = try row.next()
    title = try row.next()
  }
}

extension Reading {
  /// The courses that roles can be given for, by title: of these, or the three hundred changed last.
  public func courseScopes(_ scopes: [RoleScope]?) async throws -> [RoleScope: String] {
    let ids = scopes?.compactMap { scope -> ID<Course>? in
      guard case .course(let bits) = scope else { return nil }
      return ID(bits: bits)
    }
    let condition: SQL = ids.map { "id IN \($0)" } ?? "TRUE"
    let courses: [CourseScope] = try await all(
      "SELECT id, title FROM courses WHERE \(condition) ORDER BY updated_at DESC, id DESC LIMIT 300")
    return Dictionary(courses.map { (.course($0.id.bits), $0.title) }) { first, _ in first }
  }
}
