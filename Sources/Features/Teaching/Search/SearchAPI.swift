internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The same search for programs.
enum SearchAPI {
  static let find = Route.get("/api/v1/search", by: .everyone, "Find courses, and the items that you may open")
    .takes(SearchQuery.self, answers: SearchAnswer.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(find) { context, query in try await query.answer(from: context.db, for: context.viewer) }
  }
}

/// What `GET /search` understands.
struct SearchQuery: Payload {
  let q: Text<SearchWords>
  var kind: SearchKind?
  var page: Number<PageNumber>?
  var pageSize: Number<PageSize>?
  static let shape = Shape(
    "SearchQuery", Self.init,
    Field("q", \.q, "Words; all must be found, the last may be unfinished"),
    Field("kind", \.kind, "Both if left out, courses first"), Field("page", \.page),
    Field("page_size", \.pageSize))

  fileprivate func answer(from db: Database, for viewer: Viewer) async throws -> SearchAnswer {
    let page = page?.value ?? 1, size = pageSize?.value ?? 20
    guard let terms = SearchTerms(q.text) else {
      return SearchAnswer(data: [], meta: ListMeta(total: 0, page: page, pageSize: size, nextCursor: nil))
    }
    let found = try await db.found(terms, kind, for: viewer, page: page, size: size)
    return SearchAnswer(
      data: found.hits.map { SearchHitAnswer($0, terms) },
      meta: ListMeta(total: found.total(of: kind), page: page, pageSize: size, nextCursor: nil))
  }
}

enum SearchWords: TextRule { static let length = 1...500 }

/// A page of what was found.
struct SearchAnswer: Payload {
  let data: [SearchHitAnswer], meta: ListMeta
  static let shape = Shape("SearchResults", Self.init, Field("data", \.data), Field("meta", \.meta))
}

/// A course or an item that was found.
struct SearchHitAnswer: Payload {
  let kind: SearchKind, title: String, courseID: ID<Course>, courseSlug: Slug<Course>, courseTitle: String
  let itemID: ID<CourseItem>?, itemType: ItemKind?, excerpt: [Excerpt.Part], url: String
  static let shape = Shape(
    "SearchHit", Self.init, Field("kind", \.kind), Field("title", \.title), Field("course_id", \.courseID),
    Field("course_slug", \.courseSlug), Field("course_title", \.courseTitle), Field("item_id", \.itemID),
    Field("item_type", \.itemType), Field("excerpt", \.excerpt, "Where the words stand"),
    Field("url", \.url, "Its page"))
}

extension SearchHitAnswer {
  fileprivate init(_ hit: SearchHit, _ terms: SearchTerms) {
    self.init(
      kind: hit.kind, title: hit.title, courseID: hit.course, courseSlug: hit.courseSlug, courseTitle: hit.courseTitle,
      itemID: hit.item, itemType: hit.itemKind, excerpt: Excerpt(of: hit.words, terms).parts, url: hit.link.text)
  }
}
