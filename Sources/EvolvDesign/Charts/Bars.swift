public import Markup

/// Things compared: one bar each, with its number beside it.
public struct Bars: Component {
  let title: String
  let message: String?
  let headings: (String, String)
  let points: [ChartPoint]

  /// - Parameters:
  ///   - message: What the chart shows, in one sentence.
  ///   - headings: Of the table behind: what the labels are, what the numbers are.
  public init(_ title: String, message: String? = nil, headings: (String, String), _ points: [ChartPoint]) {
    self.title = title
    self.message = message
    self.headings = headings
    self.points = points
  }

  public var body: HTML {
    ChartFrame(title: title, message: message, headings: headings, points: points, drawing: drawing)
  }

  private var drawing: HTML {
    let most = Swift.max(points.map(\.value).max() ?? 0, 1)
    return div(.class("bars"), .aria("hidden", "true")) {
      for point in points {
        span(.class("bars-label"), .ownDirection) { point.label }
        svg(width: 100, height: 10, .class("bars-bar"), .stretches) {
          rect(0, 0, width: 100, height: 10, .class("chart-ground"))
          rect(0, 0, width: point.value / most * 100, height: 10, .class("chart-fill"))
        }
        span(.class("bars-value")) { point.words }
      }
    }
  }
}
