import Essentials

/// The places of a text that an address can point at, and the ids they are printed with.
struct Anchors {
  private var exact: [String: String] = [:]
  private var loose: [String: String] = [:]
  private var taken: Set<String> = []

  /// An id that the text gives itself; nil when it has none, a broken one, or one that is taken.
  mutating func claim(_ id: String, prefix: String) -> String? {
    guard !id.isEmpty, id.utf8.count <= 200, !id.contains(where: \.isWhitespace), taken.insert(id).inserted else {
      return nil
    }
    return remember(id, as: prefix + id)
  }

  /// An id made from a heading's words, numbered when several headings have the same.
  mutating func claim(heading: String, prefix: String) -> String {
    let slug = heading.anchor
    var id = slug
    var number = 1
    while !taken.insert(id).inserted {
      number = max(number, next[slug, default: 1])
      next[slug] = number + 1
      id = "\(slug)-\(number)"
    }
    return remember(id, as: prefix + id)
  }
  private var next: [String: Int] = [:]

  /// Finds the anchor as browsers do, then in any case, then by its letters and digits alone.
  func id(for fragment: String) -> String? {
    let named = fragment.components(beforeDirective: ":~:")
    let name = named.percentDecoded ?? named
    return exact[name] ?? exact[name.lowercased()] ?? loose[name.lettersAndDigits]
  }

  private mutating func remember(_ id: String, as printed: String) -> String {
    exact[id] = printed
    if loose[id.lettersAndDigits] == nil { loose[id.lettersAndDigits] = printed }
    return printed
  }
}

extension String {
  /// The form that GitHub and others give to the id of a heading.
  package var anchor: String {
    var slug = ""
    for character in lowercased().prefix(120) {
      if character.isLetter || character.isNumber || character == "-" || character == "_" { slug.append(character) }
      if character.isWhitespace { slug.append("-") }
    }
    return slug.isEmpty ? "section" : slug
  }

  fileprivate var lettersAndDigits: String { lowercased().filter { $0.isLetter || $0.isNumber } }

  /// The part that names a place, without a browser's instruction to highlight words.
  fileprivate func components(beforeDirective mark: String) -> String {
    firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
  }
}

extension StringProtocol {
  /// Where another text begins in this one.
  package func firstRange(of other: String) -> Range<Index>? {
    guard !other.isEmpty else { return nil }
    var start = startIndex
    while let first = self[start...].firstIndex(of: other[other.startIndex]) {
      if self[first...].hasPrefix(other) { return first..<index(first, offsetBy: other.count) }
      start = index(after: first)
    }
    return nil
  }
}
