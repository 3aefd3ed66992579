internal import COpenSSL

/// Bytes nobody can guess, from OpenSSL's generator.
public enum Randomness {
  public static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    precondition(unsafe RAND_bytes(&bytes, Int32(count)) == 1, "The system gives no randomness.")
    return bytes
  }

  /// 256 bits as 43 characters that fit a URL and a cookie.
  public static func token() -> String { Base64URL.text(bytes(32)) }
}
