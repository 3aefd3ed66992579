/// A text file's words, whatever encoding it was saved in.
public struct DecodedText: Sendable {
  public let text: String
  /// What was done to read it; nil for plain UTF-8.
  public let note: String?

  /// Nil for what is no text.
  public init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]), let text = String(validating: bytes.dropFirst(3), as: UTF8.self) {
      self.init(text, "The byte order mark was taken off.")
    } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      self.init(utf16: bytes.dropFirst(2), isBigEndian: bytes[0] == 0xFE)
    } else if let order = bytes.looksLikeUTF16 {
      self.init(utf16: bytes[...], isBigEndian: order == .bigEndian)
    } else if bytes.contains(0) {
      return nil
    } else if let text = String(validating: bytes, as: UTF8.self) {
      self.init(text, nil)
    } else {
      self.init(windows1252: bytes)
    }
  }

  private init?(_ text: String, _ note: String?) {
    guard !text.utf8.contains(0) else { return nil }
    self.text = text
    self.note = note
  }

  private init?(utf16 bytes: ArraySlice<UInt8>, isBigEndian: Bool) {
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    guard let text = String(validating: units, as: UTF16.self) else { return nil }
    self.init(text, "The file was read as UTF-16.")
  }

  private init?(windows1252 bytes: [UInt8]) {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      let code = byte >= 0x80 && byte < 0xA0 ? Self.windows[Int(byte - 0x80)] : UInt32(byte)
      guard code != 0, let scalar = Unicode.Scalar(code) else { return nil }
      text.append(scalar)
    }
    self.init(String(text), "The file is not UTF-8; it was read as Windows-1252.")
  }

  /// 0x80 to 0x9F; zero where the code page has no character.
  private static let windows: [UInt32] = [
    0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
  ]
}

private enum ByteOrder { case bigEndian, littleEndian }

extension [UInt8] {
  /// Latin text in UTF-16 without a mark has a zero in every other byte.
  fileprivate var looksLikeUTF16: ByteOrder? {
    let sample = prefix(2_000)
    guard sample.count >= 8 else { return nil }
    let zeros = sample.indices.filter { sample[$0] == 0 }
    let odd = zeros.count { $0 % 2 == 1 }
    if odd * 10 >= sample.count * 4, odd == zeros.count { return .littleEndian }
    if (zeros.count - odd) * 10 >= sample.count * 4, odd == 0 { return .bigEndian }
    return nil
  }
}
