// Drawings. Numbers are written with at most two decimals; only geometry and classes can be said, never a script.

/// A drawing on a canvas of `width` × `height` units, without a name (decoration) or with one.
public func svg(
  width: Double, height: Double, label: String? = nil, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML
) -> HTML {
  let box = Attribute("viewBox", ("0 0 \(width) \(height)" as DrawnText).text, isPlain: true)
  let names: [Attribute] = label.map { [box, .role("img"), .aria("label", $0)] } ?? [box, .aria("hidden", "true")]
  return element("svg", own: names, attributes, content: content)
}
/// Shapes drawn together.
public func g(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("g", attributes, content: content)
}
/// A line through the points that `data` describes.
public func path(_ data: String, _ attributes: Attribute...) -> HTML {
  element("path", Attribute("d", data), attributes) {}
}
public func path(_ data: DrawnText, _ attributes: Attribute...) -> HTML {
  element("path", Attribute("d", data.text, isPlain: true), attributes) {}
}
public func circle(_ x: Double, _ y: Double, radius: Double, _ attributes: Attribute...) -> HTML {
  element("circle", own: [.drawn(.cx, x), .drawn(.cy, y), .drawn(.r, radius)], attributes) {}
}
public func rect(
  _ x: Double, _ y: Double, width: Double, height: Double, corner: Double = 0, _ attributes: Attribute...
) -> HTML {
  var box: [Attribute] = [.drawn(.x, x), .drawn(.y, y), .drawn(.width, width), .drawn(.height, height)]
  if corner > 0 { box.append(.drawn(.rx, corner)) }
  return element("rect", own: box, attributes) {}
}
public func line(from: (Double, Double), to: (Double, Double), _ attributes: Attribute...) -> HTML {
  let ends: [Attribute] = [.drawn(.x1, from.0), .drawn(.y1, from.1), .drawn(.x2, to.0), .drawn(.y2, to.1)]
  return element("line", own: ends, attributes) {}
}
public func polyline(_ points: [(Double, Double)], _ attributes: Attribute...) -> HTML {
  var written = DrawnText()
  for (index, point) in points.enumerated() {
    if index > 0 { written.append(" ") }
    written.append("\(point.0),\(point.1)")
  }
  return element("polyline", Attribute("points", written.text, isPlain: true), attributes) {}
}
/// Words in a drawing.
public func words(at x: Double, _ y: Double, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("text", own: [.drawn(.x, x), .drawn(.y, y)], attributes, content: content)
}
/// The name of a shape, shown when it is pointed at.
public func caption(ofShape text: String) -> HTML { element("title", []) { text } }

/// A number of a drawing's geometry.
public enum DrawnNumber: Sendable {
  case x, y, x1, y1, x2, y2, cx, cy, r, rx, ry, width, height, opacity, strokeWidth, fontSize, dashOffset, pathLength

  fileprivate var name: StaticString {
    switch self {
    case .x: "x"
    case .y: "y"
    case .x1: "x1"
    case .y1: "y1"
    case .x2: "x2"
    case .y2: "y2"
    case .cx: "cx"
    case .cy: "cy"
    case .r: "r"
    case .rx: "rx"
    case .ry: "ry"
    case .width: "width"
    case .height: "height"
    case .opacity: "opacity"
    case .strokeWidth: "stroke-width"
    case .fontSize: "font-size"
    case .dashOffset: "stroke-dashoffset"
    case .pathLength: "pathLength"
    }
  }
}

extension Attribute {
  public static func drawn(_ number: DrawnNumber, _ value: Double) -> Attribute {
    Attribute(number.name, value.short, isPlain: true)
  }
  /// Strokes of one length with gaps of another.
  public static func dashes(_ stroke: Double, _ gap: Double) -> Attribute {
    Attribute("stroke-dasharray", ("\(stroke) \(gap)" as DrawnText).text, isPlain: true)
  }
  public static func transform(_ text: DrawnText) -> Attribute { Attribute("transform", text.text, isPlain: true) }
  public static func anchored(_ place: TextAnchor) -> Attribute { Attribute("text-anchor", place.rawValue) }
  /// The drawing fills its frame and loses what does not fit.
  public static let fillsFrame = Attribute("preserveAspectRatio", "xMidYMid slice")
  /// The drawing is stretched to its frame.
  public static let stretches = Attribute("preserveAspectRatio", "none")
}

public enum TextAnchor: String, Sendable { case start, middle, end }
