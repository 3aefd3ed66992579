internal import CPostgres
internal import Essentials

/// The values of one statement in PostgreSQL's binary form.
struct PostgresParameters {
  // Laid one after another into one buffer; pointers are made once it no longer moves.
  private var buffer: [UInt8] = []
  /// Where each value begins; nil for NULL.
  private var starts: [Int?] = []
  private var lengths: [Int32] = []
  /// PostgreSQL takes at most 65,535 values; hardly a statement has more than a few.
  private static let binary = [Int32](repeating: 1, count: 64)

  init(_ binds: [Rendition.Bind]) throws {
    buffer.reserveCapacity(binds.count * 16 + 64)
    starts.reserveCapacity(binds.count)
    lengths.reserveCapacity(binds.count)
    for bind in binds {
      let start = buffer.count
      let isNull = try append(bind.value)
      starts.append(isNull ? nil : start)
      lengths.append(Int32(buffer.count - start))
    }
    buffer.append(0)  // so that an empty text at the end has an address, too: none would say NULL
  }

  /// Sends a prepared statement; false when the connection is beyond use.
  func send(_ name: String, on handle: OpaquePointer) -> Bool {
    let count = starts.count
    let formats = count <= Self.binary.count ? Self.binary : [Int32](repeating: 1, count: count)
    return unsafe buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      let values = unsafe starts.map { unsafe $0.map { unsafe (base + $0).assumingMemoryBound(to: CChar.self) } }
      return unsafe PQsendQueryPrepared(handle, name, Int32(count), values, lengths, formats, 1) == 1
    }
  }

  /// True for NULL.
  private mutating func append(_ value: BoundValue) throws -> Bool {
    switch value {
    case .null: return true
    case .bool(let bool): buffer.append(bool ? 1 : 0)
    case .int(let integer): append(UInt64(bitPattern: integer))
    case .real(let real): append(real.bitPattern)
    case .instant(let instant): append(UInt64(bitPattern: instant.microseconds &- Instant.millennium))
    case .id(let bits):
      append(bits.high)
      append(bits.low)
    case .text(let text): try append(text)
    case .json(let text):
      buffer.append(1)  // the version of jsonb's format
      try append(text)
    case .bytes(let bytes): buffer += bytes
    }
    return false
  }

  private mutating func append(_ word: UInt64) { unsafe withUnsafeBytes(of: word.bigEndian) { unsafe buffer += $0 } }

  private mutating func append(_ text: String) throws {
    let start = buffer.count
    buffer += text.utf8
    if buffer[start...].contains(0) { throw StoreError.invalidText }
  }
}
