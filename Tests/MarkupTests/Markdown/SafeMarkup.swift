@testable import Markup

/// Reads printed markup as a browser would and tells everything in it that must not be there. Its lists are written
/// down a second time on purpose: a slip in the sanitizer's own tables must not hide itself.
enum SafeMarkup {
  static let elements: Set<String> = Set(
    """
    a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
    i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul
    var wbr
    """.split(whereSeparator: \.isWhitespace).map(String.init))
  static let attributes: Set<String> = Set(
    """
    alt class colspan data-embed data-language datetime decoding dir height href id lang loading open rel reversed rowspan
    scope src start tabindex title type value width
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  static func faults(in html: TrustedHTML) -> [String] {
    let text = HTML(html).text
    guard let tree = HTMLTree(text, lines: nil) else { return ["does not parse"] }
    return tree.events.flatMap { event -> [String] in
      guard case .open(let tag) = event else { return [] }
      var faults: [String] = []
      if tag.isForeign || !elements.contains(tag.name) { faults.append("<\(tag.name)>") }
      for (name, value) in tag.attributes { faults += Self.faults(in: name, value, of: tag) }
      return faults
    }
  }

  private static func faults(in name: String, _ value: String, of tag: HTMLTag) -> [String] {
    var faults: [String] = []
    if !attributes.contains(name) { faults.append("\(name) on <\(tag.name)>") }
    if ["href", "src", "data-embed"].contains(name), !isHarmless(value) { faults.append("\(name)=\(value)") }
    if name == "id", !value.hasPrefix("h-") { faults.append("id \(value)") }
    if name == "src", tag.name != "img" { faults.append("src on <\(tag.name)>") }
    return faults
  }

  private static func isHarmless(_ address: String) -> Bool {
    let seen = address.lowercased().filter { !$0.isWhitespace && ($0.asciiValue ?? 0x80) > 0x20 }
    if ["http://", "https://", "mailto:"].contains(where: seen.hasPrefix) { return true }
    let head = seen.prefix { !"/?#".contains($0) }
    return !head.contains(":") && !seen.hasPrefix("//") && !seen.contains("\\")
  }
}
