internal import Drawing
internal import Essentials
internal import EvolvCore
internal import Markup

/// A certificate on paper: everything that `printed` says, where to check it, and whether it was revoked.
struct CertificateSheet: Sendable {
  let printed: PrintedCertificate
  /// The verification page; nil for a preview.
  let address: String?
  /// Said across the sheet, such as when it was revoked.
  let notice: String?
  /// The bytes of the logo, a PNG.
  let logo: [UInt8]?
  let issuedAt: Instant

  var paper: Paper {
    let paper = printed.paper == .a4 ? Paper.a4 : .letter
    return printed.orientation == .landscape ? paper.landscape : paper
  }

  func bytes(_ format: DrawingFormat) async throws -> [UInt8] {
    let facts = DocumentFacts(
      title: "\(printed.title): \(printed.name)", author: printed.school, subject: printed.body, createdAt: issuedAt)
    return try await Drawing.make(format, on: paper, about: facts) { draw(on: $0) }
  }

  private func draw(on canvas: Canvas) {
    let style = SheetStyle(printed, paper)
    style.ground(canvas)
    let area = style.area
    var y = drawHead(canvas, style, area)
    let foot = drawFoot(canvas, style, area)
    y = max(y, area.y + (foot - area.y - wordsHeight(canvas, style, area)) * 0.46)
    let end = drawWords(canvas, style, area, from: y)
    if let notice { drawNotice(canvas, style, notice, between: end, foot) }
  }

  // MARK: the school, above

  private func drawHead(_ canvas: Canvas, _ style: SheetStyle, _ area: SheetArea) -> Double {
    let height = style.unit * 40
    if let logo, canvas.picture(logo, area.x, area.y, area.width, height, style.pictureSide) {
      return area.y + height + style.unit * 12
    }
    let school = canvas.write(
      printed.school, area.x, area.y + style.unit * 6, width: area.width,
      style.text(13, weight: 600, style.primary))
    return area.y + school.height + style.unit * 14
  }

  // MARK: the words, in the middle

  private struct Line {
    let text: String, lettering: Lettering, after: Double
    var isName = false
  }

  private func lines(_ style: SheetStyle) -> [Line] {
    let unit = style.unit
    return [
      Line(text: printed.title, lettering: style.display(38, style.primary), after: unit * 18),
      Line(text: printed.lead, lettering: style.text(13, style.soft, isItalic: style.isSerif), after: unit * 8),
      Line(text: printed.name, lettering: style.display(style.nameSize, style.ink), after: unit * 20, isName: true),
      Line(text: printed.body, lettering: style.text(14, style.ink), after: 0),
    ].filter { !$0.text.isEmpty }
  }

  private func wordsHeight(_ canvas: Canvas, _ style: SheetStyle, _ area: SheetArea) -> Double {
    lines(style).reduce(0) { $0 + canvas.measure($1.text, width: area.width, $1.lettering).height + $1.after }
  }

  private func drawWords(_ canvas: Canvas, _ style: SheetStyle, _ area: SheetArea, from top: Double) -> Double {
    var y = top
    for line in lines(style) {
      y += canvas.write(line.text, area.x, y, width: area.width, line.lettering).height
      if line.isName { style.underline(canvas, area, y + style.unit * 6) }
      y += line.after
    }
    return y
  }

  // MARK: who signs, when, and where to check it, below

  private func drawFoot(_ canvas: Canvas, _ style: SheetStyle, _ area: SheetArea) -> Double {
    let unit = style.unit, bottom = area.y + area.height
    let code = printed.showsCode ? address.flatMap { QRCode($0) } ?? QRCode("https://example.org/verify") : nil
    let codeSide = code == nil ? 0 : unit * 62
    let factsTop = bottom - max(codeSide, unit * 40)
    var column = area
    if let code {
      column.width -= codeSide + unit * 14
      let codeX = style.isMirrored ? area.x : area.x + area.width - codeSide
      if style.isMirrored { column.x += codeSide + unit * 14 }
      draw(code, canvas, codeX, bottom - codeSide, codeSide, style)
    }
    drawFacts(canvas, style, column, factsTop, bottom)
    return drawSignatures(canvas, style, area, factsTop - unit * 12)
  }

