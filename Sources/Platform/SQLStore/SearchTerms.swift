/// What a person typed into a search box, as words. Everything but letters, digits and their marks separates words, so no
/// operator of either engine can get through. All words must be found; the last one may be unfinished.
public struct SearchTerms: Sendable, Hashable {
  public let words: [String]

  /// nil when the text holds no word; only the first ten words count.
  public init?(_ text: String) {
    let words = text.unicodeScalars.split { !Self.isPartOfWord($0) }.prefix(10).map { word in
      String(String.UnicodeScalarView(word.prefix(64))).lowercased()
    }
    guard !words.isEmpty else { return nil }
    self.words = words
  }

  /// For FTS5's MATCH.
  var sqlite: String { words.map { "\"\($0)\"" }.joined(separator: " ") + "*" }
  /// For `to_tsquery`.
  var postgres: String { words.map { "'\($0)'" }.joined(separator: " & ") + ":*" }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }
}
