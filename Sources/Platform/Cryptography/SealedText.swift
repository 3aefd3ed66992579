internal import COpenSSL
internal import Essentials

/// Why a sealed or signed text is not accepted.
public enum TextRefused: Error, Sendable, Equatable { case malformed, unknownKey, forged, expired }

/// Keeps secrets in the database unreadable without the program's secret: AES-256-GCM, a fresh nonce each time, the
/// purpose and the key's name authenticated with it. The text is `id.base64url(nonce + ciphertext + tag)`.
public struct Sealer: Sendable {
  private let keys: KeyRing
  public init(_ keys: KeyRing) { self.keys = keys }

  public func seal(_ bytes: [UInt8], for purpose: StaticString) -> String {
    let key = keys.current, nonce = Randomness.bytes(GCM.nonceLength)
    let box = GCM.seal(bytes, nonce: nonce, with: Self.known(purpose, key), key: key.bytes.reveal())
    return key.id + "." + Base64URL.text(nonce + box)
  }

  public func open(_ text: String, for purpose: StaticString) throws(TextRefused) -> [UInt8] {
    let parts = text.parts(between: ".").map(String.init)
    guard parts.count == 2, let box = Base64URL.bytes(parts[1]), box.count >= GCM.nonceLength + GCM.tagLength else {
      throw .malformed
    }
    guard let key = keys.all[parts[0]] else { throw .unknownKey }
    let nonce = Array(box.prefix(GCM.nonceLength)), rest = Array(box.dropFirst(GCM.nonceLength))
    guard let bytes = GCM.open(rest, nonce: nonce, with: Self.known(purpose, key), key: key.bytes.reveal()) else {
      throw .forged
    }
    return bytes
  }

  /// Whether the text was sealed with a key that is no longer in use and should be sealed again.
  public func needsResealing(_ text: String) -> Bool { !text.hasPrefix(keys.current.id + ".") }

  private static func known(_ purpose: StaticString, _ key: Key) -> [UInt8] {
    Array("\(key.id).\(purpose.description)".utf8)
  }
}

private enum GCM {
  static let nonceLength = 12, tagLength = 16

  static func seal(_ bytes: [UInt8], nonce: [UInt8], with known: [UInt8], key: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: bytes.count), tag = [UInt8](repeating: 0, count: tagLength)
    let isDone = unsafe withContext { context in
      var length: Int32 = 0
      return unsafe EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
        && EVP_EncryptUpdate(context, nil, &length, known, Int32(known.count)) == 1
        && EVP_EncryptUpdate(context, &result, &length, bytes, Int32(bytes.count)) == 1
        && EVP_EncryptFinal_ex(context, nil, &length) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1
    }
    precondition(isDone, "OpenSSL has no AES-256-GCM.")
    return result + tag
  }

  static func open(_ box: [UInt8], nonce: [UInt8], with known: [UInt8], key: [UInt8]) -> [UInt8]? {
    let bytes = Array(box.dropLast(tagLength))
    var result = [UInt8](repeating: 0, count: bytes.count), tag = Array(box.suffix(tagLength))
    let isGenuine = unsafe withContext { context in
      var length: Int32 = 0
      return unsafe EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
        && EVP_DecryptUpdate(context, nil, &length, known, Int32(known.count)) == 1
        && EVP_DecryptUpdate(context, &result, &length, bytes, Int32(bytes.count)) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1
        && EVP_DecryptFinal_ex(context, nil, &length) == 1
    }
    return isGenuine ? result : nil
  }

  private static func withContext(_ body: (OpaquePointer) -> Bool) -> Bool {
    guard let context = unsafe EVP_CIPHER_CTX_new() else { return false }
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    return unsafe body(context)
  }
}
