public import Markup

/// How a number moved over time.
public struct Line: Component {
  let title: String
  let message: String?
  let headings: (String, String)
  let points: [ChartPoint]
  let words: @Sendable (Double) -> String

  /// - Parameter words: How the numbers at the side are written.
  public init(
    _ title: String, message: String? = nil, headings: (String, String), _ points: [ChartPoint],
    words: @escaping @Sendable (Double) -> String = { $0.short }
  ) {
    self.title = title
    self.message = message
    self.headings = headings
    self.points = points
    self.words = words
  }

  public var body: HTML {
    ChartFrame(title: title, message: message, headings: headings, points: points, drawing: drawing)
  }

  private var top: Double {
    let top = (points.map(\.value).max() ?? 0).roundTop
    // Whole numbers, such as people, have no half at the side.
    return points.allSatisfy { $0.value == $0.value.rounded() } ? max(top, 2) : top
  }

  private var drawing: HTML {
    div(.class("line-chart"), .aria("hidden", "true")) {
      div(.class("line-scale")) {
        for part in [1, 0.5, 0] { span { words(top * part) } }
      }
      svg(width: 600, height: 180, .class("line-plot"), .stretches) {
        for height in [0.0, 90, 180] { line(from: (0, height), to: (600, height), .class("chart-rule")) }
        path("M0 180L\(steps.joined(separator: "L"))L600 180Z", .class("chart-area"))
        path("M\(steps.joined(separator: "L"))", .class("chart-line"))
      }
      div(.class("line-ends")) {
        if let first = points.first { span { first.label } }
        if points.count > 2 { span { points[points.count / 2].label } }
        if points.count > 1, let last = points.last { span { last.label } }
      }
    }
  }

  private var steps: [String] {
    let stride = points.count > 1 ? 600 / Double(points.count - 1) : 0
    return points.enumerated().map { index, point in
      "\((Double(index) * stride).short) \((180 - point.value / top * 180).short)"
    }
  }
}

extension Double {
  /// The next number that is easy to halve: 1, 2, 4, 6, 8 or 10 of its size.
  var roundTop: Double {
    guard self > 0 else { return 1 }
    var size = 1.0
    while size * 10 < self { size *= 10 }
    while size > self { size /= 10 }
    return [1, 2, 4, 6, 8, 10].first { $0 * size >= self }.map { $0 * size } ?? self
  }
}
