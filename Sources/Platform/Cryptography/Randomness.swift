internal import Glibc

/// Bytes nobody can guess, from the system's generator (getrandom(2)); OpenSSL's takes five times as long for 32 of them.
public enum Randomness {
  public static func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe bytes.withUnsafeMutableBytes { room in
      // As many as one call gives.
      for start in stride(from: 0, to: count, by: 256) {
        let part = unsafe UnsafeMutableRawBufferPointer(rebasing: room[start..<min(start + 256, count)])
        precondition(unsafe getentropy(part.baseAddress!, part.count) == 0, "The system gives no randomness.")
      }
    }
    return bytes
  }

  /// 256 bits as 43 characters that fit a URL and a cookie.
  public static func token() -> String { Base64URL.text(bytes(32)) }
}
