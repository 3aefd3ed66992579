internal import Essentials
internal import EvolvCore
internal import SQLStore

extension Reading {
  /// What has all the words and exists for the viewer: courses first, the best match of each kind first.
  func found(
    _ terms: SearchTerms, _ kind: SearchKind?, for viewer: Viewer, page: Int, size: Int
  ) async throws -> SearchResult {
    let branches = [kind == .item ? nil : SearchSQL.courses, kind == .course ? nil : SearchSQL.items]
    let union = SQL.joined(branches.compactMap { $0?(terms, viewer) }, separator: " UNION ALL ")
    // The long texts are read of the rows that are shown, not of all that were found.
    let (hits, courses, items) = try await fetch(
      Query<[SearchHit]>.all(
        """
        WITH found AS (\(union)), shown AS (
          SELECT * FROM found ORDER BY part, rank, id \(SQL.limit(size, offset: (page - 1) * size)))
        SELECT CASE WHEN item IS NULL THEN 'course' ELSE 'item' END, courses.id, courses.slug, courses.title,
          course_items.id, course_items.slug, course_items.title, course_items.kind,
          COALESCE(substr(item_words.body, 1, 60000), courses.short_description), shown.is_taken
        FROM shown JOIN courses ON courses.id = shown.course LEFT JOIN course_items ON course_items.id = shown.item
          LEFT JOIN item_words ON item_words.id = shown.item
        ORDER BY shown.part, shown.rank, shown.id
        """),
      SearchSQL.count(SearchSQL.courses(terms, viewer)), SearchSQL.count(SearchSQL.items(terms, viewer)))
    return SearchResult(hits: hits, courses: courses, items: items)
  }
}

/// One statement for each kind, all with the same columns.
private enum SearchSQL {
  static func courses(_ terms: SearchTerms, _ viewer: Viewer) -> SQL {
    """
    SELECT 1 AS part, \(SearchIndex.courses.rank(terms)) AS rank, courses.id AS id, courses.id AS course,
      CASE WHEN FALSE THEN courses.id END AS item, FALSE AS is_taken
    FROM course_words JOIN courses ON courses.id = course_words.id
    WHERE \(SearchIndex.courses.matches(terms)) AND \(CourseFragments.isVisible(to: viewer))
    """
  }

  static func items(_ terms: SearchTerms, _ viewer: Viewer) -> SQL {
    """
    SELECT 2 AS part, \(SearchIndex.items.rank(terms)) AS rank, course_items.id AS id, courses.id AS course,
      course_items.id AS item, \(viewer.person.map { EnrollmentFragments.takesCourse($0) } ?? "FALSE") AS is_taken
    FROM item_words JOIN course_items ON course_items.id = item_words.id
      JOIN courses ON courses.id = course_items.course_id
    WHERE \(SearchIndex.items.matches(terms)) AND \(CourseFragments.isVisible(to: viewer))
      AND \(CourseFragments.mayBeOpened(by: viewer))
    """
  }

  static func count(_ statement: SQL) -> Query<Int> { .value("SELECT count(*) FROM (\(statement)) AS found") }
}
