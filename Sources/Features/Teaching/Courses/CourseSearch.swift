public import Accounts
internal import Essentials
public import EvolvCore
public import JobQueue
internal import Markup
internal import SQLStore

// What a search of the catalog looks at, in a table of its own: the words stand in several tables and under several
// columns, and all words of a search must be found together. What stands inside the items has an index of its own, since
// not everyone may open them.

extension SearchIndex {
  /// The words of each course: title, descriptions and instructor, titles of sections and items.
  static let courses = SearchIndex(table: "course_words", columns: ["title", "summary", "instructor", "outline"])
  /// The words of each item: its title, and what stands in it.
  static let items = SearchIndex(table: "item_words", columns: ["title", "body"])
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
      SELECT courses.id, courses.title, courses.short_description || ' ' || courses.description,
        \(Instructor.name), COALESCE((
        SELECT \(outline) FROM (
          SELECT title FROM course_sections WHERE course_id = courses.id
          UNION ALL SELECT title FROM course_items WHERE course_id = courses.id) AS part), '')
      FROM \(Course.source) WHERE courses.id = \(course)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary,
        instructor = excluded.instructor, outline = excluded.outline
      """)
  }

  /// The same for an item; without `content` only its title is another.
  func indexWords(of item: ID<CourseItem>, _ content: ItemContent?) {
    guard let content else {
      later(
        """
        UPDATE item_words SET title = (SELECT title FROM course_items WHERE course_items.id = item_words.id)
        WHERE id = \(item)
        """)
      return
    }
    later(
      """
      INSERT INTO item_words (id, title, body) SELECT id, title, \(content.words) FROM course_items WHERE id = \(item)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body
      """)
  }
}

extension ItemContent {
  /// As much as PostgreSQL takes into one index entry (1 MB, with positions), whatever its words are.
  private static let longest = 150_000

  /// What a search looks at.
  fileprivate var words: String {
    switch self {
    case .lesson(let text): String(TrustedHTML(kept: text.html).plainText.prefix(Self.longest))
    case .video(let video): Markdown(video.description).render().plainText
    case .material(let material):
      [material.file?.name ?? "", Markdown(material.description).render().plainText].joined(separator: " ")
    }
  }
}

/// Keeps what searches know of those who teach.
public enum InstructorWords {
  /// To be called of `PersonChanged`: whoever has another name is found by it.
  public static func refresh(_ event: PersonChanged, _ work: Errand) async throws {
    try await work.db.execute(
      """
      UPDATE course_words SET instructor = (SELECT \(Instructor.name) FROM users WHERE users.id = \(event.person))
      WHERE id IN (SELECT courses.id FROM courses WHERE courses.instructor_id = \(event.person))
      """)
  }
}
