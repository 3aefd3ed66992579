/// The image types that every browser shows.
public enum ImageType: String, Sendable {
  case png, jpeg, gif, webp

  public var mediaType: String { "image/\(rawValue)" }
}

/// Type and size of an image, told by its first bytes and not by its name.
public struct ImageHeader: Sendable, Equatable {
  public let type: ImageType
  public let width: Int
  public let height: Int

  /// Nil for anything that is no image of a known type with a sensible size.
  public init?(_ bytes: [UInt8]) {
    let reader = ByteReader(bytes: bytes)
    guard let found = Self.png(reader) ?? Self.gif(reader) ?? Self.webp(reader) ?? Self.jpeg(reader),
      (1...30_000).contains(found.width), (1...30_000).contains(found.height)
    else { return nil }
    self = found
  }

  private init(_ type: ImageType, _ width: Int, _ height: Int) {
    self.type = type
    self.width = width
    self.height = height
  }

  private static func png(_ reader: ByteReader) -> ImageHeader? {
    guard reader.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0), reader.has("IHDR".utf8, at: 12),
      let width = reader.big(4, at: 16), let height = reader.big(4, at: 20)
    else { return nil }
    return ImageHeader(.png, width, height)
  }

  private static func gif(_ reader: ByteReader) -> ImageHeader? {
    guard reader.has("GIF87a".utf8, at: 0) || reader.has("GIF89a".utf8, at: 0),
      let width = reader.little(2, at: 6), let height = reader.little(2, at: 8)
    else { return nil }
    return ImageHeader(.gif, width, height)
  }

  private static func webp(_ reader: ByteReader) -> ImageHeader? {
    guard reader.has("RIFF".utf8, at: 0), reader.has("WEBP".utf8, at: 8) else { return nil }
    if reader.has("VP8X".utf8, at: 12), let width = reader.little(3, at: 24), let height = reader.little(3, at: 27) {
      return ImageHeader(.webp, width + 1, height + 1)
    }
    if reader.has("VP8L".utf8, at: 12), reader.has([0x2F], at: 20), let bits = reader.little(4, at: 21) {
      return ImageHeader(.webp, bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
    }
    if reader.has("VP8 ".utf8, at: 12), reader.has([0x9D, 0x01, 0x2A], at: 23),
      let width = reader.little(2, at: 26), let height = reader.little(2, at: 28)
    {
      return ImageHeader(.webp, width & 0x3FFF, height & 0x3FFF)
    }
    return nil
  }

  /// Walks the segments to the frame header; every segment has a length of at least two, so the walk ends.
  private static func jpeg(_ reader: ByteReader) -> ImageHeader? {
    guard reader.has([0xFF, 0xD8, 0xFF], at: 0) else { return nil }
    var position = 2
    while let mark = reader.big(1, at: position), let kind = reader.big(1, at: position + 1), mark == 0xFF {
      switch kind {
      case 0xFF: position += 1
      case 0x01, 0xD0...0xD8: position += 2
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard let height = reader.big(2, at: position + 5), let width = reader.big(2, at: position + 7) else {
          return nil
        }
        return ImageHeader(.jpeg, width, height)
      case 0xD9, 0xDA: return nil
      default:
        guard let length = reader.big(2, at: position + 2), length >= 2 else { return nil }
        position += 2 + length
      }
    }
    return nil
  }
}

/// Numbers out of bytes, never beyond their end.
private struct ByteReader {
  let bytes: [UInt8]

  func has(_ wanted: some Collection<UInt8>, at position: Int) -> Bool {
    position + wanted.count <= bytes.count && bytes[position..<position + wanted.count].elementsEqual(wanted)
  }
  func big(_ count: Int, at position: Int) -> Int? {
    guard position >= 0, position + count <= bytes.count else { return nil }
    return bytes[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
  }
  func little(_ count: Int, at position: Int) -> Int? {
    guard position >= 0, position + count <= bytes.count else { return nil }
    return bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
