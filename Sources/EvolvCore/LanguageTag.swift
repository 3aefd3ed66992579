public import Essentials
public import Payloads
public import SQLStore

/// The language of a course or of captions: a BCP 47 tag such as `en` or `pt-br`, in lower case.
public struct LanguageTag: PayloadValue, ColumnValue, PathValue, Hashable {
  public let text: String

  /// nil unless it has the form of a tag (RFC 5646 §2.1, without the odd ones).
  public init?(_ text: String) {
    let tag = text.trimmed.lowercased()
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    let isTag = parts.allSatisfy { part in
      (1...8).contains(part.utf8.count)
        && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
    guard isTag, let first = parts.first, (2...3).contains(first.utf8.count), tag.utf8.count <= 35,
      first.utf8.allSatisfy({ $0 >= 0x61 })
    else { return nil }
    self.text = tag
  }

  /// The usual one.
  public static let english: LanguageTag = {
    guard let tag = LanguageTag("en") else { preconditionFailure("en is a tag.") }
    return tag
  }()

  /// The languages that forms offer, each called as its speakers call it.
  public static let offered: KeyValuePairs<String, String> = [
    "en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "pt": "Português", "de": "Deutsch",
    "it": "Italiano", "nl": "Nederlands", "tr": "Türkçe", "ru": "Русский", "uk": "Українська", "fa": "فارسی",
    "ur": "اردو", "hi": "हिन्दी", "bn": "বাংলা", "sw": "Kiswahili", "id": "Bahasa Indonesia", "vi": "Tiếng Việt",
    "zh": "中文", "ja": "日本語", "ko": "한국어",
  ]
  /// What its speakers call it.
  public var name: String { Self.offered.first { $0.key == text }?.value ?? text }

  public init?(pathText: String) {
    guard let tag = LanguageTag(pathText), tag.text == pathText else { return nil }
    self = tag
  }
  public var pathText: String { text }
  public static var pathFormat: PathFormat { .text }

  public static var columnType: ColumnType { .text }
  public var boundValue: BoundValue { .text(text) }
  public init?(cell: borrowing Cell) {
    guard let text = cell.text else { return nil }
    self.text = text  // it had the form when it was stored
  }

  public static var schema: Schema {
    .scalar(type: "string", format: nil, limits: [.init("minLength", 2), .init("maxLength", 35)])
  }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> LanguageTag? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let tag = LanguageTag(text) else {
      return faults.refuse("must be a language tag such as en or pt-br", "language")
    }
    return tag
  }
  public static func sample(_ seed: Int) -> LanguageTag {
    let tags = offered.map(\.key)
    guard let tag = LanguageTag(tags[seed % tags.count]) else { preconditionFailure("A sample fits its own rule.") }
    return tag
  }
}
