internal import Essentials

/// The token that a form carries to prove that our own page sent it. It is bound to the session and looks different in
/// every page (XOR with a fresh mask), so that compressing a page tells nothing about it (BREACH).
public struct FormTokens: Sendable {
  private let keys: KeyRing
  /// What the tokens of a session hide is the same on each of its pages.
  private let codes = Cache<[UInt8], [UInt8]>(most: 1024)
  public init(_ keys: KeyRing) { self.keys = keys }

  /// A token for a page; `session` is what only this browser's session knows.
  public func token(for session: [UInt8]) -> String {
    let code = codes.value(for: session) { HMAC256.code(for: session, key: keys.current.bytes.reveal()) }
    var token = Randomness.bytes(32)
    for index in 0..<32 { token.append(token[index] ^ code[index]) }
    return Base64URL.text(token)
  }

  public func isValid(_ token: String, for session: [UInt8]) -> Bool {
    guard token.utf8.count == 86, let bytes = Base64URL.bytes(token), bytes.count == 64 else { return false }
    let code = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
    return keys.all.values.contains { HMAC256.isValid(code, for: session, key: $0.bytes.reveal()) }
  }
}
