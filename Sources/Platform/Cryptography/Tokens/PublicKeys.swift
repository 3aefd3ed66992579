internal import COpenSSL
internal import Payloads

// JSON Web Keys (RFC 7517) and the signatures of others. What kind of key it is decides what it may check, so that a token
// cannot choose: a public key is never taken for the secret of an HMAC, and there is no `none`.

/// The ways to sign that are accepted from others.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
  case rs256 = "RS256", ps256 = "PS256", es256 = "ES256", edDSA = "EdDSA"
}

/// The public half of somebody's key.
public struct PublicKey: Sendable, Equatable {
  enum Material: Sendable, Equatable {
    case rsa(modulus: [UInt8], exponent: [UInt8])
    /// Uncompressed.
    case p256(point: [UInt8])
    case ed25519([UInt8])
  }
  /// What tokens name it by; nil if it has no name.
  public let id: String?
  let material: Material
  /// The one algorithm it says it is for.
  let algorithm: SignatureAlgorithm?

  /// nil for a key of another kind, for another use, too weak or too long.
  init?(_ members: JSONMembers) {
    if let use = members["use"], use.string != "sig" { return nil }
    if let uses = members["key_ops"], uses.elements?.contains(where: { $0.string == "verify" }) != true { return nil }
    // Who publishes the private half has no key.
    guard members["d"] == nil, let material = Material(members) else { return nil }
    algorithm = members["alg"]?.string.flatMap { SignatureAlgorithm(rawValue: $0) }
    if members["alg"] != nil, algorithm == nil { return nil }
    id = members["kid"]?.string
    self.material = material
  }

  /// Whether it may check signatures made so.
  public func fits(_ wanted: SignatureAlgorithm) -> Bool {
    guard algorithm == nil || algorithm == wanted else { return false }
    return switch (material, wanted) {
    case (.rsa, .rs256), (.rsa, .ps256), (.p256, .es256), (.ed25519, .edDSA): true
    default: false
    }
  }

  /// Whether its owner signed `message`.
  public func isValid(_ signature: [UInt8], for message: [UInt8], by algorithm: SignatureAlgorithm) -> Bool {
    guard fits(algorithm), let key = unsafe made() else { return false }
    defer { unsafe EVP_PKEY_free(key) }
    return switch material {
    case .rsa(let modulus, _):
      unsafe signature.count == modulus.count
        && jws_is_rsa_valid(
          key, algorithm == .ps256 ? 1 : 0, signature, signature.count, message, message.count) == 1
    case .p256: unsafe signature.count == 64 && jws_is_p256_valid(key, signature, message, message.count) == 1
    case .ed25519:
      unsafe signature.count == 64
        && jws_is_ed25519_valid(key, signature, signature.count, message, message.count) == 1
    }
  }

  private func made() -> OpaquePointer? {
    switch material {
    case .rsa(let modulus, let exponent):
      unsafe jws_rsa_key(modulus, modulus.count, exponent, exponent.count)
    case .p256(let point): unsafe jws_p256_key(point)
    case .ed25519(let bytes): unsafe jws_ed25519_key(bytes)
    }
  }
}

extension PublicKey.Material {
  fileprivate init?(_ members: JSONMembers) {
    switch (members["kty"]?.string, members["crv"]?.string) {
    case ("RSA", _):
      guard let modulus = members.number("n"), let exponent = members.number("e") else { return nil }
      // 2048 to 8192 bits: less is weak (BSI, NIST), more is there to burn our time. e = 1 would sign everything.
      guard (256...1024).contains(modulus.count), modulus[0] >= 0x80 || modulus.count > 256, exponent.count <= 4,
        exponent != [1], exponent.last.map({ $0 & 1 == 1 }) == true
      else { return nil }
      self = .rsa(modulus: modulus, exponent: exponent)
    case ("EC", "P-256"):
      guard let x = members.bytes("x"), let y = members.bytes("y"), x.count == 32, y.count == 32 else { return nil }
      self = .p256(point: [4] + x + y)
    case ("OKP", "Ed25519"):
      guard let x = members.bytes("x"), x.count == 32 else { return nil }
      self = .ed25519(x)
    default: return nil
    }
  }
}

/// The keys that a server publishes (RFC 7517 §5).
public struct PublicKeySet: Sendable, Equatable {
  public let keys: [PublicKey]
  /// More are not looked at.
  private static let most = 32

  /// Keys that cannot be used are left out; nil if it is no set of keys.
  public init?(json: [UInt8]) {
    guard let members = JSONMembers(json), let list = members["keys"]?.elements else { return nil }
    keys = list.prefix(Self.most).compactMap { JSONMembers($0).flatMap { PublicKey($0) } }
  }

  /// The key that a token names; without a name the only one that fits (OpenID Connect Core §10.1).
  func key(named id: String?, for algorithm: SignatureAlgorithm) -> PublicKey? {
    let fitting = keys.filter { $0.fits(algorithm) && (id == nil || $0.id == id) }
    return fitting.count == 1 ? fitting[0] : nil
  }
}
