extension SentFile {
  /// A picture that can be decoded, with a text in it that is not part of what is seen.
  public static func photo(
    _ name: String = "photo.png", width: Int = 8, height: Int = 8, hiding secret: String = "latitude 51.5"
  ) -> SentFile {
    var rows: [UInt8] = []
    for y in 0..<height {
      rows.append(0)
      for x in 0..<width { rows += [UInt8(x * 255 / width), UInt8(y * 255 / height), 128] }
    }
    let header = number(width) + number(height) + [8, 2, 0, 0, 0]
    let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let text = Array("Comment".utf8) + [0] + Array(secret.utf8)
    return SentFile(
      name, start + chunk("IHDR", header) + chunk("tEXt", text) + chunk("IDAT", stored(rows)) + chunk("IEND", []))
  }

  private static func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) } }

  private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + bytes
    return number(bytes.count) + named + number(Int(checksum(named)))
  }

  /// zlib without compression (RFC 1950, RFC 1951 §3.2.4).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01], rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let low = UInt8(block.count & 0xFF), high = UInt8(block.count >> 8)
      out += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + block
    } while !rest.isEmpty
    var a = 1, b = 0
    for byte in bytes {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return out + number(b << 16 | a)
  }

  /// CRC-32 as PNG has it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}
