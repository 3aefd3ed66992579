// A setting is declared once: its names, what it may be, how it is read, and what it is when nobody says. The
// declaration reads the value, makes the help and the table of the documents, so the three cannot disagree.

/// What there is to say about a setting.
public struct SettingDescription: Sendable, Equatable {
  /// The name in the environment and in the file.
  public let variable: String
  /// The name on the command line; nil for what must not stand in a process list.
  public let flag: String?
  /// What stands for the value in the help; nil for a switch, which takes none.
  public let placeholder: String?
  public let expected: String
  public let about: String
  /// What holds when nothing is said.
  public let fallback: String
  public let isSecret: Bool

  var documentation: String { "docs/configuration.md#\(variable.lowercased())" }
}

/// A setting of one type.
public struct Setting<Value: Sendable>: Sendable {
  public let description: SettingDescription
  let fallback: Value
  let read: @Sendable (String) -> Value?

  /// `read` answers nil for a text that is not `expected`.
  public init(
    _ variable: String, flag: String? = nil, placeholder: String? = "VALUE", expected: String, about: String,
    fallback: Value, fallbackText: String, isSecret: Bool = false, read: @escaping @Sendable (String) -> Value?
  ) {
    description = SettingDescription(
      variable: variable, flag: flag, placeholder: placeholder, expected: expected, about: about,
      fallback: fallbackText, isSecret: isSecret)
    self.fallback = fallback
    self.read = read
  }

  /// A setting that may be absent. Apart, because a closure's nil would else count as "read: nothing".
  public static func optional(
    _ variable: String, flag: String? = nil, placeholder: String? = "VALUE", expected: String, about: String,
    fallbackText: String, isSecret: Bool = false, read: @escaping @Sendable (String) -> Value?
  ) -> Setting<Value?> {
    Setting<Value?>(
      variable, flag: flag, placeholder: placeholder, expected: expected, about: about, fallback: .none,
      fallbackText: fallbackText, isSecret: isSecret
    ) { text in
      guard let value = read(text) else { return Value??.none }
      return .some(.some(value))
    }
  }

  /// A setting that is on or off, and a flag without a value.
  public static func toggle(_ variable: String, flag: String, about: String) -> Setting<Bool> {
    Setting<Bool>(
      variable, flag: flag, placeholder: nil, expected: "true or false", about: about, fallback: false,
      fallbackText: "false"
    ) { text in
      switch text.lowercased() {
      case "1", "true", "yes", "on": true
      case "0", "false", "no", "off": false
      default: nil
      }
    }
  }

  /// A whole number within limits.
  public static func number(
    _ variable: String, flag: String?, in range: ClosedRange<Int>, about: String, fallback: Int,
    fallbackText: String? = nil
  ) -> Setting<Int> {
    Setting<Int>(
      variable, flag: flag, placeholder: "N",
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", about: about,
      fallback: fallback, fallbackText: fallbackText ?? String(fallback)
    ) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
  }
}
