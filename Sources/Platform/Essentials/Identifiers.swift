internal import Glibc
internal import Synchronization

/// A value that can stand in a URL's path and be read back from it.
public protocol PathValue: Sendable, Hashable {
  init?(pathText: String)
  var pathText: String { get }
  static var pathFormat: PathFormat { get }
}

/// What a path parameter looks like, for the API's description.
public enum PathFormat: Sendable, Hashable { case uuid, slug, reference, integer, text }

/// 128 bits in the layout of RFC 9562.
public struct UUIDBits: Sendable, Hashable {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads `8-4-4-4-12` hexadecimal digits of either case; nil for anything else.
  public init?(text: String) {
    var text = text
    let words = text.withUTF8 { bytes -> (UInt64, UInt64)? in
      guard bytes.count == 36 else { return nil }
      var words: (UInt64, UInt64) = (0, 0)
      for index in 0..<36 {
        let byte = unsafe bytes[index]
        if index == 8 || index == 13 || index == 18 || index == 23 {
          guard byte == 0x2D else { return nil }
          continue
        }
        guard let digit = byte.hexValue else { return nil }
        if index < 18 { words.0 = words.0 << 4 | UInt64(digit) } else { words.1 = words.1 << 4 | UInt64(digit) }
      }
      return words
    }
    guard let words else { return nil }
    self.init(high: words.0, low: words.1)
  }

  /// The 36 lower-case characters of RFC 9562.
  public var text: String {
    unsafe String(unsafeUninitializedCapacity: 36) { buffer in
      var span = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
      write(to: &span)
      return unsafe span.finalize(for: buffer)
    }
  }

  /// Appends those 36 characters.
  public func write(to span: inout OutputSpan<UInt8>) {
    let first = (high >> 32).digits, second = high.digits, third = (low >> 32).digits, fourth = low.digits
    let dash: UInt64 = 0x2D
    span.append(
      words: first, dash << 56 | (second >> 32) << 24 | dash << 16 | (second >> 16) & 0xFFFF,
      second << 48 | dash << 40 | (third >> 32) << 8 | dash, third << 32 | fourth >> 32, half: fourth)
  }

  /// A version 7 UUID (RFC 9562 §5.7): sorts by the time it was made, and within one process strictly so.
  public static func version7(at now: Instant = .now()) -> UUIDBits {
    // 48 bits of milliseconds and 12 bits of their fraction; a burst within one tick counts onwards.
    let micros = UInt64(max(now.microseconds, 0))
    let tick = (micros / 1000) << 12 | (micros % 1000) * 4096 / 1000
    let (ticks, random) = source.withLock { $0.next(atLeast: tick) }
    let high = (ticks >> 12) << 16 | 0x7000 | (ticks & 0xFFF)
    return UUIDBits(high: high, low: random & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  private static let source = Mutex(Source())

  private struct Source {
    private var last: UInt64 = 0
    /// Asked of the kernel for several ids at once: a call for each would cost more than the rest.
    private var random = InlineArray<32, UInt64>(repeating: 0)
    private var left = 0

    mutating func next(atLeast tick: UInt64) -> (tick: UInt64, random: UInt64) {
      last = max(tick, last + 1)
      if left == 0 { fill() }
      left -= 1
      return (last, random[left])
    }

    private mutating func fill() {
      left = random.count
      let size = MemoryLayout.size(ofValue: random)
      unsafe arc4random_buf(&random, size)
    }
  }
}

/// The identity of one `Thing`, a UUID; ids of different things do not mix.
public struct ID<Thing>: PathValue {
  public let bits: UUIDBits
  public static var pathFormat: PathFormat { .uuid }

  public init(bits: UUIDBits) { self.bits = bits }
  /// A new identity; later ones sort after earlier ones.
  public init(at now: Instant = .now()) { bits = .version7(at: now) }
  public init?(pathText: String) {
    guard let bits = UUIDBits(text: pathText) else { return nil }
    self.bits = bits
  }
  public var text: String { bits.text }
  public var pathText: String { bits.text }
  /// The same identity seen as another kind of thing; only for values whose kind is data, such as an audit line.
  public func retyped<Other>(as _: Other.Type = Other.self) -> ID<Other> { ID<Other>(bits: bits) }
}

/// The readable name of one `Thing` in a URL: `a-z`, `0-9` and `-`, at most 120 characters.
public struct Slug<Thing>: PathValue {
  public let text: String
  public static var pathFormat: PathFormat { .slug }
  public init?(pathText: String) {
    var text = pathText
    let isSlug = text.withUTF8 { bytes in
      unsafe (1...120).contains(bytes.count) && bytes.allSatisfy(\.isOfSlugs)
    }
    guard isSlug else { return nil }
    self.text = text
  }
  public var pathText: String { text }
}

/// Either way of naming a thing in a URL: `GET /courses/{id}` takes an id or a slug.
public enum Reference<Thing>: PathValue {
  case id(ID<Thing>), slug(Slug<Thing>)
  public static var pathFormat: PathFormat { .reference }
  public init?(pathText: String) {
    if let id = ID<Thing>(pathText: pathText) {
      self = .id(id)
    } else if let slug = Slug<Thing>(pathText: pathText) {
      self = .slug(slug)
    } else {
      return nil
    }
  }
  public var pathText: String {
    switch self {
    case .id(let id): id.pathText
    case .slug(let slug): slug.pathText
    }
  }
}

extension Int: PathValue {
  public static var pathFormat: PathFormat { .integer }
  public init?(pathText: String) { self.init(pathText) }
  public var pathText: String { String(self) }
}

extension String: PathValue {
  public static var pathFormat: PathFormat { .text }
  public init?(pathText: String) { self = pathText }
  public var pathText: String { self }
}

extension UInt64 {
  /// The lower 32 bits as eight hexadecimal digits in ASCII, the first of them in the highest byte.
  fileprivate var digits: UInt64 {
    // Each half byte is moved into a byte of its own, all eight at once.
    var nibbles = (self & 0xFFFF_0000) << 16 | self & 0xFFFF
    nibbles = (nibbles << 8 | nibbles) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles << 4 | nibbles) & 0x0F0F_0F0F_0F0F_0F0F
    let letters = ((nibbles &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }
}

extension UInt8 {
  @inline(__always) fileprivate var isOfSlugs: Bool {
    (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) || self == 0x2D
  }
}

extension OutputSpan<UInt8> {
  /// Eight bytes of each word, the highest first, and the lower four of `half`.
  @inline(__always) fileprivate mutating func append(
    words first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64, half: UInt64
  ) {
    precondition(freeCapacity >= 36)
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      let place = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
      unsafe place.storeBytes(of: first.bigEndian, as: UInt64.self)
      unsafe place.storeBytes(of: second.bigEndian, toByteOffset: 8, as: UInt64.self)
      unsafe place.storeBytes(of: third.bigEndian, toByteOffset: 16, as: UInt64.self)
      unsafe place.storeBytes(of: fourth.bigEndian, toByteOffset: 24, as: UInt64.self)
      unsafe place.storeBytes(of: UInt32(truncatingIfNeeded: half).bigEndian, toByteOffset: 32, as: UInt32.self)
      count += 36
    }
  }
}
