internal import COpenSSL
public import Essentials

/// The codes of an authenticator app (RFC 6238) as every app can make them: SHA-1, six digits, a new one each thirty seconds.
public struct TimeCodes: Sendable {
  public static let stepSeconds: Int64 = 30
  public static let digits = 6
  private let secret: [UInt8]

  public init(secret: [UInt8]) { self.secret = secret }

  /// 160 bits, as RFC 4226 asks for.
  public static func newSecret() -> [UInt8] { Randomness.bytes(20) }
  public static func step(at now: Instant) -> Int { Int(now.unixSeconds / stepSeconds) }

  /// The secret as people type it into an app.
  public var secretText: String { Base32.text(secret) }

  public func code(at step: Int) -> String {
    let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
    var code = [UInt8](repeating: 0, count: 20)
    let done = unsafe HMAC(EVP_sha1(), secret, Int32(secret.count), message, message.count, &code, nil)
    precondition(unsafe done != nil, "OpenSSL has no HMAC.")
    let start = Int(code[19] & 15)
    let number = code[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let text = String(number % 1_000_000)
    return String(repeating: "0", count: Self.digits - text.count) + text
  }

  /// The step that a code belongs to: this one or a neighbor, since clocks differ, but none up to `last`, which was used.
  /// Each is looked at, so that the time taken tells nothing.
  public func step(of code: String, at now: Instant, after last: Int) -> Int? {
    let current = Self.step(at: now), given = Array(code.utf8)
    return [current - 1, current, current + 1].reduce(nil) { found, step in
      ConstantTime.isEqual(given, Array(self.code(at: step).utf8)) && step > last ? step : found
    }
  }

  /// What an app reads from a QR code.
  public func address(of account: String, at issuer: String) -> String {
    let label = issuer.percentEncoded + ":" + account.percentEncoded
    return "otpauth://totp/\(label)?secret=\(Base32.text(secret))&issuer=\(issuer.percentEncoded)"
  }
}
