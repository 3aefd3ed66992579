internal import Essentials
internal import EvolvCore
internal import SQLStore

extension Reading {
  /// A name for a new course that no other has.
  func freeSlug(of title: String) async throws -> Slug<Course> {
    let candidates = Slug<Course>.made(of: title, fallback: "course").candidates
    let taken: [Slug<Course>] = try await all("SELECT slug FROM courses WHERE slug IN \(candidates)")
    return candidates.firstFree(taken)
  }
}

extension Transaction {
  /// A name for a new item that no other of its course has.
  func freeSlug(of title: String, in course: ID<Course>) async throws -> Slug<CourseItem> {
    let candidates = Slug<CourseItem>.made(of: title, fallback: "item").candidates
    let taken: [Slug<CourseItem>] = try await all(
      "SELECT slug FROM course_items WHERE course_id = \(course) AND slug IN \(candidates)")
    return candidates.firstFree(taken)
  }
}

extension Slug {
  /// Words that stand in our own addresses where a slug may stand.
  private var isReserved: Bool { ["new", "preview", "certificates", "statement"].contains(text) }

  /// The name itself, numbered ones, and one that is as good as free.
  fileprivate var candidates: [Slug] {
    let numbered = (2...9).map { self.numbered($0) } + [self.numbered(Int.random(in: 100_000...999_999))]
    return isReserved ? numbered : [self] + numbered
  }
}

extension [Slug<Course>] {
  fileprivate func firstFree(_ taken: [Slug<Course>]) -> Slug<Course> {
    first { !taken.contains($0) } ?? self[count - 1]
  }
}
extension [Slug<CourseItem>] {
  fileprivate func firstFree(_ taken: [Slug<CourseItem>]) -> Slug<CourseItem> {
    first { !taken.contains($0) } ?? self[count - 1]
  }
}
