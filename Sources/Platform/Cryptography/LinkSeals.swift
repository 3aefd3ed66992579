internal import Essentials

/// Seals of addresses: whoever changes a character of what was sealed needs the key again.
public struct LinkSeals: Sendable {
  private let keys: KeyRing
  public init(_ keys: KeyRing) { self.keys = keys }

  /// The number of the key in use, and the seal that it puts on `text`.
  public func seal(_ text: String) -> (key: String, code: String) {
    let key = keys.current
    return (key.id, Base64URL.text(HMAC256.code(for: Array(text.utf8), key: key.bytes.reveal())))
  }

  /// Whether `code` is what the key of this number puts on `text`; compared in the same time wherever they differ.
  public func isValid(_ code: String, by key: String, on text: String) -> Bool {
    guard code.utf8.count == 43, let key = keys.all[key], let bytes = Base64URL.bytes(code) else { return false }
    return HMAC256.isValid(bytes, for: Array(text.utf8), key: key.bytes.reveal())
  }
}
