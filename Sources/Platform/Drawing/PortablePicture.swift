/// What is put into a PNG beside its pixels, and the checksum that PNG and gzip share.
public enum PortablePicture {
  /// The picture with a text under a keyword (iTXt, PNG §11.3.4.5) before its end; nil if it is no PNG.
  public static func adding(_ text: String, under keyword: StaticString, to png: [UInt8]) -> [UInt8]? {
    guard png.count > 20, Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
      Array(png.suffix(8).prefix(4)) == Array("IEND".utf8)
    else { return nil }
    // Keyword, not compressed, no language, no translated keyword.
    let data = Array("iTXt".utf8) + Array(keyword.description.utf8) + [0, 0, 0, 0, 0] + Array(text.utf8)
    let chunk = bytes(UInt32(data.count - 4)) + data + bytes(crc32(data))
    return Array(png.dropLast(12)) + chunk + Array(png.suffix(12))
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
  }

  /// CRC-32 as in ISO 3309.
  public static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
  }
  private static let table: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
}
