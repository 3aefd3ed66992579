/// Reads the size of an image from its first bytes; nil when they are damaged. Decoding is not done here: the five
/// headers are a few fields each, and a library would read far more of a stranger's bytes.
enum ImageHeader {
  static func pixels(in bytes: [UInt8], type: String) -> PixelSize? {
    let size: (Int, Int)? =
      switch type {
      case "image/png": png(bytes)
      case "image/gif": gif(bytes)
      case "image/jpeg": jpeg(bytes)
      case "image/webp": webp(bytes)
      case "image/avif": avif(bytes)
      default: nil
      }
    guard let (width, height) = size, width > 0, height > 0 else { return nil }
    return PixelSize(width: width, height: height)
  }

  private static func png(_ bytes: [UInt8]) -> (Int, Int)? {
    guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
    return (bytes.big(16, 4), bytes.big(20, 4))
  }

  private static func gif(_ bytes: [UInt8]) -> (Int, Int)? {
    bytes.count >= 10 ? (bytes.little(6, 2), bytes.little(8, 2)) : nil
  }

  /// Walks the segments to the frame header (SOF).
  private static func jpeg(_ bytes: [UInt8]) -> (Int, Int)? {
    var position = 2
    while position + 9 < bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF { position += 1; continue }
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        return (bytes.big(position + 7, 2), bytes.big(position + 5, 2))
      }
      let isAlone = marker == 0x01 || (0xD0...0xD8).contains(marker)
      position += isAlone ? 2 : 2 + bytes.big(position + 2, 2)
    }
    return nil
  }

  private static func webp(_ bytes: [UInt8]) -> (Int, Int)? {
    guard bytes.count >= 30 else { return nil }
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8 ": return (bytes.little(26, 2) & 0x3FFF, bytes.little(28, 2) & 0x3FFF)
    case "VP8L":
      let bits = bytes.little(21, 4)
      return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
    case "VP8X": return (bytes.little(24, 3) + 1, bytes.little(27, 3) + 1)
    default: return nil
    }
  }

  /// The first image spatial extents property (ISO/IEC 23008-12) names the largest image.
  private static func avif(_ bytes: [UInt8]) -> (Int, Int)? {
    let name = Array("ispe".utf8)
    guard bytes.count >= 16,
      let start = (0..<min(bytes.count, 4096) - 15).first(where: { bytes[$0..<$0 + 4].elementsEqual(name) })
    else { return nil }
    return (bytes.big(start + 8, 4), bytes.big(start + 12, 4))
  }
}

extension [UInt8] {
  fileprivate func big(_ start: Int, _ count: Int) -> Int {
    self[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
  }
  fileprivate func little(_ start: Int, _ count: Int) -> Int {
    self[start..<start + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
