public import Essentials
public import Markup

/// Every component in every state, on one page: what a builder copies from, and what the checks look at.
public struct DesignPage: Page {
  let address: Link
  let csrf: String

  /// - Parameter address: Where this page lives; it reads `theme` and `dir` from the query.
  public init(address: Link, csrf: String) {
    self.address = address
    self.csrf = csrf
  }

  public var title: String { "Design" }
  public var shell: Shell { .public }
  public var isIndexed: Bool { false }

  public var body: HTML {
    PageHeader("Design", lead: "Every component in every state. Try it at 360 and 1280 pixels, light and dark.") {
      Button("Light", to: address.query(["theme": "light"]), icon: .sun)
      Button("Dark", to: address.query(["theme": "dark"]), icon: .moon)
      Button("Right to left", to: address.query(["dir": "rtl"]), icon: .globe)
    }
    div(.class("stack-sections")) {
      ShowcaseColors()
      ShowcaseButtons(csrf: csrf)
      ShowcaseFields(csrf: csrf)
      ShowcaseCards()
      ShowcaseStates()
      ShowcaseNavigation(csrf: csrf)
      ShowcaseTables(csrf: csrf)
      ShowcaseCharts()
      ShowcaseReading()
    }
  }
}

/// What the query of the design page asks for.
extension DesignPage {
  /// The theme that `?theme=` names; automatic for anything else.
  public static func theme(_ word: String?) -> Theme { word.flatMap(Theme.init) ?? .auto }
  /// The direction that `?dir=` names; left to right for anything else.
  public static func direction(_ word: String?) -> TextDirection { word.flatMap(TextDirection.init) ?? .leftToRight }
}

/// One part of the design page.
struct ShowcaseSection: Component {
  let title: String
  let content: HTML

  init(_ title: String, @HTMLBuilder content: () -> HTML) {
    self.title = title
    self.content = content()
  }

  var body: HTML {
    section {
      SectionHeader(title)
      div(.class("stack-wide")) { content }
    }
  }
}

/// Where the examples lead: back to this page.
let nowhere = Link(path: "#content")