  private func drawFacts(_ canvas: Canvas, _ style: SheetStyle, _ area: SheetArea, _ top: Double, _ bottom: Double) {
    let small = style.plain(8.5, style.soft), strong = style.plain(10, style.ink, weight: 600)
    let width = area.width / Double(max(printed.facts.count, 1))
    for (index, fact) in printed.facts.enumerated() {
      let place = style.isMirrored ? printed.facts.count - 1 - index : index
      let x = area.x + Double(place) * width
      let label = canvas.write(fact.label, x, top, width: width - 6, small)
      canvas.write(fact.value, x, top + label.height + 1, width: width - 6, strong)
    }
    guard let address else { return }
    let words = CertificateWords(printed.language).check
    canvas.writeFitting(
      "\(words) \u{2068}\(address)\u{2069}", area.x, bottom - style.unit * 11, width: area.width,
      height: style.unit * 17, least: 4, small.sized(8))
  }

  /// Answers how high up the signatures reach.
  private func drawSignatures(_ canvas: Canvas, _ style: SheetStyle, _ area: SheetArea, _ bottom: Double) -> Double {
    guard !printed.signatures.isEmpty else { return bottom }
    let unit = style.unit, count = Double(printed.signatures.count)
    let gap = unit * 26, width = min(unit * 190, (area.width - gap * (count - 1)) / count)
    let all = width * count + gap * (count - 1)
    let start =
      style.isCentered ? area.x + (area.width - all) / 2 : style.isMirrored ? area.x + area.width - all : area.x
    let top = bottom - unit * 38
    for (index, signature) in printed.signatures.enumerated() {
      let place = Double(style.isMirrored ? printed.signatures.count - 1 - index : index)
      let x = start + place * (width + gap)
      canvas.line(from: (x, top), to: (x + width, top), width: 0.7, style.soft.covering(0.7))
      var lettering = style.plain(11, style.ink, weight: 600)
      if style.isCentered { lettering.side = .middle }
      let name = canvas.writeFitting(
        signature.name, x, top + unit * 4, width: width, height: unit * 22, least: 5, lettering)
      var quiet = style.plain(9, style.soft)
      quiet.side = lettering.side
      canvas.writeFitting(
        signature.role, x, top + unit * 5 + name.height, width: width, height: unit * 18, least: 5, quiet)
    }
    return top - unit * 34
  }

  private func draw(_ code: QRCode, _ canvas: Canvas, _ x: Double, _ y: Double, _ side: Double, _ style: SheetStyle) {
    // With the four light squares around it that cameras need.
    let square = side / Double(code.width + 8)
    canvas.fill(x, y, side, side, corner: style.unit * 3, .white)
    var steps: [Canvas.Step] = []
    for row in 0..<code.width {
      for column in 0..<code.width where code.isDark(column, row) {
        let left = x + Double(column + 4) * square, top = y + Double(row + 4) * square
        steps += [
          .move(left, top), .line(left + square, top), .line(left + square, top + square), .line(left, top + square),
          .close,
        ]
      }
    }
    canvas.draw(steps, style.ink.mixed(with: .black, 0.6))
  }

  /// Across the sheet where nothing stands; on a full one along its upper edge.
  private func drawNotice(
    _ canvas: Canvas, _ style: SheetStyle, _ notice: String, between end: Double, _ foot: Double
  ) {
    let height = style.unit * 26, room = foot - end
    let y = room >= height + style.unit * 12 ? end + (room - height) / 2 : 0
    let red = Ink(178, 34, 34)
    canvas.fill(0, y, paper.width, height, red.covering(0.92))
    var lettering = style.plain(13, .white, weight: 700)
    lettering.side = .middle
    canvas.write(
      notice, style.unit * 30, y + style.unit * 5, width: paper.width - style.unit * 60, lettering, mostLines: 1)
  }
}

/// A part of a sheet.
struct SheetArea {
  var x: Double, y: Double, width: Double, height: Double
}
