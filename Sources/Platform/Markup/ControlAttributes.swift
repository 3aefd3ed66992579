public import Essentials

// Attributes of forms and their controls.

extension Attribute {
  public static func value(_ value: String) -> Attribute { Attribute("value", value) }
  public static func name(_ name: String) -> Attribute { Attribute("name", name) }
  public static func placeholder(_ text: String) -> Attribute { Attribute("placeholder", text) }
  public static let required = Attribute("required", nil)
  public static func required(when isPresent: Bool) -> Attribute { Attribute("required", nil, when: isPresent) }
  public static let checked = Attribute("checked", nil)
  public static func checked(when isPresent: Bool) -> Attribute { Attribute("checked", nil, when: isPresent) }
  public static func disabled(when isPresent: Bool) -> Attribute { Attribute("disabled", nil, when: isPresent) }
  public static func selected(when isPresent: Bool) -> Attribute { Attribute("selected", nil, when: isPresent) }
  public static func readOnly(when isPresent: Bool) -> Attribute { Attribute("readonly", nil, when: isPresent) }
  public static func multiple(when isPresent: Bool) -> Attribute { Attribute("multiple", nil, when: isPresent) }
  public static let autofocus = Attribute("autofocus", nil)
  public static func autocomplete(_ token: Autocomplete) -> Attribute { Attribute("autocomplete", token.rawValue) }
  public static func inputMode(_ mode: InputMode) -> Attribute { Attribute("inputmode", mode.rawValue) }
  public static func pattern(_ expression: String) -> Attribute { Attribute("pattern", expression) }
  public static func min(_ value: String) -> Attribute { Attribute("min", value) }
  public static func max(_ value: String) -> Attribute { Attribute("max", value) }
  public static func step(_ value: String) -> Attribute { Attribute("step", value) }
  public static func longest(_ length: Int) -> Attribute { Attribute("maxlength", String(length)) }
  public static func rows(_ count: Int) -> Attribute { Attribute("rows", String(count)) }
  public static func size(_ count: Int) -> Attribute { Attribute("size", String(count)) }
  /// The kinds of files a chooser offers, such as `image/*,.pdf`.
  public static func accept(_ kinds: String) -> Attribute { Attribute("accept", kinds) }
  /// The id of the `datalist` with suggestions.
  public static func list(_ id: String) -> Attribute { Attribute("list", id) }
  /// The id of the form a control outside it belongs to.
  public static func form(_ id: String) -> Attribute { Attribute("form", id) }
  /// Where the answer is shown: the name of a frame of the page.
  public static func formTarget(_ name: String) -> Attribute { Attribute("formtarget", name) }
  /// This button sends the form elsewhere.
  public static func formAction(_ link: Link) -> Attribute { Attribute("formaction", link.text) }
  /// This button sends the form without the browser's own checks.
  public static let formWithoutChecks = Attribute("formnovalidate", nil)
  /// The form is sent without the browser's own checks.
  public static let withoutChecks = Attribute("novalidate", nil)
  /// The form carries files.
  public static let withFiles = Attribute("enctype", "multipart/form-data")
  public static let noSpelling = Attribute("spellcheck", "false")
  /// The id of the `dialog` that this button opens as a modal one, without a script where the browser can.
  public static func opens(_ id: String) -> [Attribute] {
    [Attribute("commandfor", id), Attribute("command", "show-modal"), Attribute("data-opens", id)]
  }
  /// The id of the `dialog` that this button closes.
  public static func closes(_ id: String) -> [Attribute] {
    [Attribute("commandfor", id), Attribute("command", "close"), Attribute("data-closes", id)]
  }
}

/// What a browser may fill in by itself.
public enum Autocomplete: String, Sendable {
  case off, on, name, email, username, organization, country, bday, sex, url, tel
  case givenName = "given-name", familyName = "family-name", newPassword = "new-password"
  case currentPassword = "current-password", oneTimeCode = "one-time-code", streetAddress = "street-address"
  case postalCode = "postal-code", city = "address-level2", passkey = "username webauthn"
}

/// The keyboard a phone shows.
public enum InputMode: String, Sendable { case text, decimal, numeric, tel, search, email, url, none }
