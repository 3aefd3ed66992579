internal import Markup

/// The drawings of the covers, on 320 × 180. Shapes of one tone share one path, so that a catalog stays small.
enum CoverArt {
  /// Hills of water, from far and pale to near and deep, under one sun.
  @HTMLBuilder static func waves(_ dice: inout Dice) -> HTML {
    let sun = (dice.from(60...260), dice.from(34...60), dice.from(16...30))
    circle(sun.0, sun.1, radius: sun.2, .class("cover-5"))
    for layer in 0..<4 {
      let height = 74 + Double(layer) * 27
      let width = dice.from(70...130)
      let rise = dice.from(12...26)
      let start = -dice.from(0...120)
      path(wave(from: start, height, width, rise), .class("cover-\(layer + 1)"))
    }
  }

  private static func wave(from start: Double, _ height: Double, _ width: Double, _ rise: Double) -> DrawnText {
    var line: DrawnText = "M\(start) \(height)q\(width / 2)-\(rise) \(width) 0"
    line.append("t\(width) 0", times: Int(460 / width) + 1)
    line.append("V180H0Z")
    return line
  }

  /// A wall of tiles: quarter discs, discs, halves and bare ones.
  @HTMLBuilder static func grid(_ dice: inout Dice) -> HTML {
    let tones = tiles(&dice)
    for tone in tones.indices where !tones[tone].isEmpty { path(tones[tone], .class("cover-\(tone + 1)")) }
  }

  /// The tones of the tiles, the darker the rarer.
  private static let tones = [0, 0, 1, 1, 2, 3, 4]

  private static func tiles(_ dice: inout Dice) -> [DrawnText] {
    var tones = Array(repeating: DrawnText(), count: 5)
    let side = 45
    for row in 0..<4 {
      for column in 0..<8 {
        let (x, y) = (column * side - 20, row * side)
        let tone = Self.tones[dice.below(7)]
        tones[tone].append(tile(dice.below(8), x, y, side))
      }
    }
    return tones
  }

  private static func tile(_ kind: Int, _ x: Int, _ y: Int, _ side: Int) -> DrawnText {
    let half = Double(side) / 2
    return switch kind {
    case 0: "M\(x) \(y)h\(side)a\(side) \(side) 0 0 1-\(side) \(side)z"
    case 1: "M\(x + side) \(y)v\(side)a\(side) \(side) 0 0 1-\(side)-\(side)z"
    case 2: "M\(x + side) \(y + side)h-\(side)a\(side) \(side) 0 0 1 \(side)-\(side)z"
    case 3: "M\(x) \(y + side)v-\(side)a\(side) \(side) 0 0 1 \(side) \(side)z"
    case 4:
      "M\(x) \(Double(y) + half)a\(half) \(half) 0 0 1 \(side) 0a\(half) \(half) 0 0 1-\(side) 0z"
    case 5: "M\(x) \(y)h\(side)v\(half)h-\(side)z"
    case 6: "M\(x) \(y)h\(side)v\(side)h-\(side)z"
    default: ""
    }
  }

  /// A planet and what goes around it.
  @HTMLBuilder static func orbits(_ dice: inout Dice) -> HTML {
    let (x, y) = (dice.from(90...230), dice.from(60...130))
    for ring in 0..<5 { circle(x, y, radius: 42 + Double(ring) * 30, .class("cover-ring")) }
    circle(x, y, radius: dice.from(24...32), .class("cover-4"))
    for ring in 0..<4 {
      let (dx, dy) = compass[dice.below(compass.count)]
      let radius = 42 + Double(ring) * 30
      circle(x + dx * radius, y + dy * radius, radius: dice.from(6...13), .class("cover-\(1 + (ring + 2) % 5)"))
    }
  }

  /// Directions on the unit circle, so that no sine is needed (and none differs between machines).
  private static let compass: [(Double, Double)] = [
    (1, 0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0, 1), (-0.383, 0.924), (-0.707, 0.707), (-0.924, 0.383),
    (-1, 0), (-0.924, -0.383), (-0.707, -0.707), (-0.383, -0.924), (0, -1), (0.383, -0.924), (0.707, -0.707),
    (0.924, -0.383),
  ]

  /// A row of stems that grow from below.
  @HTMLBuilder static func leaves(_ dice: inout Dice) -> HTML {
    for stem in 0..<6 {
      let (x, lean) = (10 + Double(stem) * 60 + dice.from(-14...14), dice.from(-14...14))
      let pairs = 2 + dice.below(3)
      g(.transform("translate(\(x) 186) rotate(\(lean))")) {
        path("M0 0V-\(pairs * 34 + 30)" as DrawnText, .class("cover-stem"))
        path(leafPairs(pairs), .class("cover-\(1 + (stem + dice.below(3)) % 4)"))
      }
    }
  }

  private static func leafPairs(_ pairs: Int) -> DrawnText {
    var leaves = DrawnText()
    for pair in 0..<pairs {
      leaves.append("M0 \(-16 - pair * 34)c4-20 18-32 36-34c0 20-14 34-36 34c-22 0-36-14-36-34c18 2 32 14 36 34z")
    }
    leaves.append("M0 \(-16 - pairs * 34)c-12-12-14-30 0-44c14 14 12 32 0 44z")
    return leaves
  }

  /// One great letter, cut by the frame, with its echoes.
  @HTMLBuilder static func letter(_ letter: Character, _ dice: inout Dice) -> HTML {
    let (x, y) = (dice.from(70...150), dice.from(170...210))
    let (dx, dy) = (dice.from(26...44), dice.from(-16...10))
    for echo in 0..<3 {
      let away = Double(2 - echo)
      words(at: x + dx * away, y + dy * away, .class("cover-letter cover-\([1, 2, 4][echo])")) { letter.uppercased() }
    }
  }
}
