internal import Essentials
public import Markup

/// A picture for what has none: drawn from its name, always the same, in a hue.
public struct Cover: Component, Hashable, Sendable {
  /// The families of drawings.
  public enum Family: CaseIterable, Sendable { case waves, grid, orbits, leaves, letter }

  let seed: String
  let hue: Hue
  let family: Family?
  let letter: Character

  /// - Parameters:
  ///   - seed: The slug of the thing.
  ///   - hue: The hue of its category; without one, a hue of its own.
  ///   - letter: What the letter family draws; the first of the seed if nil.
  public init(_ seed: String, hue: Hue? = nil, family: Family? = nil, letter: Character? = nil) {
    self.seed = seed
    self.hue = hue ?? Hue(of: seed)
    self.family = family
    self.letter = letter ?? seed.first ?? "E"
  }

  public var body: HTML { Self.drawn.value(for: self) { drawing } }

  /// Lists show the same covers again and again, and to draw one takes as long as the rest of its card.
  private static let drawn = Cache<Cover, HTML>(most: 256)

  private var drawing: HTML {
    var dice = Dice(seed)
    let chosen = Family.allCases[dice.below(Family.allCases.count)]
    return svg(width: 320, height: 180, .class("cover \(hue.name)"), .fillsFrame) {
      rect(0, 0, width: 320, height: 180, .class("cover-0"))
      (family ?? chosen).drawing(&dice, letter: letter)
    }
  }
}

extension Cover.Family {
  func drawing(_ dice: inout Dice, letter: Character) -> HTML {
    switch self {
    case .waves: CoverArt.waves(&dice)
    case .grid: CoverArt.grid(&dice)
    case .orbits: CoverArt.orbits(&dice)
    case .leaves: CoverArt.leaves(&dice)
    case .letter: CoverArt.letter(letter, &dice)
    }
  }
}
