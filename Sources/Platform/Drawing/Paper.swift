public import Essentials

/// A sheet in points, 72 to an inch.
public struct Paper: Sendable, Equatable {
  public let width: Double, height: Double

  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
  public static let a4 = Paper(width: 595.28, height: 841.89)
  public static let letter = Paper(width: 612, height: 792)

  /// The same sheet on its long side.
  public var landscape: Paper { Paper(width: max(width, height), height: min(width, height)) }
}

/// What a drawing becomes.
public enum DrawingFormat: Sendable, Equatable {
  case pdf, svg
  /// So many pixels to a point.
  case png(scale: Double)
}

/// What a PDF says of itself. The time is given, so that the same drawing is the same bytes.
public struct DocumentFacts: Sendable {
  public let title: String, author: String, subject: String, createdAt: Instant

  public init(title: String, author: String, subject: String = "", createdAt: Instant) {
    self.title = title
    self.author = author
    self.subject = subject
    self.createdAt = createdAt
  }
}

/// A color as the three lights of a screen, 0 to 255, and how much it covers, 0 to 1.
public struct Ink: Sendable, Hashable {
  public let red: Int, green: Int, blue: Int, cover: Double

  public init(_ red: Int, _ green: Int, _ blue: Int, cover: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.cover = cover
  }
  public static let white = Ink(255, 255, 255)
  public static let black = Ink(0, 0, 0)

  /// The same color as a breath on what lies under it.
  public func covering(_ cover: Double) -> Ink { Ink(red, green, blue, cover: cover) }
  /// Between this color and another; 0 is this one.
  public func mixed(with other: Ink, _ share: Double) -> Ink {
    func part(_ from: Int, _ to: Int) -> Int { from + Int((Double(to - from) * share).rounded()) }
    return Ink(part(red, other.red), part(green, other.green), part(blue, other.blue))
  }
}

/// How a text is set.
public struct Lettering: Sendable {
  /// Where lines begin; the start is the right side where `runsRightToLeft`, whatever letters they are of.
  public enum Side: Sendable { case start, middle, end }

  /// Families in the order of preference; what none of them has comes from any font that has it.
  public var family: String
  public var size: Double, weight: Int, isItalic: Bool
  public var ink: Ink, side: Side
  /// A language tag: which letters a font uses can depend on it.
  public var language: String
  public var runsRightToLeft: Bool
  /// Between lines, as a multiple of their height; 0 leaves it to the font.
  public var lineSpacing: Double
  /// Points between letters. Scripts that join their letters ignore it.
  public var letterSpacing: Double

  public init(
    _ family: String, _ size: Double, weight: Int = 400, isItalic: Bool = false, ink: Ink = .black, side: Side = .start,
    language: String = "en", runsRightToLeft: Bool = false, lineSpacing: Double = 0, letterSpacing: Double = 0
  ) {
    self.family = family
    self.size = size
    self.weight = weight
    self.isItalic = isItalic
    self.ink = ink
    self.side = side
    self.language = language
    self.runsRightToLeft = runsRightToLeft
    self.lineSpacing = lineSpacing
    self.letterSpacing = letterSpacing
  }

  public func sized(_ size: Double) -> Lettering {
    var copy = self
    copy.size = size
    return copy
  }
}

/// How much room a text takes.
public struct Extent: Sendable, Equatable { public let width: Double, height: Double }
