// Archives as nobody's program writes them: every number can be a lie.

/// An entry of an archive as a test wants it.
public struct SentEntry: Sendable {
  public var name: [UInt8], bytes: [UInt8]
  /// The upper half is the mode of a file of Unix.
  public var attributes: UInt32 = 0o100644 << 16
  /// What the archive says of its length, where that is not so.
  public var claimedSize: Int?
  /// Bit 0: locked; bit 11: the name is UTF-8.
  public var flags: UInt16 = 1 << 11
  /// 0: as it is; 8: deflated, the bytes are that already.
  public var method: UInt16 = 0

  public init(_ name: String, _ text: String = "") { self.init(name, Array(text.utf8)) }
  public init(_ name: String, _ bytes: [UInt8]) {
    self.name = Array(name.utf8)
    self.bytes = bytes
  }

  /// A link to somewhere else.
  public static func link(_ name: String, to target: String) -> SentEntry {
    var entry = SentEntry(name, target)
    entry.attributes = 0o120777 << 16
    return entry
  }
  /// The same with other facts.
  public func with(_ change: (inout SentEntry) -> Void) -> SentEntry {
    var entry = self
    change(&entry)
    return entry
  }
}

extension SentFile {
  /// A zip archive of these entries; `count` is what it says of their number.
  public static func archive(_ entries: [SentEntry], named name: String = "course.zip", count: Int? = nil) -> SentFile {
    var body: [UInt8] = [], directory: [UInt8] = []
    for entry in entries {
      let size = entry.claimedSize ?? entry.bytes.count, place = body.count
      let facts =
        number(UInt64(entry.flags), 2) + number(UInt64(entry.method), 2) + [0, 0, 0x21, 0x50]
        + number(UInt64(crc(entry.bytes)), 4) + number(UInt64(entry.bytes.count), 4) + number(UInt64(size), 4)
        + number(UInt64(entry.name.count), 2) + [0, 0]
      body += [0x50, 0x4B, 3, 4, 20, 0] + facts + entry.name + entry.bytes
      directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + facts + [0, 0, 0, 0, 0, 0]
      directory += number(UInt64(entry.attributes), 4) + number(UInt64(place), 4) + entry.name
    }
    let total = number(UInt64(count ?? entries.count), 2)
    let end =
      [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + total + total + number(UInt64(directory.count), 4)
      + number(UInt64(body.count), 4) + [0, 0]
    return SentFile(name, body + directory + end, claiming: "application/zip")
  }

  private static func number(_ value: UInt64, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }
}
