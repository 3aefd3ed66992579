public import Markup

/// A picture for what has none: drawn from its name, always the same, in a hue.
public struct Cover: Component {
  let seed: String
  let hue: Hue

  /// - Parameters:
  ///   - seed: The slug of the thing.
  ///   - hue: The hue of its category; without one, a hue of its own.
  public init(_ seed: String, hue: Hue? = nil) {
    self.seed = seed
    self.hue = hue ?? Hue(of: seed)
  }

  public var body: HTML {
    svg(width: 320, height: 180, .class("cover \(hue.name)"), .fillsFrame) {
      rect(0, 0, width: 320, height: 180, .class("cover-ground"))
    }
  }
}
