/// A picture file without what hangs on it: where it was taken, by what, of whom, and what stands behind its end. Not one
/// pixel changes, and colors stay as they are: what is needed to show them is kept. What is bare already stays the same byte
/// for byte, so that a picture may come and go as often as it likes.
public struct BarePicture: Sendable {
  public let bytes: [UInt8]
  /// It says that it lies on its side or on its head, which what was taken away would have told a browser.
  public let isTurned: Bool

  /// nil for what is no whole JPEG, PNG, GIF or WebP.
  public init?(of bytes: [UInt8]) {
    var reader = PictureParts(bytes)
    guard reader.read() else { return nil }
    self.bytes = reader.kept
    isTurned = reader.isTurned
  }
}

/// Goes through a picture part by part and keeps what is needed to see it.
private struct PictureParts {
  static let pngMark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private let bytes: [UInt8]
  private var place = 0
  private(set) var kept: [UInt8] = []
  private(set) var isTurned = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    kept.reserveCapacity(bytes.count)
  }

  /// False for what is no picture, or breaks off.
  mutating func read() -> Bool {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return readJPEG() }
    if bytes.starts(with: Self.pngMark) { return readPNG() }
    if says("GIF8", at: 0) { return readGIF() }
    return says("RIFF", at: 0) && readWebP()
  }

  private func number(_ at: Int, _ count: Int) -> Int? {
    guard at >= 0, at + count <= bytes.count else { return nil }
    return bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
  }
  private func says(_ text: String, at place: Int) -> Bool {
    place <= bytes.count && bytes[place...].starts(with: text.utf8)
  }
  /// Keeps so many bytes; false beyond the end.
  private mutating func take(_ count: Int) -> Bool {
    guard count >= 0, place + count <= bytes.count else { return false }
    kept += bytes[place..<place + count]
    place += count
    return true
  }
}

// ITU T.81: segments with a length, and behind a start of scan the picture itself, in which FF is followed by 00 or by the
// number of a restart.
extension PictureParts {
  mutating func readJPEG() -> Bool {
    guard take(2) else { return false }
    while let mark = number(place, 2) {
      switch mark {
      case 0xFFD9: return take(2)
      case 0xFFFF: place += 1
      case 0xFF01, 0xFFD0...0xFFD7: guard take(2) else { return false }
      case 0xFF02...0xFFFE:
        guard let length = number(place + 2, 2), length >= 2, place + 2 + length <= bytes.count else { return false }
        if isSeen(mark) {
          guard take(2 + length) else { return false }
        } else {
          if mark == 0xFFE1, says("Exif\0\0", at: place + 4) { readTurn(place + 10) }
          place += 2 + length
        }
        if mark == 0xFFDA { guard takeScan() else { return false } }
      default: return false
      }
    }
    return false
  }

  /// Of what programs add (APP0 to APP15, comments) three say how colors are meant: JFIF, a color profile, and Adobe's.
  private func isSeen(_ mark: Int) -> Bool {
    switch mark {
    case 0xFFE0: says("JFIF\0", at: place + 4)
    case 0xFFE2: says("ICC_PROFILE\0", at: place + 4)
    case 0xFFEE: says("Adobe", at: place + 4)
    case 0xFFE0...0xFFEF, 0xFFFE: false
    default: true
    }
  }

  private mutating func takeScan() -> Bool {
    var end = place
    while end + 1 < bytes.count {
      if bytes[end] == 0xFF, bytes[end + 1] != 0, !(0xD0...0xD7).contains(bytes[end + 1]) { return take(end - place) }
      end += 1
    }
    return false
  }

