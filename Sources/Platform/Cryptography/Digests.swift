internal import COpenSSL

// OpenSSL does the arithmetic; nothing here is a cipher of our own.

/// SHA-256 of something that comes in pieces.
@safe public final class SHA256 {
  private let context: OpaquePointer

  public init() {
    guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, Self.algorithm, nil) == 1 else {
      preconditionFailure("OpenSSL has no SHA-256.")
    }
    unsafe self.context = context
  }
  deinit { unsafe EVP_MD_CTX_free(context) }

  public func update(_ bytes: [UInt8]) { update(bytes[...]) }
  public func update(_ bytes: ArraySlice<UInt8>) {
    _ = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  /// The 32 bytes; nothing may follow.
  public func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    precondition(unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1, "A digest is finished once.")
    return digest
  }

  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    precondition(unsafe EVP_Digest(bytes, bytes.count, &digest, nil, algorithm, nil) == 1, "OpenSSL has no SHA-256.")
    return digest
  }

  /// Looked up once: OpenSSL 3 looks `EVP_sha256()` up by its name at each use, which takes as long as a short digest.
  fileprivate nonisolated(unsafe) static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  /// For what is stored instead of a token: the token itself has 256 bits, so a plain digest cannot be searched.
  public static func digest(of text: String) -> [UInt8] { digest(of: Array(text.utf8)) }
}

/// HMAC-SHA-256 (RFC 2104).
public enum HMAC256 {
  public static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    let done = unsafe HMAC(SHA256.algorithm, key, Int32(key.count), message, message.count, &code, nil)
    precondition(unsafe done != nil, "OpenSSL has no HMAC.")
    return code
  }

  public static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
    ConstantTime.isEqual(code, self.code(for: message, key: key))
  }
}

public enum ConstantTime {
  /// Compares without telling by its duration where the first difference stands; lengths are no secret.
  public static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe CRYPTO_memcmp(left, right, left.count) == 0
  }
}
