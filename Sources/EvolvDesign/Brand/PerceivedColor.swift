public import EvolvCore
internal import Foundation

/// A color by how light, how strong and of which hue it looks (OKLCH), which is how the design speaks of colors.
struct PerceivedColor {
  var lightness: Double
  var chroma: Double
  /// In degrees.
  var hue: Double

  init(_ lightness: Double, _ chroma: Double, _ hue: Double) {
    self.lightness = lightness
    self.chroma = chroma
    self.hue = hue
  }

  init(_ color: HexColor) {
    let (red, green, blue) = (color.red.linear, color.green.linear, color.blue.linear)
    let l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    let a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    let b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    let angle = atan2(b, a) * 180 / .pi
    self.init(0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, hypot(a, b), angle < 0 ? angle + 360 : angle)
  }

  /// The nearest color that a screen shows: as light and of this hue, weaker where it must be.
  var shown: HexColor {
    var color = self
    color.lightness = min(1, max(0, lightness))
    while color.chroma > 0, !color.isShown { color.chroma = max(0, color.chroma - 0.002) }
    let parts = color.linear.map { $0.byte }
    return HexColor(red: parts[0], green: parts[1], blue: parts[2])
  }

  private var isShown: Bool { linear.allSatisfy { (-0.0005...1.0005).contains($0) } }

  private var linear: [Double] {
    let angle = hue * .pi / 180, a = chroma * cos(angle), b = chroma * sin(angle)
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return [
      4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
      -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
      -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
  }
}

extension HexColor {
  /// How well words of one color stand on the other (WCAG 2.2): 1 to 21.
  public func contrast(with other: HexColor) -> Double {
    let lights = [luminance, other.luminance].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }
  private var luminance: Double { 0.2126 * red.linear + 0.7152 * green.linear + 0.0722 * blue.linear }
}

extension UInt8 {
  fileprivate var linear: Double {
    let value = Double(self) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
extension Double {
  fileprivate var byte: UInt8 {
    let value = min(1, max(0, self))
    return UInt8(((value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055) * 255).rounded())
  }
}
