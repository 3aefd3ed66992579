/// Chance that repeats itself: the same text throws the same dice on every machine (SplitMix64).
struct Dice {
  private var state: UInt64

  init(_ text: String) { state = text.seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number below `limit`.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// A number of the range, in hundredths of its width, so that drawings stay short.
  mutating func from(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + Double(below(101)) / 100 * (range.upperBound - range.lowerBound)
  }
}
