internal import Essentials

extension UUIDBits {
  /// The sixteen bytes, the first first: what is sealed and shown together with whose it is.
  var bytes: [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
  }

  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    let words = bytes.enumerated().reduce(into: (UInt64(0), UInt64(0))) { words, byte in
      if byte.offset < 8 {
        words.0 = words.0 << 8 | UInt64(byte.element)
      } else {
        words.1 = words.1 << 8 | UInt64(byte.element)
      }
    }
    self.init(high: words.0, low: words.1)
  }
}
