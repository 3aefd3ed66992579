internal import CFido2
internal import Essentials

/// A new passkey, as it is kept.
public struct RegisteredPasskey: Sendable {
  public let credential: [UInt8], publicKey: [UInt8], algorithm: Int, signCount: Int
}

/// What a passkey proved with its signature.
public struct PasskeyProof: Sendable {
  public let signCount: Int
  /// Whether it made sure of its owner, by a PIN, a finger or a face.
  public let isVerified: Bool
}

/// Who passkeys are made for: our own address and no other, which is what makes them safe from copies of our pages
/// (Web Authentication §7).
public struct RelyingParty: Sendable {
  /// The host alone.
  public let id: String
  private let origin: String
  /// The algorithms that passkeys may use, the one we like best first: ES256, EdDSA, RS256.
  public static let algorithms = [-7, -8, -257]

  /// nil for an address that passkeys cannot be bound to: browsers refuse numbers.
  public init?(origin: String) {
    guard let scheme = ["https://", "http://"].first(where: origin.hasPrefix) else { return nil }
    let host = origin.dropFirst(scheme.count).prefix { $0 != ":" && $0 != "/" }
    guard !host.isEmpty, !host.hasPrefix("["), InternetAddress(text: String(host)) == nil else { return nil }
    guard scheme == "https://" || host == "localhost" else { return nil }
    id = String(host)
    self.origin = origin
  }

  /// Reads a passkey that was just made.
  public func register(attestation: [UInt8], client: ClientData) throws(PasskeyRefused) -> RegisteredPasskey {
    try check(client, .create)
    let object = try AttestationObject(attestation)
    let data = try AuthenticatorData(object.data)
    try check(data, needsVerification: true)
    for algorithm in Self.algorithms {
      if let key = object.key(algorithm, id, client.digest) {
        return RegisteredPasskey(
          credential: key.id, publicKey: key.key, algorithm: algorithm, signCount: data.signCount)
      }
    }
    throw .badSignature
  }

  /// Checks what a passkey signed.
  public func verify(
    _ signature: [UInt8], over bytes: [UInt8], client: ClientData, key: [UInt8], algorithm: Int, needsVerification: Bool
  ) throws(PasskeyRefused) -> PasskeyProof {
    try check(client, .get)
    let data = try AuthenticatorData(bytes)
    try check(data, needsVerification: needsVerification)
    // libfido2 takes the data as CBOR of the length that is there, and nothing may follow.
    let isGenuine =
      unsafe passkey_check(
        Int32(algorithm), key, key.count, id, client.digest, bytes, bytes.count, signature, signature.count,
        needsVerification ? 1 : 0) == 1
    guard isGenuine else { throw .badSignature }
    return PasskeyProof(signCount: data.signCount, isVerified: data.isVerified)
  }

  private func check(_ client: ClientData, _ kind: ClientData.Kind) throws(PasskeyRefused) {
    guard client.kind == kind.rawValue else { throw .wrongKind }
    guard client.origin == origin, !client.isForeign else { throw .wrongOrigin }
  }

  private func check(_ data: AuthenticatorData, needsVerification: Bool) throws(PasskeyRefused) {
    guard ConstantTime.isEqual(data.party, SHA256.digest(of: id)) else { throw .wrongParty }
    guard data.isPresent else { throw .notPresent }
    guard data.isVerified || !needsVerification else { throw .notVerified }
  }
}
