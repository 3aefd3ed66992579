/// Texts from anywhere as header values: what is not printable ASCII becomes encoded words (RFC 2047), and with it every
/// line break.
enum HeaderText {
  /// A line may have 78 characters; longer plain texts are encoded too, which folds them.
  private static let longestPlain = 60

  static func unstructured(_ text: String) -> String {
    let isPlain = text.isPrintableASCII && text.utf8.count <= longestPlain && !text.contains("=?")
    return isPlain && text.first != " " && text.last != " " ? text : encodedWords(text)
  }

  static func address(_ address: MailAddress) -> String {
    if address.name.isEmpty { return address.address }
    let name = phrase(address.name)
    return name + (name.utf8.count + address.address.utf8.count < 60 ? " " : "\r\n ") + "<\(address.address)>"
  }

  private static func phrase(_ name: String) -> String {
    guard name.isPrintableASCII, name.utf8.count <= longestPlain, !name.contains("=?") else {
      return encodedWords(name)
    }
    return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Each word holds whole characters and stays under 75 letters.
  private static func encodedWords(_ text: String) -> String {
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar.isControl ? " " : scalar).utf8)
      if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?UTF-8?B?\(Base64.text($0))?=" }.joined(separator: "\r\n ")
  }
}

/// Base64 of RFC 2045; this room does not stand on Cryptography for thirty lines.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 { result.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : 0x3D) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func bytes(_ text: some StringProtocol) -> [UInt8] {
    var result: [UInt8] = [], bits = 0, count = 0
    for letter in text.utf8 {
      guard let value = letters.firstIndex(of: letter) else { continue }
      bits = (bits << 6 | value) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }
}

extension String {
  fileprivate var isPrintableASCII: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
  }
}
