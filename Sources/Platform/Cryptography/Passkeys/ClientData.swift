internal import Payloads

/// Why what a passkey says is not accepted.
public enum PasskeyRefused: Error, Sendable, Equatable {
  case malformed, wrongKind, wrongOrigin, wrongParty, notPresent, notVerified, badSignature
}

/// What the browser says it asked the passkey for; the passkey signs its digest.
public struct ClientData: Sendable {
  /// What is done with the passkey.
  public enum Kind: String, Sendable { case create = "webauthn.create", get = "webauthn.get" }

  let kind: String, origin: String, isForeign: Bool
  /// As it was given to the browser.
  public let challenge: String
  let digest: [UInt8]

  /// Browsers may add members, so others than ours are passed over (Web Authentication §5.8.1).
  public init(_ bytes: [UInt8]) throws(PasskeyRefused) {
    let root: JSONNode
    do { root = try JSONDocument(bytes).root } catch { throw .malformed }
    func text(_ name: String) -> String? { root.members?.first { $0.name == name }?.value.string }
    guard let kind = text("type"), let challenge = text("challenge"), let origin = text("origin") else {
      throw .malformed
    }
    self.kind = kind
    self.challenge = challenge
    self.origin = origin
    isForeign = root.members?.first { $0.name == "crossOrigin" }?.value.bool ?? false
    digest = SHA256.digest(of: bytes)
  }
}
