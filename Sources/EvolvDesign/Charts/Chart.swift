internal import Markup

// Charts are drawn on the server. Each says one thing in words, shows it, and keeps its table behind it, so that it
// reads in print and without eyes.

/// One number of a chart.
public struct ChartPoint: Sendable {
  let label: String
  let value: Double
  /// The number as people read it.
  let words: String

  public init(_ label: String, _ value: Double, _ words: String? = nil) {
    self.label = label
    self.value = value
    self.words = words ?? value.short
  }
}

/// What every chart has around its drawing.
struct ChartFrame: Component {
  let title: String
  let message: String?
  let headings: (String, String)
  let points: [ChartPoint]
  let drawing: HTML

  var body: HTML {
    figure(.class("chart")) {
      figcaption {
        strong { title }
        if let message { span { message } }
      }
      drawing
      details(.class("chart-table")) {
        summary {
          Icon.chevronRight
          "Show the numbers"
        }
        Table(title, points) {
          Column(headings.0, .name) { $0.label }
          Column(headings.1, .number) { $0.words }
        }
      }
    }
  }
}
