/// RFC 4648 §5 without padding; strict, so that one value has one text.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var bits: UInt32 = 0, width: UInt32 = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      width += 8
      while width >= 6 {
        width -= 6
        text.append(alphabet[Int(bits >> width & 63)])
      }
    }
    if width > 0 { text.append(alphabet[Int(bits << (6 - width) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil for a foreign character, an impossible length, or bits left over.
  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 2048, text.utf8.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0, width: UInt32 = 0
    for character in text.utf8 {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(digit)
      width += 6
      guard width >= 8 else { continue }
      width -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> width))
    }
    return bits & (1 << width - 1) == 0 ? bytes : nil
  }
}
