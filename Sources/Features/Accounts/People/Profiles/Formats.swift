internal import Essentials
internal import EvolvCore
public import Payloads
public import SQLStore

/// What a text of a certain form must be like: a phone number, a date, a country.
public protocol TextFormat: SendableMetatype {
  /// The text as it is kept; nil for what is none.
  static func normal(_ text: String) -> String?
  /// What is said to someone who typed another.
  static var fault: String { get }
  static var samples: [String] { get }
}

/// Text of a checked form.
public struct Formatted<Format: TextFormat>: PayloadValue, ColumnValue, Hashable {
  public let text: String

  /// nil for what has not the form.
  public init?(_ text: String) {
    guard let normal = Format.normal(text.trimmed) else { return nil }
    self.text = normal
  }

  public static var columnType: ColumnType { .text }
  public var boundValue: BoundValue { .text(text) }
  public init?(cell: borrowing Cell) {
    guard let text = String(cell: cell) else { return nil }
    self.text = text  // it had the form when it was stored
  }

  public static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 300)]) }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Formatted? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let value = Formatted(text) else { return faults.refuse(Format.fault, "format") }
    return value
  }
  public static func sample(_ seed: Int) -> Formatted {
    guard let value = Formatted(Format.samples[seed % Format.samples.count]) else {
      preconditionFailure("A sample fits its own rule.")
    }
    return value
  }
}

/// A phone number as it is dialed: at most 15 digits (E.164), a plus in front or not.
public enum PhoneFormat: TextFormat {
  public static let fault = "must be a phone number such as +254 20 222 0000"
  public static let samples = ["+254 20 222 0000", "030 123456", "+1 202 555 0143"]
  public static func normal(_ text: String) -> String? {
    let isPlus = text.hasPrefix("+"), rest = isPlus ? text.dropFirst() : text[...]
    let isNumber = rest.utf8.allSatisfy { (0x30...0x39).contains($0) || " -./()".utf8.contains($0) }
    let digits = rest.utf8.count { (0x30...0x39).contains($0) }
    guard isNumber, (5...15).contains(digits), text.utf8.count <= 30 else { return nil }
    let words = rest.split { !$0.isNumber && $0 != "(" && $0 != ")" }.joined(separator: " ")
    return (isPlus ? "+" : "") + words
  }
}

/// A day of the calendar: `2001-07-23`.
public enum DayFormat: TextFormat {
  public static let fault = "must be a date such as 2001-07-23"
  public static let samples = ["2001-07-23", "1999-02-28", "1984-12-31"]
  public static func normal(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2]), year >= 1900,
      Instant(year: year, month: month, day: day) != nil
    else { return nil }
    return text
  }
}

/// A country by the two letters of ISO 3166-1.
public enum CountryFormat: TextFormat {
  public static let fault = "must be a country by its two letters, such as KE"
  public static let samples = ["KE", "FR", "BR"]
  public static func normal(_ text: String) -> String? {
    let code = text.uppercased()
    return Countries.names[code] == nil ? nil : code
  }
}

/// A language by its tag (BCP 47): `en`, `pt-br`.
public enum LanguageFormat: TextFormat {
  public static let fault = "must be a language tag such as en or pt-br"
  public static let samples = ["en", "fr", "pt-br"]
  public static func normal(_ text: String) -> String? {
    let tag = text.lowercased(), parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    let isTag = parts.allSatisfy { part in
      (1...8).contains(part.utf8.count)
        && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
    guard isTag, let first = parts.first, (2...3).contains(first.utf8.count), tag.utf8.count <= 35,
      first.utf8.allSatisfy({ $0 >= 0x61 })
    else { return nil }
    return tag
  }
}

/// A page elsewhere: a plain `https` address.
public enum PageFormat: TextFormat {
  public static let fault = "must be an address such as https://example.org/me"
  public static let samples = ["https://example.org/me", "https://example.com/work", "https://example.net/"]
  public static func normal(_ text: String) -> String? {
    guard text.hasPrefix("https://"), text.utf8.count <= 300, Link(outside: text) != nil,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"\"<>\\^`{|}@".utf8.contains($0) })
    else { return nil }
    let host = text.dropFirst("https://".count).prefix { !"/?#".contains($0) }
    return host.contains(".") && !host.hasPrefix(".") && !host.hasSuffix(".") ? text : nil
  }
}

public typealias PhoneText = Formatted<PhoneFormat>
public typealias CalendarDay = Formatted<DayFormat>
public typealias CountryCode = Formatted<CountryFormat>
public typealias LanguageCode = Formatted<LanguageFormat>
public typealias PageAddress = Formatted<PageFormat>

extension CalendarDay {
  /// Its beginning in UTC.
  var instant: Instant {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, let instant = Instant(year: parts[0], month: parts[1], day: parts[2]) else {
      preconditionFailure("A day was checked when it was made.")
    }
    return instant
  }
}

extension LanguageCode {
  /// The languages that forms offer, each called as its speakers call it.
  static let offered: KeyValuePairs<String, String> = [
    "en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "pt": "Português", "de": "Deutsch",
    "it": "Italiano", "nl": "Nederlands", "tr": "Türkçe", "ru": "Русский", "uk": "Українська", "fa": "فارسی",
    "ur": "اردو", "hi": "हिन्दी", "bn": "বাংলা", "sw": "Kiswahili", "id": "Bahasa Indonesia", "vi": "Tiếng Việt",
    "zh": "中文", "ja": "日本語", "ko": "한국어",
  ]
  var name: String { Self.offered.first { $0.key == text }?.value ?? text }
}

extension CountryCode {
  var name: String { Countries.names[text] ?? text }
}
