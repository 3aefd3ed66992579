internal import Drawing
internal import Essentials
internal import EvolvCore
internal import Markup

/// A statement on paper, on as many pages as it needs.
struct StatementSheet: Sendable {
  let statement: LearningStatement
  /// Where its seal can be checked.
  let address: String
  let color: Ink

  private static let margin = 56.0, row = 20.0

  func bytes() async throws -> [UInt8] {
    let facts = DocumentFacts(
      title: "Learning time of \(statement.name)", author: statement.school, createdAt: statement.madeAt)
    return try await Drawing.make(.pdf, on: .a4, about: facts) { draw(on: $0) }
  }

  private func letters(_ size: Double, weight: Int = 400, _ ink: Ink = Ink(40, 44, 54)) -> Lettering {
    Lettering("Noto Sans, Noto Sans Arabic, DejaVu Sans", size, weight: weight, ink: ink)
  }

  private func draw(on canvas: Canvas) {
    var y = drawHead(canvas)
    for (index, line) in statement.lines.enumerated() {
      if y > canvas.paper.height - 190 {
        drawFoot(canvas)
        canvas.nextPage()
        y = drawColumns(canvas, Self.margin)
      }
      draw(line, canvas, y, isShaded: index % 2 == 1)
      y += Self.row
    }
    drawFoot(canvas)
  }

  private func drawHead(_ canvas: Canvas) -> Double {
    let width = canvas.paper.width - 2 * Self.margin
    canvas.fill(0, 0, canvas.paper.width, 10, color)
    canvas.write(statement.school, Self.margin, 44, width: width, letters(11, weight: 600, color))
    canvas.write("Statement of learning time", Self.margin, 62, width: width, letters(22, weight: 700))
    canvas.write(statement.name, Self.margin, 96, width: width, letters(16, weight: 600))
    let total =
      "\(LearningStatement.duration(statement.minutes)) at least, \(statement.itemsDone) parts finished, "
      + "made on \(CertificateWords.day(statement.madeAt, in: .english))"
    canvas.write(total, Self.margin, 122, width: width, letters(11))
    let rule = """
      The time from one step to the next counts when less than half an hour lies between them; days are those of UTC.
      """
    let height = canvas.write(rule, Self.margin, 140, width: width, letters(9, Ink(110, 114, 124))).height
    return drawColumns(canvas, 152 + height)
  }

  private func drawColumns(_ canvas: Canvas, _ y: Double) -> Double {
    for (text, x) in [("Day", 0.0), ("Course", 112), ("Time", 360), ("Finished", 430)] {
      canvas.write(text, Self.margin + x, y, width: 100, letters(9, weight: 600, color))
    }
    canvas.fill(Self.margin, y + 16, canvas.paper.width - 2 * Self.margin, 1, color)
    return y + 20
  }

  private func draw(_ line: LearningStatement.Line, _ canvas: Canvas, _ y: Double, isShaded: Bool) {
    if isShaded {
      canvas.fill(Self.margin - 6, y, canvas.paper.width - 2 * Self.margin + 12, Self.row, color.covering(0.06))
    }
    canvas.write(line.dayInWords, Self.margin, y + 3, width: 110, letters(10))
    canvas.write(line.course, Self.margin + 112, y + 3, width: 238, letters(10), mostLines: 1)
    canvas.write(LearningStatement.duration(line.minutes), Self.margin + 360, y + 3, width: 66, letters(10))
    canvas.write(String(line.itemsDone), Self.margin + 430, y + 3, width: 50, letters(10))
  }

  /// An address that takes several lines, none of which ends with a hyphen: nobody could tell whether it belongs there.
  private static func lines(of address: String) -> String {
    var lines: [Substring] = [], rest = address[...]
    while !rest.isEmpty {
      var line = rest.prefix(84)
      while line.count > 1, line.count < rest.count, line.last == "-" { line = line.dropLast() }
      lines.append(line)
      rest = rest.dropFirst(line.count)
    }
    return lines.joined(separator: "\n")
  }

  private func drawFoot(_ canvas: Canvas) {
    let side = 96.0, y = canvas.paper.height - side - 40, x = canvas.paper.width - Self.margin - side
    if let code = QRCode(address) {
      let square = side / Double(code.width)
      for row in 0..<code.width {
        for column in 0..<code.width where code.isDark(column, row) {
          canvas.fill(x + Double(column) * square, y + Double(row) * square, square, square, .black)
        }
      }
    }
    let width = x - Self.margin - 20, soft = Ink(110, 114, 124)
    canvas.write(
      "Follow the code, or open the address, to see whether the school made this statement.", Self.margin, y,
      width: width, letters(9, soft))
    canvas.writeFitting(
      Self.lines(of: address), Self.margin, y + 26, width: width, height: 52, least: 4, letters(6.5, soft))
    canvas.write(statement.digest, Self.margin, y + 82, width: width, letters(7, soft))
  }
}
