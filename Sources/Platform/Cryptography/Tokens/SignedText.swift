public import Essentials

/// Makes texts that may travel through a browser and come back: readable, but neither changed nor used for another
/// purpose nor after their time. The text is `key.expiry.base64url(payload).base64url(mac)`.
public struct TextSigner: Sendable {
  private let keys: KeyRing
  public init(_ keys: KeyRing) { self.keys = keys }

  public func sign(_ payload: String, for purpose: StaticString, until expiry: Instant) -> String {
    let head = "\(keys.current.id).\(expiry.unixSeconds).\(Base64URL.text(Array(payload.utf8)))"
    return head + "." + Base64URL.text(Self.code(head, purpose, keys.current))
  }

  public func open(_ text: String, for purpose: StaticString, at now: Instant) throws(TextRefused) -> String {
    guard text.utf8.count <= 8192, let dot = text.lastIndex(of: "."),
      let code = Base64URL.bytes(String(text[text.index(after: dot)...]))
    else {
      throw .malformed
    }
    let head = String(text[..<dot]), parts = head.parts(between: ".")
    guard parts.count == 3, let expiry = Int64(parts[1]), let payload = Base64URL.bytes(String(parts[2])) else {
      throw .malformed
    }
    guard let key = keys.all[String(parts[0])] else { throw .unknownKey }
    guard ConstantTime.isEqual(code, Self.code(head, purpose, key)) else { throw .forged }
    guard now.unixSeconds < expiry else { throw .expired }
    guard let result = String(validating: payload, as: UTF8.self) else { throw .malformed }
    return result
  }

  private static func code(_ head: String, _ purpose: StaticString, _ key: Key) -> [UInt8] {
    // A NUL stands in no purpose and no head, so the two cannot run into each other.
    HMAC256.code(for: Array(purpose.description.utf8) + [0] + Array(head.utf8), key: key.bytes.reveal())
  }
}
