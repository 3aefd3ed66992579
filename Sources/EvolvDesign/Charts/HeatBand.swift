public import Markup

/// How much happened along one line, such as a film: a band of pieces, darker for more.
public struct HeatBand: Component {
  let title: String
  let message: String?
  let headings: (String, String)
  let points: [ChartPoint]

  /// - Parameter headings: Of the table behind: what the pieces are, what the numbers are.
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
    let most = Swift.max(points.map(\.value).max() ?? 0, 1), width = 1000 / Double(Swift.max(points.count, 1))
    return div(.class("heat-band"), .aria("hidden", "true")) {
      svg(width: 1000, height: 40, .class("heat-band-plot"), .stretches) {
        for (index, point) in points.enumerated() {
          let level = point.value == 0 ? 0 : 1 + min(3, Int(point.value / most * 4))
          // A hair wider, so that no seam shows between two of the same.
          rect(Double(index) * width, 0, width: width + 0.5, height: 40, .class("heat-\(level)"))
        }
      }
      div(.class("line-ends")) {
        if let first = points.first { span { first.label } }
        if points.count > 2 { span { points[points.count / 2].label } }
        if points.count > 1, let last = points.last { span { last.label } }
      }
    }
  }
}
