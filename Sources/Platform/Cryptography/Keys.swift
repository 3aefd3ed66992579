public import Essentials

/// One key, with the public name that tells which of several was used.
public struct Key: Sendable {
  public let id: String
  let bytes: Secret<[UInt8]>

  /// The key for one purpose, derived from the program's secret (HKDF, RFC 5869), so that no two purposes share a key.
  public init(for purpose: StaticString, from secret: Secret<[UInt8]>) {
    let random = HMAC256.code(for: secret.reveal(), key: Array("evolv".utf8))
    let bytes = HMAC256.code(for: Array(purpose.description.utf8) + [1], key: random)
    self.bytes = Secret(bytes)
    id = Hex.text(SHA256.digest(of: bytes).prefix(4))
  }
}

/// The key in use and those that were, so that what they signed or sealed stays readable after a change of the secret.
public struct KeyRing: Sendable {
  let current: Key
  let all: [String: Key]

  public init(_ current: Key, former: [Key] = []) {
    self.current = current
    all = Dictionary((former + [current]).map { ($0.id, $0) }) { _, last in last }
  }

  /// The ring for one purpose, from the secret in use and those that were.
  public init(for purpose: StaticString, from secret: Secret<[UInt8]>, former: [Secret<[UInt8]>] = []) {
    self.init(Key(for: purpose, from: secret), former: former.map { Key(for: purpose, from: $0) })
  }
}
