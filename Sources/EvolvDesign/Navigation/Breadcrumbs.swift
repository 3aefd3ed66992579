public import Essentials
public import Markup

/// The way back up, only where depth is real.
public struct Breadcrumbs: Component, Sendable {
  let steps: [(label: String, link: Link)]

  /// From the top to the page's parent; the page itself is its heading.
  public init(_ steps: [(label: String, link: Link)]) { self.steps = steps }

  public var body: HTML {
    nav(label: "Breadcrumbs", .class("breadcrumbs")) {
      ol {
        for step in steps {
          li {
            a(href: step.link, .ownDirection) { step.label }
            Icon.chevronRight
          }
        }
      }
    }
  }
}
