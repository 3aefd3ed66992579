internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The page with the search box.
enum SearchRoutes {
  static let show = Route.get("/search", by: .everyone, "Find courses and lessons")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in
      let query = try context.request.forgivingQuery(SearchPageQuery.self)
      var found: SearchResult?
      if let terms = query.terms {
        found = try await context.db.found(
          terms, query.kind, for: context.viewer, page: query.page?.value ?? 1, size: SearchPage.size)
      }
      return context.page(SearchPage(query: query, found: found, isSignedIn: context.viewer.isSignedIn))
    }
  }
}

/// What the page is asked for.
struct SearchPageQuery: Payload {
  var q: String?
  var kind: SearchKind?
  var page: Number<PageNumber>?
  static let shape = Shape(
    "SearchPageQuery", Self.init, Field("q", \.q), Field("kind", \.kind), Field("page", \.page))

  var terms: SearchTerms? { q.flatMap { SearchTerms($0) } }

  /// The same search with something changed; on the first page unless the page is what changed.
  func link(_ change: (inout SearchPageQuery) -> Void) -> Link {
    var changed = self
    changed.page = nil
    change(&changed)
    return SearchRoutes.show.path().query([
      ("q", changed.q), ("kind", changed.kind?.rawValue), ("page", changed.page.map { String($0.value) }),
    ])
  }
}
