/// A place on the color circle, in steps of 15 degrees: each has a class, so that no page needs a style of its own.
public struct Hue: Sendable, Hashable {
  /// 0 ..< 24
  public let step: Int

  /// The nearest of the 24 hues.
  public init(degrees: Int) { step = (((degrees % 360) + 360 + 7) / 15) % 24 }
  /// A hue of its own for a name, always the same.
  public init(of text: String) { step = Int(text.seed % 24) }

  public var degrees: Int { step * 15 }
  /// The class that sets `--hue`.
  public var name: String { Self.names[step] }
  private static let names = (0..<24).map { "hue-\($0 * 15)" }

  /// The ink blue of a school that has not chosen.
  public static let standard = Hue(degrees: 255)
}

extension String {
  /// FNV-1a: the same on every machine and in every run, unlike `hashValue`.
  var seed: UInt64 {
    utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
