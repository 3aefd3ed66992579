import Testing

@testable import MediaCoding

/// Pictures keep what is seen of them, byte for byte, and lose what hangs on them.
@Suite struct `Baring pictures` {
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String, parts: [(bytes: [UInt8], isSeen: Bool)]
    var bytes: [UInt8] { parts.flatMap(\.bytes) }
    var bare: [UInt8] { parts.filter(\.isSeen).flatMap(\.bytes) }
    var testDescription: String { name }
  }

  static let samples = [jpeg, png, gif]

  @Test(arguments: samples) func `loses places, comments and what stands behind its end`(sample: Sample) throws {
    let bare = try #require(BarePicture(of: sample.bytes))
    #expect(bare.bytes == sample.bare)
    #expect(BarePicture(of: bare.bytes)?.bytes == bare.bytes, "what is bare stays")
    #expect(!bare.isTurned)
  }

  @Test(arguments: samples) func `is none when it breaks off anywhere`(sample: Sample) throws {
    let whole = sample.bare.count
    for count in 0..<whole {
      let bare = BarePicture(of: Array(sample.bare.prefix(count)))
      // GIFs of some programs end without their last byte.
      #expect(bare == nil || sample.name == "GIF" && bare?.bytes.count == count, "\(count) of \(whole)")
    }
  }

  @Test func `a WebP says of itself what is left of it`() throws {
    let still = chunk("VP8L", [0x2F, 0, 0, 0, 0, 1, 2])
    let notes = chunk("EXIF", Self.turned) + chunk("XMP ", Array("<place/>".utf8))
    let bytes = webP(chunk("VP8X", [0x0C] + [UInt8](repeating: 0, count: 9)) + still + notes) + Array("tail".utf8)
    let bare = try #require(BarePicture(of: bytes))
    #expect(bare.bytes == webP(chunk("VP8X", [UInt8](repeating: 0, count: 10)) + still))
    #expect(bare.isTurned)
    #expect(BarePicture(of: bare.bytes)?.bytes == bare.bytes)
    #expect(BarePicture(of: Array(bytes.prefix(50))) == nil)
  }

  @Test func `a JPEG that lies on its side is told apart, in either order of bytes`() throws {
    for turn in [Self.turned, Self.turnedAsMotorolaHasIt] {
      let exif = segment(0xE1, Array("Exif\0\0".utf8) + turn)
      let bytes = Array(Self.jpeg.bare[..<2]) + exif + Array(Self.jpeg.bare[2...])
      let bare = try #require(BarePicture(of: bytes))
      #expect(bare.isTurned && bare.bytes == Self.jpeg.bare)
    }
    for nonsense in [
      [UInt8](), Array("II*\0\u{7F}\u{7F}\u{7F}\u{7F}".utf8), Array("II*\0".utf8) + [8, 0, 0, 0, 255, 255],
    ] {
      let exif = segment(0xE1, Array("Exif\0\0".utf8) + nonsense)
      #expect(BarePicture(of: Array(Self.jpeg.bare[..<2]) + exif + Array(Self.jpeg.bare[2...]))?.isTurned == false)
    }
  }

  @Test(arguments: [[], Array("<svg/>".utf8), Array("RIFF\u{4}\0\0\0WAVE".utf8), Array("\0\0\0\u{1C}ftypavif".utf8)])
  func `is no picture of a kind that can be bared`(bytes: [UInt8]) { #expect(BarePicture(of: bytes) == nil) }
}

private func segment(_ mark: UInt8, _ bytes: [UInt8]) -> [UInt8] {
  [0xFF, mark, UInt8((bytes.count + 2) >> 8), UInt8((bytes.count + 2) & 0xFF)] + bytes
}
private func block(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
  [0, 0, 0, UInt8(bytes.count)] + Array(name.utf8) + bytes + [1, 2, 3, 4]
}
private func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
  Array(name.utf8) + [UInt8(bytes.count), 0, 0, 0] + bytes + (bytes.count % 2 == 1 ? [0] : [])
}
private func webP(_ chunks: [UInt8]) -> [UInt8] {
  Array("RIFF".utf8) + [UInt8(chunks.count + 4), 0, 0, 0] + Array("WEBP".utf8) + chunks
}

extension `Baring pictures` {
  fileprivate static let turned: [UInt8] =
    Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
  fileprivate static let turnedAsMotorolaHasIt: [UInt8] =
    Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]

  /// A progressive one: another table and another scan follow the first.
  fileprivate static let jpeg = Sample(
    name: "JPEG",
    parts: [
      ([0xFF, 0xD8], true), (segment(0xE0, Array("JFIF\0".utf8) + [1, 1]), true),
      (segment(0xE1, Array("Exif\0\0".utf8) + Array("latitude".utf8)), false),
      (segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x/>".utf8)), false),
      (segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1]), true), (segment(0xE2, Array("MPF\0".utf8)), false),
      (segment(0xED, Array("Photoshop 3.0\0".utf8)), false), (segment(0xEE, Array("Adobe".utf8) + [0]), true),
      (segment(0xDB, [0, 1, 2]), true), (segment(0xC2, [8, 0, 1, 0, 1, 1]), true),
      (segment(0xDA, [1, 0]) + [9, 0xFF, 0, 8, 0xFF, 0xD0, 7], true), (segment(0xFE, Array("me".utf8)), false),
      (segment(0xC4, [3]), true), (segment(0xDA, [1, 1]) + [5, 0xFF, 0, 5], true), ([0xFF, 0xD9], true),
      ([0xFF, 0xD8] + segment(0xE1, Array("Exif\0\0second".utf8)) + [0xFF, 0xD9], false),
    ])
  fileprivate static let png = Sample(
    name: "PNG",
    parts: [
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], true), (block("IHDR", [0, 0, 0, 1, 0, 0, 0, 1]), true),
      (block("iCCP", [7]), true), (block("tEXt", Array("Author\0Mia".utf8)), false), (block("eXIf", [1]), false),
      (block("acTL", [1]), true), (block("IDAT", [1, 2, 3]), true), (block("tIME", [1]), false),
      (block("quIx", [1]), false), (block("IEND", []), true), (Array("tail".utf8), false),
    ])
  fileprivate static let gif = Sample(
    name: "GIF",
    parts: [
      (Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0] + [0, 0, 0, 255, 255, 255], true),
      ([0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0], true),
      ([0x21, 0xFF, 11] + Array("XMP DataXMP".utf8) + [2, 7, 7, 0], false),
      ([0x21, 0xFE, 4] + Array("here".utf8) + [0], false), ([0x21, 0xF9, 4, 0, 1, 0, 0, 0], true),
      ([0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0], true), ([0x3B], true), (Array("tail".utf8), false),
    ])
}
