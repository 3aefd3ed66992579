public import Cryptography
public import Essentials
public import Payloads

/// How accounts are kept safe.
public struct SecuritySettings: SettingsSection {
  public var passwordRule: PasswordRule, passwordHash: PasswordHash, secondFactorRoles: [String]
  public var sessionIdleDays: Number<SessionDays>, sessionLongestDays: Number<SessionDays>
  public var adminAddresses: [AddressRange]

  public static let name = "security"
  public static let standard = SecuritySettings(
    passwordRule: .standard, passwordHash: .bcrypt, secondFactorRoles: ["owner", "admin"], sessionIdleDays: .known(7),
    sessionLongestDays: .known(30), adminAddresses: [])

  public static let shape = Shape(
    "SecuritySettings", Self.init,
    Field("password_rule", \.passwordRule, "standard: 8 characters of four kinds; length: 12 of any kind"),
    Field("password_hash", \.passwordHash, "How new passwords are kept; old ones follow at the next sign-in"),
    Field("second_factor_roles", \.secondFactorRoles, "Roles that must sign in with a second factor"),
    Field("session_idle_days", \.sessionIdleDays, "Days without a use after which a sign-in ends"),
    Field("session_longest_days", \.sessionLongestDays, "Days after which a sign-in ends however much it is used"),
    Field("admin_addresses", \.adminAddresses, "Networks that the school may be run from, in CIDR; empty: everywhere"))

  /// What a new password must be like.
  public enum PasswordRule: String, PayloadChoice {
    case standard, length
    public var policy: PasswordPolicy { self == .standard ? .standard : .asvs }
  }
  /// How passwords are kept.
  public enum PasswordHash: String, PayloadChoice { case bcrypt, argon2id }

  public var sessionIdle: Seconds { .days(Int64(sessionIdleDays.value)) }
  public var sessionLongest: Seconds { .days(Int64(sessionLongestDays.value)) }
}

extension [AddressRange] {
  /// Whether an address is in one of them; what is none is in none.
  public func contain(_ address: String?) -> Bool {
    guard let address = address.flatMap({ InternetAddress(text: $0) }) else { return false }
    return contains { $0.contains(address) }
  }
}

public enum SessionDays: NumberRule { public static let range = 1...365 }

extension AddressRange: PayloadValue {
  public static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 49)]) }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> AddressRange? {
    guard let text = json.string, let range = AddressRange(text: text.trimmed) else {
      return faults.refuse("must be an address or a network such as 192.0.2.0/24 or 2001:db8::/32", "network")
    }
    return range
  }
  public static func sample(_ seed: Int) -> AddressRange {
    guard let range = AddressRange(text: "10.\(seed % 256).0.0/16") else {
      preconditionFailure("A sample is a network.")
    }
    return range
  }
}
