// What a drawing says in numbers: the data of a path, a transformation, points. It is written as bytes, since a page of
// covers has thousands of numbers, and a text for each of them was half of what such a page cost.

/// Numbers and letters of a drawing, such as `"M\(x) \(y)h\(side)z"`. Numbers have at most two decimals and no trailing
/// zero, the same on every machine. Its letters stand in the source, so nothing of it needs to be escaped.
public struct DrawnText: ExpressibleByStringInterpolation, Sendable {
  private var bytes: [UInt8]

  public init() { bytes = [] }
  public init(stringLiteral letters: StaticString) {
    bytes = []
    put(letters)
  }
  public init(stringInterpolation parts: Interpolation) { bytes = parts.drawn.bytes }

  public var isEmpty: Bool { bytes.isEmpty }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func append(_ other: DrawnText) { bytes += other.bytes }
  public mutating func append(_ other: DrawnText, times: Int) { for _ in 0..<times { bytes += other.bytes } }

  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var drawn = DrawnText()

    public init(literalCapacity: Int, interpolationCount: Int) {
      drawn.bytes.reserveCapacity(literalCapacity + 6 * interpolationCount + 24)
    }
    public mutating func appendLiteral(_ letters: StaticString) { drawn.put(letters) }
    public mutating func appendInterpolation(_ number: Int) { drawn.put(number) }
    public mutating func appendInterpolation(_ number: Double) { drawn.put(number) }
  }

  private mutating func put(_ letters: StaticString) {
    letters.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }
  private mutating func put(_ number: Int) { write { $0.put(whole: number) } }
  private mutating func put(_ number: Double) { write { $0.put(short: number) } }

  /// Lets `body` write one number, which takes at most 24 bytes.
  private mutating func write(_ body: (inout ByteCursor) -> Void) {
    bytes.append(addingCapacity: 24) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, written in
        guard let base = buffer.baseAddress else { return }
        written += unsafe ByteCursor.count(from: base + written, body)
      }
    }
  }
}

extension Double {
  /// At most two decimals and no trailing zero, the same on every machine.
  public var short: String {
    // A text of at most 15 bytes needs no memory of its own.
    unsafe String(unsafeUninitializedCapacity: magnitude < 1e9 ? 15 : 24) { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe ByteCursor.count(from: base) { $0.put(short: self) }
    }
  }
}

extension ByteCursor {
  fileprivate static func count(from place: UnsafeMutablePointer<UInt8>, _ write: (inout ByteCursor) -> Void) -> Int {
    var cursor = unsafe ByteCursor(place)
    write(&cursor)
    return unsafe cursor.count(from: place)
  }

  fileprivate mutating func put(whole number: Int) {
    if number < 0 { put(0x2D) }
    put(digits: number.magnitude)
  }

  fileprivate mutating func put(short number: Double) {
    guard number.magnitude < 1e15 else { return put(0x30) }
    let hundredths = Int((number * 100).rounded())
    if hundredths < 0 { put(0x2D) }
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    put(digits: whole)
    guard rest > 0 else { return }
    put(0x2E)
    put(0x30 + UInt8(rest / 10))
    if rest % 10 > 0 { put(0x30 + UInt8(rest % 10)) }
  }

  private mutating func put(digits number: UInt) {
    if number >= 10 { put(digits: number / 10) }
    put(0x30 + UInt8(number % 10))
  }
}
