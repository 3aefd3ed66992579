internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What narrows the catalog, each answer a link.
struct CatalogFilters: Component {
  let query: CourseListQuery
  let categories: CategoryTree

  var body: HTML {
    FilterPanel(activeCount: query.settings(in: categories).count) {
      if !categories.roots.isEmpty { FilterLinks("Subject", subjects) }
      FilterLinks(
        "Level",
        [any(query.level == nil) { $0.level = nil }]
          + Level.allCases.map { level in
            FilterLinks.Answer(level.words, to: query.link { $0.level = level }, isOn: query.level == level)
          })
      FilterLinks(
        "Price",
        [any(query.price == nil) { $0.price = nil }]
          + PriceFilter.allCases.map { price in
            FilterLinks.Answer(price.words, to: query.link { $0.price = price }, isOn: query.price == price)
          })
      FilterLinks("Language", [any(query.language == nil) { $0.language = nil }] + languages)
    }
  }

  private func any(_ isOn: Bool, _ change: (inout CourseListQuery) -> Void) -> FilterLinks.Answer {
    FilterLinks.Answer("Any", to: query.link(change), isOn: isOn)
  }

  /// The roots, and what is around the chosen one.
  private var subjects: [FilterLinks.Answer] {
    let current = query.category.flatMap { categories.find($0) }
    let open = Set(categories.path(to: current?.id).map(\.id))
    let shown = categories.flattened.filter { line in
      line.depth == 0 || line.branch.category.parentID.map(open.contains) == true
    }
    return [any(query.category == nil) { $0.category = nil }]
      + shown.map { line in
        let category = line.branch.category
        return FilterLinks.Answer(
          category.name, to: query.link { $0.category = .slug(category.slug) }, isOn: category == current,
          depth: line.depth)
      }
  }

  /// The first few; a chosen one is always there.
  private var languages: [FilterLinks.Answer] {
    let first = LanguageTag.offered.prefix(5).compactMap { LanguageTag($0.key) }
    let shown = query.language.map { first.contains($0) ? first : first + [$0] } ?? first
    return shown.map { language in
      FilterLinks.Answer(language.name, to: query.link { $0.language = language }, isOn: query.language == language)
    }
  }
}

/// Above the results: the search, the order, and what is set.
struct CatalogBar: Component {
  let query: CourseListQuery
  let categories: CategoryTree

  var body: HTML {
    let set = query.settings(in: categories)
    return div(.class("stack catalog-bar")) {
      FilterForm(CatalogRoutes.list.path(), label: "Search courses", submitsItself: false) {
        for (name, value) in kept { input(.hidden, name: name, .value(value)) }
        SearchField(
          label: "Search courses, teachers and lessons", value: query.q ?? "", placeholder: "Search courses")
      }
      ChipRow("Order") {
        for (sort, words) in orders { Chip(words, to: query.link { $0.sort = sort }, query.sort == sort ? .on : .off) }
      }
      if !set.isEmpty {
        ChipRow("Filters that are set") { for (words, link) in set { Chip(words, to: link, .removable) } }
      }
    }
  }

  private var kept: [(String, String)] {
    [
      ("category", query.category?.pathText), ("level", query.level?.rawValue), ("price", query.price?.rawValue),
      ("language", query.language?.text),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  private var orders: [(CourseSort?, String)] {
    let first: [(CourseSort?, String)] =
      query.q == nil ? [(nil, "Newest")] : [(nil, "Best match"), (.newest, "Newest")]
    return first + [(.popular, "Most taken"), (.rating, "Best rated"), (.title, "A to Z")]
  }
}

extension CourseListQuery {
  /// What is set, in words, each with the way to take it away.
  func settings(in categories: CategoryTree) -> [(words: String, link: Link)] {
    var set: [(words: String, link: Link)] = []
    if let q { set.append((words: "“\(q)”", link: link { $0.q = nil })) }
    if let category {
      set.append((words: categories.find(category)?.name ?? category.pathText, link: link { $0.category = nil }))
    }
    if let level { set.append((words: level.words, link: link { $0.level = nil })) }
    if let price { set.append((words: price.words, link: link { $0.price = nil })) }
    if let language { set.append((words: language.name, link: link { $0.language = nil })) }
    return set
  }
}

extension PriceFilter {
  var words: String {
    switch self {
    case .free: "Free"
    case .paid: "Paid"
    }
  }
}
