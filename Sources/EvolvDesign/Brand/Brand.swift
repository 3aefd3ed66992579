public import Essentials
public import EvolvCore
public import Routing

/// What pages show of the school's branding, made once for each change of it.
public struct Brand: SettingsConsequence {
  /// A picture with its address and size.
  public struct Picture: Sendable, Equatable {
    public let link: Link, width: Int, height: Int
  }
  /// The stylesheet of its colors; nil where the standard holds.
  public let stylesheet: Link?
  public let sheet: [UInt8], version: String
  public let logo: Picture?, logoOnDark: Picture?
  /// The logo says the school's name, so that it is not written beside it.
  public let logoHasName: Bool
  public let icon: Link?

  public init(of branding: BrandingSettings) {
    let sheet = BrandSheet.page(branding)
    self.sheet = Array(sheet.utf8)
    version = String(sheet.seed, radix: 36)
    stylesheet = sheet.isEmpty ? nil : BrandRoutes.stylesheet.path().query(["v": version])
    logo = branding.logo.map { Picture($0, .logo) }
    logoOnDark = branding.logoOnDark.map { Picture($0, .logoOnDark) }
    logoHasName = branding.logoHasName
    icon = branding.icon.map { Picture($0, .icon).link }
  }
}

extension Brand.Picture {
  fileprivate init(_ picture: KeptPicture, _ kind: BrandPicture) {
    link = BrandRoutes.picture.path(kind).query(["v": String(picture.digest.prefix(12))])
    width = picture.width
    height = picture.height
  }
}

/// The pictures of a school.
public enum BrandPicture: String, PathValue, CaseIterable, Sendable {
  case logo
  case logoOnDark = "logo-on-dark"
  case icon

  public init?(pathText: String) { self.init(rawValue: pathText) }
  public var pathText: String { rawValue }
  public static var pathFormat: PathFormat { .text }

  /// Where it is kept.
  public func picture(of branding: BrandingSettings) -> KeptPicture? {
    switch self {
    case .logo: branding.logo
    case .logoOnDark: branding.logoOnDark
    case .icon: branding.icon
    }
  }
}

/// Where the branding is loaded from; the addresses name versions, so that they are kept for ever.
public enum BrandRoutes {
  public static let stylesheet = Route.get("/branding.css", by: .everyone, "Show the school's colors")
  public static let picture = Route.get(
    "/branding/{picture}", BrandPicture.self, by: .everyone, "Show a picture of the school")
}
