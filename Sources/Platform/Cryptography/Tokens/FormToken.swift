internal import Essentials

/// The token that a form carries to prove that our own page sent it. It is bound to the session and looks different in
/// every page (XOR with a fresh mask), so that compressing a page tells nothing about it (BREACH).
public struct FormTokens: Sendable {
  private let keys: KeyRing
  public init(_ keys: KeyRing) { self.keys = keys }

  /// A token for a page; `session` is what only this browser's session knows.
  public func token(for session: [UInt8]) -> String {
    let mask = Randomness.bytes(32)
    return Base64URL.text(
      mask + zip(mask, HMAC256.code(for: session, key: keys.current.bytes.reveal())).map { $0 ^ $1 })
  }

  public func isValid(_ token: String, for session: [UInt8]) -> Bool {
    guard token.utf8.count == 86, let bytes = Base64URL.bytes(token), bytes.count == 64 else { return false }
    let code = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
    return keys.all.values.contains { HMAC256.isValid(code, for: session, key: $0.bytes.reveal()) }
  }
}
