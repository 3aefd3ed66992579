public import EvolvCore
internal import Markup

// A school gives one color; the design needs five of it in light and five in dark, and words on them must be readable for
// everyone. The color is taken as it is where it can be, and made darker or lighter, of the same hue, until it can.

/// A color of the school with all that the design makes of it, readable on every ground in light and dark.
public struct BrandColor: Sendable, Equatable {
  /// For the light theme and for the dark one.
  public struct Shades: Sendable, Equatable {
    /// Words, buttons and lines of this color.
    public let plain: HexColor
    public let hover: HexColor
    /// What stands on a button of this color.
    public let ink: HexColor
    /// A ground with a breath of it, and a line.
    public let wash: HexColor, line: HexColor
  }
  public let light: Shades, dark: Shades
  /// The hue that the grounds and greys take on, in whole degrees; nil for a color without one.
  public let hue: Int?
  /// The chosen color needed no change to be readable in the light theme.
  public let isUnchanged: Bool

  public init(_ chosen: HexColor) {
    let color = PerceivedColor(chosen)
    hue = color.chroma < 0.02 ? nil : Int(color.hue.rounded()) % 360
    light = Self.lightShades(of: color, chosen)
    dark = Self.darkShades(of: color)
    isUnchanged = light.plain == chosen
  }

  /// The color of a school that has not chosen.
  public static let standard = PerceivedColor(0.47, 0.17, Double(Hue.standard.degrees)).shown
  private static let white = HexColor(red: 255, green: 255, blue: 255)
  /// What AA asks for, and a little for the rounding of a browser.
  static let readable = 4.55

  private static func lightShades(of color: PerceivedColor, _ chosen: HexColor) -> Shades {
    let wash = PerceivedColor(0.955, min(color.chroma, 0.022), color.hue).shown
    // The darkest grounds of the light theme; white words on it are easier than it on any of these.
    let grounds = [wash, PerceivedColor(0.955, 0.008, color.hue).shown]
    var plain = color, shown = chosen
    while grounds.contains(where: { $0.contrast(with: shown) < readable }), plain.lightness > 0 {
      plain.lightness -= 0.005
      shown = plain.shown
    }
    var hover = plain
    hover.lightness = plain.lightness > 0.3 ? plain.lightness - 0.06 : plain.lightness + 0.08
    return Shades(
      plain: shown, hover: hover.shown, ink: white, wash: wash,
      line: PerceivedColor(0.85, min(color.chroma, 0.06), color.hue).shown)
  }

  private static func darkShades(of color: PerceivedColor) -> Shades {
    let wash = PerceivedColor(0.285, min(color.chroma, 0.045), color.hue).shown
    let ink = PerceivedColor(0.19, min(color.chroma, 0.04), color.hue).shown
    let grounds = [wash, PerceivedColor(0.285, 0.015, color.hue).shown]
    // Strong colors glare on a dark ground.
    var plain = PerceivedColor(max(color.lightness, 0.74), min(color.chroma, 0.13), color.hue)
    while (grounds + [ink]).contains(where: { $0.contrast(with: plain.shown) < readable }), plain.lightness < 1 {
      plain.lightness += 0.005
    }
    var hover = plain
    hover.lightness = min(plain.lightness + 0.06, 1)
    return Shades(
      plain: plain.shown, hover: hover.shown, ink: ink, wash: wash,
      line: PerceivedColor(0.42, min(color.chroma, 0.07), color.hue).shown)
  }
}
