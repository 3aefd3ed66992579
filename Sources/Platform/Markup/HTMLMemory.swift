import Essentials

// Own memory instead of an array's, for one reason: an element is written around its content, and an array has no room in
// front. With room on both sides a page is built in place; with arrays each element costs two more allocations and a copy
// of all it holds, which was half of what a page cost.

/// The bytes of a fragment with room before and behind them. Only its one owner writes it: `HTML` makes a copy of its own
/// before it changes what another fragment shares, which is why it may be sent anywhere.
@safe final class HTMLMemory: @unchecked Sendable {
  private let memory: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var start: Int, end: Int

  /// Room for the opening tags of a few elements around a text, and for their ends.
  private static let margin = 48

  /// Nothing yet, with so much room.
  init(before: Int, behind: Int) {
    capacity = before + behind
    unsafe memory = .allocate(capacity: before + behind)
    (start, end) = (before, before)
  }
  deinit { unsafe memory.deallocate() }

  /// Nothing yet, with room for an element of `count` bytes and for some more around it.
  static func withRoom(for count: Int) -> HTMLMemory { HTMLMemory(before: count + margin, behind: count + margin) }

  convenience init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init(before: Self.margin, behind: bytes.count + Self.margin)
    extendBack(by: bytes.count) { unsafe $0.put(bytes) }
  }

  var count: Int { end - start }

  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    unsafe body(UnsafeBufferPointer(start: memory + start, count: count))
  }

  func hasRoom(before: Int, behind: Int) -> Bool { start >= before && capacity - end >= behind }

  /// The same bytes in a larger piece; the room grows with what is held, so that appending stays cheap.
  func grown(before: Int, behind: Int) -> HTMLMemory {
    let larger = HTMLMemory(before: before + 2 * Self.margin, behind: behind + 2 * count + Self.margin)
    unsafe withBytes { bytes in larger.extendBack(by: bytes.count) { unsafe $0.put(bytes) } }
    return larger
  }

  /// Takes `count` bytes of the room before; only after `hasRoom`.
  func extendFront(by count: Int, _ write: (inout ByteCursor) -> Void) {
    start -= count
    var cursor = unsafe ByteCursor(memory + start)
    write(&cursor)
  }

  /// Takes `count` bytes of the room behind; only after `hasRoom`.
  func extendBack(by count: Int, _ write: (inout ByteCursor) -> Void) {
    var cursor = unsafe ByteCursor(memory + end)
    end += count
    write(&cursor)
  }
}

/// Writes forwards into memory whose room was counted before.
@safe struct ByteCursor {
  private var place: UnsafeMutablePointer<UInt8>
  init(_ place: UnsafeMutablePointer<UInt8>) { unsafe self.place = place }

  @inline(__always) mutating func put(_ byte: UInt8) {
    unsafe place.pointee = byte
    unsafe place += 1
  }
  mutating func put(_ source: UnsafeBufferPointer<UInt8>) {
    guard let first = source.baseAddress else { return }
    unsafe place.update(from: first, count: source.count)
    unsafe place += source.count
  }
  mutating func put(_ name: StaticString) { name.withUTF8Buffer { unsafe put($0) } }
  mutating func putEscaped(_ text: String) {
    var text = text
    text.withUTF8 { unsafe putEscaped($0) }
  }
  mutating func putEscaped(_ source: UnsafeBufferPointer<UInt8>) {
    var clean = 0
    for index in source.indices {
      guard let entity = unsafe source[index].entity else { continue }
      unsafe put(UnsafeBufferPointer(rebasing: source[clean..<index]))
      unsafe put(UnsafeBufferPointer(start: entity.utf8Start, count: entity.utf8CodeUnitCount))
      clean = index + 1
    }
    unsafe put(UnsafeBufferPointer(rebasing: source[clean...]))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// How many bytes it has once it is escaped.
  var escapedCount: Int {
    var count = count
    for index in indices {
      if let entity = unsafe self[index].entity { count += entity.utf8CodeUnitCount - 1 }
    }
    return count
  }
}

extension UInt8 {
  /// `& < > " '` become entities, in text and in attribute values alike, so one rule holds everywhere.
  @inline(__always) var entity: StaticString? {
    switch self {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x22: "&quot;"
    case 0x27: "&#39;"
    default: nil
    }
  }
}
