internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// What narrows the catalog: the subjects as links, the rest as a form that sends itself.
struct CatalogFilters: Component {
  let query: CourseListQuery
  let categories: CategoryTree

  var body: HTML {
    aside(.class("filters"), .aria("label", "Filters")) {
      // On phones the filters are folded away; a checkbox does that without a script.
      input(.checkbox, name: "filters", .id("show-filters"), .class("filters-switch"))
      label(for: "show-filters", .class("button button-secondary filters-label")) {
        Icon.filter
        span { "Filters" }
      }
      div(.class("filters-body stack-wide")) {
        if !categories.roots.isEmpty { subjects }
        form
      }
    }
  }

  private var subjects: HTML {
    nav(label: "Subjects", .class("filter-links")) {
      h2(.class("filter-heading")) { "Subject" }
      ul {
        line("All subjects", query.link { $0.category = nil }, isCurrent: query.category == nil, depth: 0)
        for (branch, depth) in shown {
          line(
            branch.category.name, query.link { $0.category = .slug(branch.category.slug) },
            isCurrent: branch.category == current, depth: depth)
        }
      }
    }
  }

  private func line(_ label: String, _ link: Link, isCurrent: Bool, depth: Int) -> HTML {
    li(.class("depth-\(depth)")) {
      a(href: link, .aria("current", "true", when: isCurrent), .ownDirection) { label }
    }
  }

  private var current: Category? { query.category.flatMap { categories.find($0) } }
  /// The roots, and what is around the chosen one.
  private var shown: [(branch: CategoryBranch, depth: Int)] {
    let open = Set(categories.path(to: current?.id).map(\.id))
    return categories.flattened.filter { line in
      line.depth == 0 || line.branch.category.parentID.map(open.contains) == true
    }
  }

  private var form: HTML {
    FilterForm(CatalogRoutes.list.path(), label: "Filter courses") {
      for (name, value) in kept { input(.hidden, name: name, .value(value)) }
      ChoiceGroup(
        "level", "Level", [Choice("", "Any")] + Level.allCases.map { Choice($0.rawValue, $0.words) },
        selected: query.level?.rawValue ?? "")
      ChoiceGroup(
        "price", "Price", [Choice("", "Any"), Choice("free", "Free"), Choice("paid", "Paid")],
        selected: query.price?.rawValue ?? "")
      Field(
        "language", "Language", .select([Choice("", "Any")] + LanguageTag.choices), value: query.language?.text ?? "")
      FormActions { Button("Apply", size: .small) }
    }.body
  }

  private var kept: [(String, String)] {
    [("q", query.q), ("category", query.category?.pathText), ("sort", query.sort?.rawValue)].compactMap { name, value in
      value.map { (name, $0) }
    }
  }
}

/// Above the results: the search, the order, and what is set.
struct CatalogBar: Component {
  let query: CourseListQuery
  let categories: CategoryTree

  var body: HTML {
    div(.class("stack")) {
      FilterForm(CatalogRoutes.list.path(), label: "Search courses", submitsItself: false) {
        for (name, value) in kept { input(.hidden, name: name, .value(value)) }
        SearchField(label: "Search courses, teachers and lessons", value: query.q ?? "")
      }
      ChipRow("Order") {
        for (sort, words) in orders {
          Chip(words, to: query.link { $0.sort = sort }, query.sort == sort ? .on : .off)
        }
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
    let first: (CourseSort?, String) = query.q == nil ? (nil, "Newest") : (nil, "Best match")
    let newest: [(CourseSort?, String)] = query.q == nil ? [] : [(.newest, "Newest")]
    return [first] + newest + [(.popular, "Most taken"), (.rating, "Best rated"), (.title, "A to Z")]
  }

  private var set: [(String, Link)] {
    var set: [(String, Link)] = []
    if let q = query.q { set.append(("“\(q)”", query.link { $0.q = nil })) }
    if let category = query.category {
      set.append((categories.find(category)?.name ?? category.pathText, query.link { $0.category = nil }))
    }
    if let level = query.level { set.append((level.words, query.link { $0.level = nil })) }
    if let price = query.price { set.append((price == .free ? "Free" : "Paid", query.link { $0.price = nil })) }
    if let language = query.language { set.append((language.name, query.link { $0.language = nil })) }
    return set
  }
}

extension LanguageTag {
  static var choices: [Choice] { offered.map { Choice($0.key, $0.value) } }
}
