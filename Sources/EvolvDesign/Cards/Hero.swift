public import Markup

/// The first thing a visitor sees: one sentence, one action, one picture.
public struct Hero: Component {
  let title: String
  let lead: String
  let actions: HTML
  let art: HTML

  public init(
    _ title: String, lead: String, @HTMLBuilder actions: () -> HTML, @HTMLBuilder art: () -> HTML = { HTML() }
  ) {
    self.title = title
    self.lead = lead
    self.actions = actions()
    self.art = art()
  }

  public var body: HTML {
    header(.classes("hero", art.isEmpty ? "hero-plain" : nil)) {
      div(.class("hero-words")) {
        h1 { title }
        p(.class("lead")) { lead }
        div(.class("hero-actions")) { actions }
      }
      if !art.isEmpty { div(.class("hero-art"), .aria("hidden", "true")) { art } }
    }
  }
}

/// A heading over a part of a page, with a way to more.
public struct SectionHeader: Component {
  let title: String
  let lead: String?
  let actions: HTML

  public init(_ title: String, lead: String? = nil, @HTMLBuilder actions: () -> HTML = { HTML() }) {
    self.title = title
    self.lead = lead
    self.actions = actions()
  }

  public var body: HTML {
    div(.class("section-header")) {
      div {
        h2 { title }
        if let lead { p { lead } }
      }
      if !actions.isEmpty { div(.class("row")) { actions } }
    }
  }
}

/// Facts as terms and their values.
public struct Facts: Component {
  let facts: [(term: String, value: HTML)]

  public init(_ facts: [(term: String, value: HTML)]) { self.facts = facts }

  public var body: HTML {
    dl(.class("facts")) {
      for fact in facts {
        div {
          dt { fact.term }
          dd { fact.value }
        }
      }
    }
  }
}
