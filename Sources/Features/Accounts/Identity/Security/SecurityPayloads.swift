internal import Essentials
internal import EvolvCore
internal import Payloads

/// What a person has; the number of a phone is never told whole.
struct FactorsAnswer: Payload {
  let authenticator: Bool, passkeys: Int, phone: String?, recoveryCodes: Int, isRequired: Bool
  static let shape = Shape(
    "SecondFactors", Self.init(authenticator:passkeys:phone:recoveryCodes:isRequired:),
    Field("authenticator", \.authenticator), Field("passkeys", \.passkeys),
    Field("phone", \.phone, "Its last digits"), Field("recovery_codes_left", \.recoveryCodes),
    Field("is_required", \.isRequired, "Whether the role needs a second factor"))
}

extension FactorsAnswer {
  init(_ factors: SecondFactors, isRequired: Bool) {
    self.init(
      authenticator: factors.hasAuthenticator, passkeys: factors.passkeys,
      phone: factors.phone.map { PhoneNumber.veiled($0) }, recoveryCodes: factors.recoveryCodes, isRequired: isRequired)
  }
}

struct SetupAnswer: Payload {
  let secret: String, address: String
  static let shape = Shape(
    "AuthenticatorSetup", Self.init(secret:address:), Field("secret", \.secret, "Base32"),
    Field("otpauth_uri", \.address, "For a QR code"))
}

struct RecoveryCodesAnswer: Payload {
  let codes: [String]
  static let shape = Shape(
    "RecoveryCodes", Self.init(codes:), Field("recovery_codes", \.codes, "Shown only now; empty where there are some"))
}

struct TrustedDeviceAnswer: Payload {
  let id: ID<TrustedDevice>, device: String, address: String?, createdAt: Instant, lastUsedAt: Instant,
    expiresAt: Instant
  static let shape = Shape(
    "TrustedDevice", Self.init(id:device:address:createdAt:lastUsedAt:expiresAt:), Field("id", \.id),
    Field("device", \.device), Field("ip_address", \.address), Field("created_at", \.createdAt),
    Field("last_used_at", \.lastUsedAt), Field("expires_at", \.expiresAt))
}

extension TrustedDeviceAnswer {
  init(_ device: TrustedDeviceRecord) {
    self.init(
      id: device.id, device: Device(agent: device.userAgent).words, address: device.ipAddress,
      createdAt: device.createdAt, lastUsedAt: device.lastUsedAt, expiresAt: device.expiresAt)
  }
}

struct TrustedDeviceList: Payload {
  let data: [TrustedDeviceAnswer]
  static let shape = Shape("TrustedDeviceList", Self.init(data:), Field("data", \.data))
}
