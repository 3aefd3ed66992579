public import Markup

/// The parts of a whole: at most six, the rest gathered by the caller.
public struct Donut: Component {
  let title: String
  let message: String?
  let headings: (String, String)
  let points: [ChartPoint]
  let center: String

  /// - Parameter center: The number in the middle.
  public init(
    _ title: String, message: String? = nil, headings: (String, String), center: String, _ points: [ChartPoint]
  ) {
    self.title = title
    self.message = message
    self.headings = headings
    self.center = center
    self.points = points
  }

  public var body: HTML {
    ChartFrame(title: title, message: message, headings: headings, points: points, drawing: drawing)
  }

  private var drawing: HTML {
    div(.class("donut"), .aria("hidden", "true")) {
      svg(width: 120, height: 120, .class("donut-ring"), .width(120), .height(120)) {
        g(.transform("rotate(-90 60 60)")) { for slice in slices { slice } }
        words(at: 60, 66, .anchored(.middle), .class("donut-center")) { center }
      }
      ul(.class("donut-legend")) {
        for (index, point) in points.enumerated() {
          li {
            svg(width: 12, height: 12, .width(12), .height(12)) {
              rect(0, 0, width: 12, height: 12, corner: 3, .class("chart-fill-\(index + 1)"))
            }
            span(.ownDirection) { point.label }
            span(.class("bars-value")) { point.words }
          }
        }
      }
    }
  }

  private var slices: [HTML] {
    let whole = Swift.max(points.reduce(0) { $0 + $1.value }, 1)
    let around = 2 * Double.pi * 48
    var start = 0.0
    return points.enumerated().map { index, point in
      let share = point.value / whole * around
      defer { start += share }
      return circle(
        60, 60, radius: 48, .class("donut-slice chart-stroke-\(index + 1)"), .dashes(Swift.max(share - 2.5, 1), around),
        .drawn(.dashOffset, -start))
    }
  }
}
