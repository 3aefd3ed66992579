import Essentials

// Own memory instead of an array's, for one reason: an element is written around its content, and an array has no room in
// front. With room on both sides a page is built in place; with arrays each element costs two more allocations and a copy
// of all it holds, which was half of what a page cost.

/// Where the bytes of a fragment lie in its memory.
struct HTMLPlace {
  let capacity: Int
  var start: Int, end: Int
  var count: Int { end - start }
}

/// The bytes of a fragment with room before and behind them, in one piece with what says where they lie. Only its one
/// owner writes it: `HTML` makes a copy of its own before it changes what another fragment shares, which is why it may be
/// sent anywhere.
final class HTMLMemory: ManagedBuffer<HTMLPlace, UInt8> {
  /// Room for the opening tags of a few elements around a text, and for their ends.
  private static let margin = (before: 128, behind: 48)

  /// Nothing yet, with so much room.
  private static func empty(before: Int, behind: Int) -> HTMLMemory {
    let memory = create(minimumCapacity: before + behind) { _ in
      HTMLPlace(capacity: before + behind, start: before, end: before)
    }
    return unsafe unsafeDowncast(memory, to: HTMLMemory.self)
  }

  /// Nothing yet, with room for an element of `count` bytes and for some more around it.
  static func withRoom(for count: Int) -> HTMLMemory {
    empty(before: count + margin.before, behind: count + margin.behind)
  }
  /// Nothing yet, with room for parts of `count` bytes in all and for some more around them.
  static func withRoom(forParts count: Int) -> HTMLMemory {
    empty(before: margin.before, behind: count + margin.behind)
  }

  static func holding(_ bytes: UnsafeBufferPointer<UInt8>) -> HTMLMemory {
    let memory = withRoom(forParts: bytes.count)
    memory.extendBack(by: bytes.count) { unsafe $0.put(bytes) }
    return memory
  }

  var count: Int { place.count }
  /// By its pointer: the property of the same would be watched for access by others at each use.
  private var place: HTMLPlace { unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee } }

  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    unsafe withUnsafeMutablePointers { place, memory in
      unsafe body(UnsafeBufferPointer(start: memory + place.pointee.start, count: place.pointee.count))
    }
  }

  func hasRoom(before: Int, behind: Int) -> Bool {
    let place = place
    return place.start >= before && place.capacity - place.end >= behind
  }

  /// The same bytes in a larger piece; the room grows with what is held, so that going on stays cheap.
  func grown(before: Int, behind: Int) -> HTMLMemory {
    let margin = Self.margin
    let larger = Self.empty(before: before + margin.before + count / 8, behind: behind + 2 * count + margin.behind)
    unsafe withBytes { bytes in larger.extendBack(by: bytes.count) { unsafe $0.put(bytes) } }
    return larger
  }

  /// Takes `count` bytes of the room before; only after `hasRoom`.
  func extendFront(by count: Int, _ write: (inout ByteCursor) -> Void) {
    unsafe withUnsafeMutablePointers { place, memory in
      unsafe place.pointee.start -= count
      var cursor = unsafe ByteCursor(memory + place.pointee.start)
      write(&cursor)
    }
  }

  /// Takes `count` bytes of the room behind; only after `hasRoom`.
  func extendBack(by count: Int, _ write: (inout ByteCursor) -> Void) {
    unsafe withUnsafeMutablePointers { place, memory in
      var cursor = unsafe ByteCursor(memory + place.pointee.end)
      unsafe place.pointee.end += count
      write(&cursor)
    }
  }
}

/// Writes forwards into memory whose room was counted before.
@safe struct ByteCursor {
  private var place: UnsafeMutablePointer<UInt8>
  init(_ place: UnsafeMutablePointer<UInt8>) { unsafe self.place = place }

  func count(from start: UnsafeMutablePointer<UInt8>) -> Int { unsafe place - start }

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
  mutating func put(_ text: String) {
    var text = text
    text.withUTF8 { unsafe put($0) }
  }
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