  /// The orientation in a TIFF header, as EXIF has it: 1 is upright.
  private mutating func readTurn(_ start: Int) {
    let isLittle = says("II", at: start)
    func value(_ at: Int, _ count: Int) -> Int? {
      guard let number = number(at, count) else { return nil }
      if !isLittle { return number }
      return (0..<count).reduce(0) { $0 << 8 | (number >> (8 * $1) & 0xFF) }
    }
    guard let offset = value(start + 4, 4), let count = value(start + offset, 2) else { return }
    for entry in 0..<count {
      let at = start + offset + 2 + 12 * entry
      guard let tag = value(at, 2) else { return }
      if tag == 0x0112, let turn = value(at + 8, 2) { isTurned = (2...8).contains(turn) }
    }
  }
}

extension PictureParts {
  /// Chunks whose names begin with a capital are the picture; of the others these say how it is shown.
  private static let shown: Set = [
    "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD", "pHYs", "cICP", "mDCV", "cLLI", "acTL", "fcTL", "fdAT",
  ]

  mutating func readPNG() -> Bool {
    guard take(8) else { return false }
    while let length = number(place, 4), place + 12 + length <= bytes.count {
      let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
      if bytes[place + 4] & 0x20 == 0 || Self.shown.contains(name) {
        guard take(12 + length) else { return false }
      } else {
        if name == "eXIf" { readTurn(place + 8) }
        place += 12 + length
      }
      if name == "IEND" { return true }
    }
    return false
  }
}

extension PictureParts {
  mutating func readGIF() -> Bool {
    guard let flags = number(10, 1), take(13 + Self.colors(flags)) else { return false }
    while let mark = number(place, 1) {
      switch mark {
      case 0x3B: return take(1)
      case 0x2C:
        guard let flags = number(place + 9, 1), take(10 + Self.colors(flags) + 1), passBlocks(isKept: true) else {
          return false
        }
      case 0x21: guard readExtension() else { return false }
      default: return false
      }
    }
    // Some programs leave the last byte out.
    return place == bytes.count
  }

  private static func colors(_ flags: Int) -> Int { flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1) }

  /// How long each picture stands, written words, and how often all of it is played; no comments and no notes of programs.
  private mutating func readExtension() -> Bool {
    guard let label = number(place + 1, 1) else { return false }
    let isPlayed = says("NETSCAPE2.0", at: place + 3) || says("ANIMEXTS1.0", at: place + 3)
    let isKept = label == 0xF9 || label == 0x01 || label == 0xFF && isPlayed
    if isKept { guard take(2) else { return false } } else { place += 2 }
    return passBlocks(isKept: isKept)
  }

  /// Blocks of at most 255 bytes up to an empty one.
  private mutating func passBlocks(isKept: Bool) -> Bool {
    while let length = number(place, 1) {
      if isKept {
        guard take(1 + length) else { return false }
      } else {
        place += 1 + length
      }
      if length == 0 { return true }
    }
    return false
  }
}

extension PictureParts {
  private static let webPParts: Set = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]

  mutating func readWebP() -> Bool {
    guard says("WEBP", at: 8), let said = little(4), 8 + said <= bytes.count, take(12) else { return false }
    let end = 8 + said
    while place + 8 <= end {
      guard let length = little(place + 4), place + 8 + length <= end else { return false }
      let name = String(decoding: bytes[place..<place + 4], as: UTF8.self)
      // An odd one is filled up, but for some programs' last.
      let whole = min(8 + length + length % 2, end - place)
      if name == "VP8X" {
        let flags = kept.count + 8
        guard length >= 10, take(whole) else { return false }
        kept[flags] &= ~(0x08 | 0x04)
      } else if Self.webPParts.contains(name) {
        guard take(whole) else { return false }
      } else {
        if name == "EXIF" { readTurn(place + (says("Exif\0\0", at: place + 8) ? 14 : 8)) }
        place += whole
      }
    }
    let size = kept.count - 8
    for index in 0..<4 { kept[4 + index] = UInt8(truncatingIfNeeded: size >> (8 * index)) }
    return true
  }

  private func little(_ at: Int) -> Int? {
    number(at, 4).map { value in (0..<4).reduce(0) { $0 << 8 | (value >> (8 * $1) & 0xFF) } }
  }
}
