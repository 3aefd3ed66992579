import EvolvDesign
import Foundation
import Testing

/// A school chooses one of 24 hues and nothing else, so every choice can be computed here once and for all.
@Suite struct `Keeping contrast in every hue` {
  static let hues = Array(stride(from: 0, to: 360, by: 15))
  static let pairs = [
    ("ink", "surface"), ("ink-soft", "surface"), ("ink-faint", "surface"), ("ink-faint", "surface-sunken"),
    ("ink-soft", "surface-sunken"), ("ink-soft", "surface-raised"), ("ink-soft", "fill"), ("ink-soft", "accent-wash"),
    ("accent", "surface"), ("accent", "surface-raised"), ("accent", "surface-sunken"), ("accent", "accent-wash"),
    ("accent-ink", "accent"), ("accent-ink", "accent-hover"), ("good", "good-wash"), ("warn", "warn-wash"),
    ("bad", "bad-wash"), ("info", "info-wash"), ("good", "surface-raised"), ("warn", "surface-raised"),
    ("bad", "surface-raised"), ("bad", "surface"), ("info", "surface-raised"),
    // Code, on the ground of its frame.
    ("code-word", "surface-sunken"), ("code-number", "surface-sunken"), ("code-tag", "surface-sunken"),
    ("code-name", "surface-sunken"), ("good", "surface-sunken"), ("info", "surface-sunken"),
    ("warn", "surface-sunken"),
  ]

  @Test(arguments: hues)
  func `words stay readable`(hue: Int) throws {
    let tokens = try Tokens(hue: Double(hue))
    for (words, ground) in Self.pairs {
      for isDark in [false, true] {
        let ratio = try tokens.contrast(words, ground, isDark: isDark)
        #expect(ratio >= 4.5, "\(words) on \(ground), \(isDark ? "dark" : "light"): \(ratio)")
      }
    }
  }

  @Test(arguments: hues)
  func `controls and focus stay visible`(hue: Int) throws {
    let tokens = try Tokens(hue: Double(hue))
    for (line, ground) in [("line-control", "surface-raised"), ("line-control", "surface"), ("focus", "surface")] {
      for isDark in [false, true] { #expect(try tokens.contrast(line, ground, isDark: isDark) >= 3) }
    }
  }

  @Test func `a hue is the nearest of 24`() {
    #expect(Hue(degrees: 259).degrees == 255)
    #expect(Hue(degrees: 263).degrees == 270)
    #expect(Hue(degrees: -10).degrees == 345)
    #expect(Hue(degrees: 359).name == "hue-0")
    #expect(Hue(of: "foundations") == Hue(of: "foundations"))
  }
}

/// The colors of `tokens.css`, read from the file itself.
struct Tokens {
  private let colors: [String: (light: [Double], dark: [Double])]

  init(hue: Double) throws {
    let text = try #require(PublicFolder.files(under: "css", ending: "tokens.css")["tokens.css"])
    var colors: [String: (light: [Double], dark: [Double])] = [:]
    for line in text.split(separator: "\n") {
      guard let match = line.wholeMatch(of: /\s*--([a-z-]+): light-dark\((.+)\);/) else { continue }
      let plain = String(match.2).replacing("#fff", with: "oklch(1 0 0)").replacing("var(--hue)", with: "\(hue)")
      let halves = plain.matches(of: /oklch\(([^)]*)\)/)
      guard halves.count == 2 else { continue }
      let numbers = halves.map { half in half.1.split(separator: " ").prefix(3).compactMap { Double($0) } }
      colors[String(match.1)] = (numbers[0], numbers[1])
    }
    self.colors = colors
  }

  func contrast(_ one: String, _ other: String, isDark: Bool) throws -> Double {
    let (first, second) = (try #require(colors[one]), try #require(colors[other]))
    let lights = [isDark ? first.dark : first.light, isDark ? second.dark : second.light].map(luminance).sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  /// OKLCH to linear sRGB, cut to what a screen shows, to relative luminance.
  private func luminance(_ color: [Double]) -> Double {
    let angle = color[2] * .pi / 180
    let (a, b) = (color[1] * cos(angle), color[1] * sin(angle))
    let l = pow(color[0] + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(color[0] - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(color[0] - 0.0894841775 * a - 1.2914855480 * b, 3)
    let red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s
    let green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s
    let blue = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    let shown = [red, green, blue].map { Swift.min(1, Swift.max(0, $0)) }
    return 0.2126 * shown[0] + 0.7152 * shown[1] + 0.0722 * shown[2]
  }
}
