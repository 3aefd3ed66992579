internal import Drawing

/// The pictures of the demo school's film: the Great Bear above a dark horizon, and the way from it to the North Star.
struct NightSky {
  enum Scene: Int, CaseIterable { case title, bear, pointers, north }
  let scene: Scene

  static let paper = Paper(width: 1280, height: 720)
  private static let bear: [(Double, Double)] = [
    (580, 500), (630, 470), (675, 480), (730, 490), (740, 535), (814, 515), (820, 460),
  ]
  private static let northStar = (850.0, 185.0)
  private static let night = Ink(14, 21, 46), dusk = Ink(40, 62, 110), hill = Ink(6, 9, 20)
  private static let starlight = Ink(246, 243, 225), soft = Ink(168, 184, 220), gold = Ink(255, 205, 112)

  func draw(on canvas: Canvas) {
    drawSky(canvas)
    if scene == .title { return drawTitle(canvas) }
    for (from, to) in zip(Self.bear, Self.bear.dropFirst() + [Self.bear[3]]) {
      canvas.line(from: from, to: to, width: 1.5, Self.soft.covering(0.55))
    }
    for star in Self.bear { glow(canvas, star, 5, Self.starlight) }
    if scene != .bear { drawWay(canvas) }
    if scene == .north { drawNorth(canvas) }
    let words = [
      Scene.bear: "Seven bright stars: the Great Bear",
      .pointers: "Follow its last two stars, five times as far",
      .north: "That is the North Star: below it lies north",
    ]
    write(canvas, words[scene] ?? "", 630, 30)
  }

  private func drawSky(_ canvas: Canvas) {
    for step in 0..<36 {
      canvas.fill(0, Double(step) * 20, 1280, 21, Self.night.mixed(with: Self.dusk, Double(step * step) / 1600))
    }
    var seed: UInt32 = 7
    func next(_ most: Int) -> Double {
      seed = seed &* 1_664_525 &+ 1_013_904_223
      return Double(Int(seed >> 8) % most)
    }
    for _ in 0..<170 {
      let x = next(1280), y = next(600), size = 0.6 + next(10) / 10
      canvas.disc(x, y, radius: size, Self.starlight.covering(0.25 + next(45) / 100))
    }
    canvas.draw(
      [
        .move(0, 720), .line(0, 640), .curve(220, 590, 360, 660, to: 560, 632),
        .curve(760, 600, 930, 668, to: 1280, 610), .line(1280, 720), .close,
      ], Self.hill)
  }

  private func drawTitle(_ canvas: Canvas) {
    glow(canvas, (640, 110), 9, Self.gold)
    write(canvas, "Finding north", 150, 84, weight: 700)
    write(canvas, "with nothing but the stars", 420, 34)
  }

  private func drawWay(_ canvas: Canvas) {
    let (from, to) = (Self.bear[6], Self.northStar)
    for step in 0..<20 where step % 2 == 0 {
      let start = Double(step) / 20, end = Double(step + 1) / 20
      canvas.line(
        from: (from.0 + (to.0 - from.0) * start, from.1 + (to.1 - from.1) * start),
        to: (from.0 + (to.0 - from.0) * end, from.1 + (to.1 - from.1) * end), width: 2.5, Self.gold.covering(0.8))
    }
    glow(canvas, Self.northStar, scene == .north ? 9 : 6, Self.gold)
  }

  private func drawNorth(_ canvas: Canvas) {
    let (x, y) = Self.northStar
    canvas.line(from: (x, y + 30), to: (x, 600), width: 1.5, Self.starlight.covering(0.5))
    canvas.draw([.move(x - 9, 588), .line(x + 9, 588), .line(x, 608), .close], Self.starlight.covering(0.8))
    canvas.write("North Star", x + 28, y - 16, width: 260, Self.lettering(26, 600))
  }

  private func glow(_ canvas: Canvas, _ place: (Double, Double), _ radius: Double, _ ink: Ink) {
    for ring in 1...6 {
      canvas.disc(place.0, place.1, radius: radius * (1 + Double(ring) * 0.55), ink.covering(0.07))
    }
    canvas.disc(place.0, place.1, radius: radius, ink)
  }

  private func write(_ canvas: Canvas, _ words: String, _ y: Double, _ size: Double, weight: Int = 500) {
    var lettering = Self.lettering(size, weight)
    lettering.side = .middle
    canvas.write(words, 80, y, width: 1120, lettering)
  }
  private static func lettering(_ size: Double, _ weight: Int) -> Lettering {
    Lettering("Noto Sans, DejaVu Sans", size, weight: weight, ink: starlight)
  }
}
