internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// One box, and what was found under it.
struct SearchPage: Page {
  static let size = 20
  let query: SearchPageQuery
  /// nil: nothing was asked for yet.
  let found: SearchResult?
  let isSignedIn: Bool

  var shell: Shell { isSignedIn ? .app : .public }
  var title: String { query.terms == nil ? "Search" : "Search for \(query.q ?? "")" }
  var isIndexed: Bool { false }

  var body: HTML {
    PageHeader("Search", lead: lead)
    FilterForm(SearchRoutes.show.path(), label: "Search the school", submitsItself: false) {
      if let kind = query.kind { input(.hidden, name: "kind", .value(kind.rawValue)) }
      SearchField(label: "Search courses and lessons", value: query.q ?? "")
      Button("Search", .primary)
    }
    if let found, let terms = query.terms {
      Tabs("Kinds of results", tabs(found))
      if found.hits.isEmpty { nothing } else { results(found, terms) }
    }
  }

  private var lead: String? { found == nil ? "Courses, and the words in the lessons that are open to you." : nil }

  private func tabs(_ found: SearchResult) -> [Tabs.Tab] {
    let kinds: [(String, SearchKind?)] = [("All", nil), ("Courses", .course), ("Lessons", .item)]
    return kinds.map { words, kind in
      Tabs.Tab(
        words, to: query.link { $0.kind = kind }, isCurrent: query.kind == kind, count: found.total(of: kind))
    }
  }

  @HTMLBuilder private func results(_ found: SearchResult, _ terms: SearchTerms) -> HTML {
    ol(.class("search-results"), .data("results", "")) {
      for hit in found.hits { SearchLine(hit: hit, terms: terms) }
    }
    Pages(query.page?.value ?? 1, size: Self.size, total: found.total(of: query.kind), of: "results") { number in
      query.link { $0.page = Number(number) }
    }
  }

  private var nothing: HTML {
    EmptyState(
      "Nothing has these words", "Try fewer words, or the beginning of one. The last word may be unfinished.", .search
    ) {
      Button("Browse all courses", to: CatalogRoutes.list.path())
    }.body
  }
}

/// One thing that was found. Its only link is the title: the palette makes its lines of these.
private struct SearchLine: Component {
  let hit: SearchHit
  let terms: SearchTerms

  var body: HTML {
    li(.class("search-line")) {
      h2(.class("search-line-title")) {
        hit.itemKind?.mark ?? .book
        a(href: hit.link, .ownDirection) { hit.title }
      }
      if hit.item != nil { p(.class("soft"), .ownDirection) { "In \(hit.courseTitle)" } }
      p(.class("search-excerpt"), .ownDirection) {
        for part in Excerpt(of: hit.words, terms).parts {
          if part.isMatch { mark { part.text } } else { part.text }
          " "
        }
      }
    }
  }
}
