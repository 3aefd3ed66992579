public import Payloads

/// What the school looks like.
public struct BrandingSettings: SettingsSection {
  public var primary: HexColor?, accent: HexColor?
  public var logo: KeptPicture?, logoOnDark: KeptPicture?
  public var logoHasName: Bool
  public var icon: KeptPicture?

  public static let name = "branding"
  public static let standard = BrandingSettings(
    primary: nil, accent: nil, logo: nil, logoOnDark: nil, logoHasName: false, icon: nil)

  public static let shape = Shape(
    "BrandingSettings", Self.init,
    Field("primary", \.primary, "Buttons, links and the tint of the pages"),
    Field("accent", \.accent, "Progress, highlights and counts"),
    Field("logo", \.logo), Field("logo_on_dark", \.logoOnDark, "Shown where the ground is dark"),
    Field("logo_has_name", \.logoHasName, "The logo says the school's name, so it is not written beside it"),
    Field("icon", \.icon, "Shown in the tab of the browser"))
}

/// A color of the web: `#2f4fb3`.
public struct HexColor: PayloadValue, Hashable {
  public let red: UInt8, green: UInt8, blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
  /// nil unless it is six hexadecimal digits after a `#`.
  public init?(_ text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == 0x23, digits.count == 6, let number = UInt32(text.dropFirst(), radix: 16),
      digits.allSatisfy({ $0 != 0x2B && $0 != 0x2D })
    else { return nil }
    self.init(red: UInt8(number >> 16 & 255), green: UInt8(number >> 8 & 255), blue: UInt8(number & 255))
  }

  public var text: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  public static var schema: Schema {
    .scalar(type: "string", format: nil, limits: [.init("minLength", 7), .init("maxLength", 7)])
  }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> HexColor? {
    guard let text = json.string, let color = HexColor(text.trimmed) else {
      return faults.refuse("must be a color such as #2f4fb3", "color")
    }
    return color
  }
  public static func sample(_ seed: Int) -> HexColor {
    HexColor(red: UInt8(seed % 256), green: 80, blue: 160)
  }
}

/// A picture among the kept files.
public struct KeptPicture: Payload, Equatable {
  public let digest: String, type: String, width: Int, height: Int
  public init(digest: String, type: String, width: Int, height: Int) {
    self.digest = digest
    self.type = type
    self.width = width
    self.height = height
  }
  public static let shape = Shape(
    "KeptPicture", Self.init(digest:type:width:height:), Field("digest", \.digest, "The SHA-256 of its bytes"),
    Field("type", \.type), Field("width", \.width), Field("height", \.height))
}
