public import EvolvCore
internal import Markup

/// The stylesheet of a school's colors. It stands after the site's own and says nothing but what those tokens are here.
public enum BrandSheet {
  /// For every page.
  public static func page(_ branding: BrandingSettings) -> String { sheet(branding, for: ":root", withGrounds: false) }

  /// For a preview inside a page, whose grounds must turn with it.
  public static func preview(_ branding: BrandingSettings) -> String {
    var branding = branding
    // What is not chosen shows the standard, and not what the page around it has.
    branding.primary = branding.primary ?? BrandColor.standard
    return sheet(branding, for: ".brand-preview", withGrounds: true)
  }

  private static func sheet(_ branding: BrandingSettings, for selector: String, withGrounds: Bool) -> String {
    let primary = branding.primary.map { BrandColor($0) }, accent = branding.accent.map { BrandColor($0) }
    var lines: [String] = []
    if let hue = primary?.hue { lines.append("--hue: \(hue);") }
    if withGrounds { lines += grounds(hue: primary?.hue ?? Hue.standard.degrees) }
    if let primary {
      lines += tokens("accent", primary)
      lines.append("--focus: \(both(primary.light.plain, primary.dark.plain));")
    }
    if let color = accent ?? primary { lines += tokens("highlight", color) }
    return lines.isEmpty ? "" : "@layer tokens {\n\(selector) {\n\(lines.joined(separator: "\n"))\n}\n}\n"
  }

  private static func tokens(_ name: String, _ color: BrandColor) -> [String] {
    [
      "--\(name): \(both(color.light.plain, color.dark.plain));",
      "--\(name)-hover: \(both(color.light.hover, color.dark.hover));",
      "--\(name)-ink: \(both(color.light.ink, color.dark.ink));",
      "--\(name)-wash: \(both(color.light.wash, color.dark.wash));",
      "--\(name)-line: \(both(color.light.line, color.dark.line));",
    ]
  }

  /// What `tokens.css` says of the grounds and words, said again where its `--hue` is another.
  private static func grounds(hue: Int) -> [String] {
    let all = [
      ("surface", "0.988 0.003", "0.19 0.012"), ("surface-raised", "1 0", "0.225 0.014"),
      ("surface-sunken", "0.966 0.006", "0.16 0.011"), ("fill", "0.955 0.008", "0.285 0.015"),
      ("ink", "0.25 0.022", "0.94 0.006"), ("ink-soft", "0.45 0.022", "0.77 0.012"),
      ("ink-faint", "0.53 0.02", "0.67 0.014"), ("line", "0.915 0.007", "0.3 0.014"),
      ("line-strong", "0.83 0.012", "0.4 0.016"),
    ]
    return all.map { "--\($0.0): light-dark(oklch(\($0.1) \(hue)), oklch(\($0.2) \(hue)));" }
  }

  private static func both(_ light: HexColor, _ dark: HexColor) -> String {
    "light-dark(\(light.text), \(dark.text))"
  }
}
