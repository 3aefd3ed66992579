internal import Drawing
internal import EvolvCore

/// The letters, colors and ornaments of a look on a paper of some size.
struct SheetStyle {
  let printed: PrintedCertificate, paper: Paper
  /// What is said in points of a sheet of A4 on its long side.
  let unit: Double
  let primary: Ink, accent: Ink

  init(_ printed: PrintedCertificate, _ paper: Paper) {
    self.printed = printed
    self.paper = paper
    unit = printed.orientation == .landscape ? paper.height / 595.28 : paper.width / 595.28
    primary = Ink(printed.primary)
    accent = Ink(printed.accent)
  }

  var ink: Ink { primary.mixed(with: Ink(22, 24, 32), 0.85) }
  var soft: Ink { ink.mixed(with: .white, 0.38) }
  private var ground: Ink { printed.look == .classic ? Ink(255, 253, 248) : .white }

  var isSerif: Bool { printed.look != .modern }
  var isCentered: Bool { printed.look != .modern }
  var isMirrored: Bool { printed.runsRightToLeft }
  var pictureSide: Lettering.Side { isCentered ? .middle : isMirrored ? .end : .start }
  var nameSize: Double { printed.name.count > 34 ? 27 : printed.name.count > 22 ? 33 : 40 }

  private var families: String {
    isSerif ? "Noto Serif, Noto Naskh Arabic, DejaVu Serif" : "Noto Sans, Noto Sans Arabic, DejaVu Sans"
  }
  private var displayFamilies: String {
    isSerif
      ? "Noto Serif Display, Noto Naskh Arabic, Noto Serif, DejaVu Serif"
      : "Noto Sans Display, Noto Sans Arabic, Noto Sans, DejaVu Sans"
  }

  /// Letters of titles and names.
  func display(_ size: Double, _ ink: Ink) -> Lettering {
    lettering(displayFamilies, size, isSerif ? 500 : 700, ink)
  }
  /// Letters of sentences.
  func text(_ size: Double, weight: Int = 400, _ ink: Ink, isItalic: Bool = false, spacing: Double = 0) -> Lettering {
    var lettering = lettering(families, size, weight, ink)
    lettering.isItalic = isItalic && !isMirrored
    lettering.letterSpacing = spacing
    lettering.lineSpacing = 1.15
    return lettering
  }
  /// Letters of what is small.
  func plain(_ size: Double, _ ink: Ink, weight: Int = 400) -> Lettering {
    var lettering = lettering("Noto Sans, Noto Sans Arabic, DejaVu Sans", size, weight, ink)
    lettering.side = .start
    return lettering
  }

  private func lettering(_ families: String, _ size: Double, _ weight: Int, _ ink: Ink) -> Lettering {
    Lettering(
      families, size * unit, weight: weight, ink: ink, side: isCentered ? .middle : .start,
      language: printed.language.rawValue, runsRightToLeft: isMirrored)
  }

  /// Where words may stand.
  var area: SheetArea {
    let side: Double, edge: Double
    switch printed.look {
    case .classic: (side, edge) = (unit * 70, unit * 56)
    case .quiet: (side, edge) = (unit * 64, unit * 52)
    case .modern: (side, edge) = (unit * 60, unit * 48)
    }
    var area = SheetArea(x: side, y: edge, width: paper.width - 2 * side, height: paper.height - 2 * edge)
    if printed.look == .modern {
      let band = bandWidth
      if !isMirrored { area.x += band }
      area.width -= band
    }
    return area
  }
  private var bandWidth: Double { printed.orientation == .landscape ? unit * 150 : unit * 70 }

  // MARK: ornaments

  func ground(_ canvas: Canvas) {
    canvas.fill(0, 0, paper.width, paper.height, ground)
    switch printed.look {
    case .classic: classicFrame(canvas)
    case .modern: modernBand(canvas)
    case .quiet: quietLine(canvas)
    }
  }

