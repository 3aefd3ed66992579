internal import Essentials
internal import EvolvCore
internal import SQLStore

// What a search of the catalog looks at, in a table of its own: the words stand in several tables and under several
// columns, and all words of a search must be found together. What stands inside the items is not in it; anyone may search.

extension SearchIndex {
  /// The words of each course: title, short description and instructor, titles of sections and items.
  static let courses = SearchIndex(table: "course_words", columns: ["title", "summary", "instructor", "outline"])
}

extension CourseFragments {
  /// A condition on `courses`.
  static func matches(_ terms: SearchTerms) -> SQL {
    "courses.id IN (SELECT course_words.id FROM course_words WHERE \(SearchIndex.courses.matches(terms)))"
  }

  /// An expression to sort `courses` by: the best match first.
  static func rank(_ terms: SearchTerms) -> SQL {
    "(SELECT \(SearchIndex.courses.rank(terms)) FROM course_words WHERE course_words.id = courses.id)"
  }
}

extension Transaction {
  /// Makes the words that searches find those of the course as it is now; every command that changes one of them calls this.
  func indexWords(of course: ID<Course>) {
    let outline = SQL.sqlite("group_concat(part.title, ' ')").postgres("string_agg(part.title, ' ')")
    later(
      """
      INSERT INTO course_words (id, title, summary, instructor, outline)
      SELECT courses.id, courses.title, courses.short_description, \(Instructor.name), COALESCE((
        SELECT \(outline) FROM (
          SELECT title FROM course_sections WHERE course_id = courses.id
          UNION ALL SELECT title FROM course_items WHERE course_id = courses.id) AS part), '')
      FROM \(Course.source) WHERE courses.id = \(course)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary,
        instructor = excluded.instructor, outline = excluded.outline
      """)
  }
}
