internal import Essentials
public import Payloads

/// What the school is called and how it can be reached.
public struct GeneralSettings: SettingsSection {
  public var schoolName: Text<SchoolName>, tagline: Text<Tagline>, contactEmail: EmailAddress?
  public var language: Language, timeZone: TimeZoneName, registrationIsOpen: Bool

  public static let name = "general"
  public static let standard = GeneralSettings(
    schoolName: .known("Evolv"), tagline: .known(""), contactEmail: nil, language: .english, timeZone: .utc,
    registrationIsOpen: true)

  public static let shape = Shape(
    "GeneralSettings", Self.init,
    Field("school_name", \.schoolName, "Stands on every page and in every mail"),
    Field("tagline", \.tagline, "One sentence under the name on the first page"),
    Field("contact_email", \.contactEmail, "Where people write to who need help"),
    Field("language", \.language, "What new courses are taught in"),
    Field("time_zone", \.timeZone, "What new accounts begin with, such as Europe/Berlin"),
    Field("registration_is_open", \.registrationIsOpen, "Whether visitors may make an account"))

  /// The languages a school can choose.
  public enum Language: String, PayloadChoice {
    case english = "en", arabic = "ar", german = "de", spanish = "es", french = "fr", italian = "it", dutch = "nl",
      portuguese = "pt", turkish = "tr"
  }
}

public enum SchoolName: TextRule { public static let length = 1...80 }
public enum Tagline: TextRule { public static let length = 0...160 }

extension Text {
  /// A text of the source, which keeps the rule.
  static func known(_ text: StaticString) -> Text {
    guard let value = Text(text.description) else { preconditionFailure("\(text) keeps the rule of its field.") }
    return value
  }
}
extension Number {
  /// A number of the source, which keeps the rule.
  static func known(_ value: Int) -> Number {
    guard let value = Number(value) else { preconditionFailure("\(value) keeps the rule of its field.") }
    return value
  }
}