  /// The line under the name.
  func underline(_ canvas: Canvas, _ area: SheetArea, _ y: Double) {
    let width = area.width * (isCentered ? 0.5 : 0.34)
    let x = isCentered ? area.x + (area.width - width) / 2 : isMirrored ? area.x + area.width - width : area.x
    canvas.fill(x, y, width, unit * (printed.look == .modern ? 2.4 : 0.9), accent)
    if printed.look == .classic { diamond(canvas, paper.width / 2, y + unit * 0.45, unit * 4, accent) }
  }

  private func classicFrame(_ canvas: Canvas) {
    let edge = unit * 22, inner = unit * 31
    canvas.frame(edge, edge, paper.width - 2 * edge, paper.height - 2 * edge, line: unit * 2.6, primary)
    canvas.frame(inner, inner, paper.width - 2 * inner, paper.height - 2 * inner, line: unit * 0.8, accent)
    for x in [inner, paper.width - inner] {
      for y in [inner, paper.height - inner] { corner(canvas, x, y) }
    }
    rosette(canvas, paper.width / 2, paper.height * 0.5, unit * 190)
  }

  private func corner(_ canvas: Canvas, _ x: Double, _ y: Double) {
    let toX = x < paper.width / 2 ? 1.0 : -1, toY = y < paper.height / 2 ? 1.0 : -1
    canvas.disc(x, y, radius: unit * 8, ground)
    diamond(canvas, x, y, unit * 7, primary)
    diamond(canvas, x, y, unit * 3.4, ground)
    let far = unit * 30, near = unit * 9
    canvas.draw(
      [
        .move(x + toX * far, y + toY * near),
        .curve(
          x + toX * 18 * unit, y + toY * near, x + toX * near, y + toY * 18 * unit, to: x + toX * near, y + toY * far),
      ], width: unit * 0.8, accent)
  }

  private func diamond(_ canvas: Canvas, _ x: Double, _ y: Double, _ size: Double, _ ink: Ink) {
    canvas.draw([.move(x, y - size), .line(x + size, y), .line(x, y + size), .line(x - size, y), .close], ink)
  }

  /// Fine rings behind the words, as on paper of value.
  private func rosette(_ canvas: Canvas, _ x: Double, _ y: Double, _ radius: Double) {
    for step in 0..<12 {
      let angle = Double(step) * .pi / 6
      let dx = sine(angle + .pi / 2) * radius * 0.42, dy = sine(angle) * radius * 0.42
      canvas.ring(x + dx, y + dy, radius: radius * 0.55, width: unit * 0.5, primary.covering(0.055))
    }
  }

  private func modernBand(_ canvas: Canvas) {
    let width = bandWidth, x = isMirrored ? paper.width - width : 0
    canvas.fill(x, 0, width, paper.height, primary)
    let middle = x + width / 2
    for (index, radius) in [0.36, 0.27, 0.18].enumerated() {
      canvas.ring(
        middle, paper.height * 0.22, radius: width * radius, width: unit * (index == 1 ? 5 : 1.6),
        index == 1 ? accent : Ink.white.covering(0.55))
    }
    for step in 0..<9 {
      let y = paper.height * 0.55 + Double(step) * unit * 15
      canvas.line(
        from: (x + width * 0.22, y), to: (x + width * (0.44 + 0.04 * Double(step % 5)), y), width: unit * 1.6,
        Ink.white.covering(0.14 + 0.04 * Double(step)))
    }
    canvas.fill(isMirrored ? x - unit * 5 : x + width, 0, unit * 5, paper.height, accent)
  }

  private func quietLine(_ canvas: Canvas) {
    let width = unit * 90
    canvas.fill((paper.width - width) / 2, 0, width, unit * 7, primary)
    canvas.fill(0, paper.height - unit * 3, paper.width, unit * 3, accent.covering(0.8))
  }

  /// Good to a thousandth for an ornament, and the same on every machine (Bhāskara I).
  private func sine(_ angle: Double) -> Double {
    let turn = angle.truncatingRemainder(dividingBy: 2 * .pi), isLow = turn > .pi
    let part = isLow ? turn - .pi : turn
    let value = 16 * part * (.pi - part) / (5 * .pi * .pi - 4 * part * (.pi - part))
    return isLow ? -value : value
  }
}

extension Ink {
  init(_ color: HexColor) { self.init(Int(color.red), Int(color.green), Int(color.blue)) }
}
