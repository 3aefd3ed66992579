/// Secrets that people keep in files and paste into programs. A prefix says whose they are, so that a scanner finds one that
/// was left in the open; letters and digits only, so that a double click takes all of it; a checksum at the end, so that a
/// text that only looks like one, or lost a character, costs no statement.
public enum ScannableToken {
  /// `prefix`, 43 random characters (256 bits), 6 of the checksum.
  public static func make(_ prefix: StaticString) -> String {
    let random = (0..<43).map { _ in digit() }
    return prefix.description + String(decoding: random + checksum(of: random), as: UTF8.self)
  }

  /// Whether `text` was made by `make` and is whole.
  public static func isWhole(_ text: String, _ prefix: StaticString) -> Bool {
    let bytes = Array(text.utf8), start = prefix.description.utf8.count
    guard bytes.count == start + 49, text.hasPrefix(prefix.description) else { return false }
    let random = Array(bytes[start..<(start + 43)])
    return random.allSatisfy { digits.contains($0) } && Array(bytes.suffix(6)) == checksum(of: random)
  }

  private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// Each digit as likely as any other: bytes that would favor the first ones are drawn again.
  private static func digit() -> UInt8 {
    while true {
      if let byte = Randomness.bytes(1).first, byte < 248 { return digits[Int(byte) % 62] }
    }
  }

  private static func checksum(of bytes: [UInt8]) -> [UInt8] {
    var rest = crc32(bytes), result: [UInt8] = []
    for _ in 0..<6 {
      result.insert(digits[Int(rest % 62)], at: 0)
      rest /= 62
    }
    return result
  }

  /// CRC-32 as in ISO 3309; bit by bit, since it is asked for few and short texts.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
