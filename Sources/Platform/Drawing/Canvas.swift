internal import CCairo
internal import Essentials

/// A sheet to draw on; the upper left corner is 0, 0. It belongs to one thread.
@safe public final class Canvas {
  public let paper: Paper
  private let drawing: UnsafeMutablePointer<drawing_t>
  private var pen: OpaquePointer { unsafe drawing.pointee.pen }

  init(_ format: DrawingFormat, _ paper: Paper, _ facts: DocumentFacts) throws {
    let (kind, scale) = Self.kind(of: format)
    guard let drawing = unsafe drawing_begin(kind, paper.width, paper.height, scale) else { throw DrawingFailed() }
    unsafe self.drawing = unsafe drawing
    self.paper = paper
    if format == .pdf { describe(facts) }
  }
  deinit { unsafe drawing_end(drawing) }

  private static func kind(of format: DrawingFormat) -> (Int32, Double) {
    switch format {
    case .pdf: (Int32(drawing_pdf), 1)
    case .svg: (Int32(drawing_svg), 1)
    case .png(let scale): (Int32(drawing_png), scale)
    }
  }

  /// The numbers are those of `cairo_pdf_metadata_t`.
  private func describe(_ facts: DocumentFacts) {
    let surface = unsafe drawing.pointee.surface
    unsafe cairo_pdf_surface_set_metadata(surface, 0, facts.title)
    unsafe cairo_pdf_surface_set_metadata(surface, 1, facts.author)
    unsafe cairo_pdf_surface_set_metadata(surface, 2, facts.subject)
    unsafe cairo_pdf_surface_set_metadata(surface, 4, "Evolv")
    unsafe cairo_pdf_surface_set_metadata(surface, 5, String(facts.createdAt.text.prefix(19)) + "Z")
  }

  func finish() throws -> [UInt8] {
    guard unsafe drawing_finish(drawing) == 1 else { throw DrawingFailed() }
    return unsafe Array(UnsafeBufferPointer(start: drawing.pointee.bytes, count: drawing.pointee.count))
  }

  /// Another sheet of the same size; a picture has one alone.
  public func nextPage() { unsafe cairo_show_page(pen) }

  private func take(_ ink: Ink) {
    unsafe cairo_set_source_rgba(
      pen, Double(ink.red) / 255, Double(ink.green) / 255, Double(ink.blue) / 255, ink.cover)
  }

  /// Fills a rectangle.
  public func fill(_ x: Double, _ y: Double, _ width: Double, _ height: Double, corner: Double = 0, _ ink: Ink) {
    take(ink)
    unsafe drawing_box(drawing, x, y, width, height, corner)
    unsafe cairo_fill(pen)
  }

  /// Draws the border of a rectangle.
  public func frame(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, corner: Double = 0, line: Double, _ ink: Ink
  ) {
    take(ink)
    unsafe cairo_set_line_width(pen, line)
    unsafe drawing_box(drawing, x, y, width, height, corner)
    unsafe cairo_stroke(pen)
  }

  public func line(from start: (Double, Double), to end: (Double, Double), width: Double, _ ink: Ink) {
    draw([.move(start.0, start.1), .line(end.0, end.1)], width: width, ink)
  }

  public func disc(_ x: Double, _ y: Double, radius: Double, _ ink: Ink) {
    take(ink)
    unsafe cairo_new_path(pen)
    unsafe cairo_arc(pen, x, y, radius, 0, 2 * .pi)
    unsafe cairo_fill(pen)
  }

  public func ring(_ x: Double, _ y: Double, radius: Double, width: Double, _ ink: Ink) {
    take(ink)
    unsafe cairo_new_path(pen)
    unsafe cairo_arc(pen, x, y, radius, 0, 2 * .pi)
    unsafe cairo_set_line_width(pen, width)
    unsafe cairo_stroke(pen)
  }

  /// A step of a path.
  public enum Step: Sendable {
    case move(Double, Double), line(Double, Double), close
    case curve(Double, Double, Double, Double, to: Double, Double)
  }

  /// Draws along a path; without a width it is filled.
  public func draw(_ steps: [Step], width: Double? = nil, _ ink: Ink) {
    take(ink)
    unsafe cairo_new_path(pen)
    for step in steps {
      switch step {
      case .move(let x, let y): unsafe cairo_move_to(pen, x, y)
      case .line(let x, let y): unsafe cairo_line_to(pen, x, y)
      case .curve(let a, let b, let c, let d, let x, let y): unsafe cairo_curve_to(pen, a, b, c, d, x, y)
      case .close: unsafe cairo_close_path(pen)
      }
    }
    guard let width else { return unsafe cairo_fill(pen) }
    unsafe cairo_set_line_width(pen, width)
    unsafe cairo_set_line_cap(pen, 1)
    unsafe cairo_set_line_join(pen, 1)
    unsafe cairo_stroke(pen)
  }

  /// Draws a PNG as large as fits the box; false when it cannot be read.
  @discardableResult
  public func picture(
    _ png: [UInt8], _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ side: Lettering.Side = .middle
  ) -> Bool {
    unsafe drawing_picture(drawing, png, png.count, x, y, width, height, side.number) == 1
  }

  /// Sets a text into a column; tells the room it took. `mostLines`: what follows is cut, with an ellipsis.
  @discardableResult
  public func write(
    _ text: String, _ x: Double, _ y: Double, width: Double, _ lettering: Lettering, mostLines: Int = 0
  ) -> Extent {
    take(lettering.ink)
    return set(text, x, y, width, lettering, mostLines, isMeasured: false)
  }

  /// The room that a text would take.
  public func measure(_ text: String, width: Double = 0, _ lettering: Lettering, mostLines: Int = 0) -> Extent {
    set(text, 0, 0, width, lettering, mostLines, isMeasured: true)
  }

  /// Sets a text as large as fits the column in so many lines, and no smaller than `least`.
  @discardableResult
  public func writeFitting(
    _ text: String, _ x: Double, _ y: Double, width: Double, height: Double, least: Double, _ lettering: Lettering
  ) -> Extent {
    var lettering = lettering
    while lettering.size > least, measure(text, width: width, lettering).height > height {
      lettering.size = max(least, lettering.size * 0.93)
    }
    return write(text, x, y, width: width, lettering)
  }

  private func set(
    _ text: String, _ x: Double, _ y: Double, _ width: Double, _ how: Lettering, _ mostLines: Int, isMeasured: Bool
  ) -> Extent {
    var wide = 0.0, high = 0.0
    unsafe with(how, width, mostLines) { style in
      unsafe drawing_text(drawing, text, text.utf8.count, style, x, y, isMeasured ? 1 : 0, &wide, &high)
    }
    return Extent(width: wide, height: high)
  }

  /// How many letters of a text no installed font has.
  public func missingLetters(of text: String, _ lettering: Lettering) -> Int {
    var count = 0
    unsafe with(lettering, 0, 0) { unsafe count = Int(drawing_missing(drawing, text, text.utf8.count, $0)) }
    return count
  }

  private func with(
    _ how: Lettering, _ width: Double, _ mostLines: Int, _ body: (UnsafePointer<drawing_text_t>) -> Void
  ) {
    unsafe how.family.withCString { family in
      unsafe how.language.withCString { language in
        var style = unsafe drawing_text_t(
          family: family, language: language, size: how.size, width: width, line_spacing: how.lineSpacing,
          letter_spacing: how.letterSpacing, weight: Int32(how.weight), is_italic: how.isItalic ? 1 : 0,
          align: how.side.number, direction: how.runsRightToLeft ? 1 : 0, most_lines: Int32(mostLines))
        unsafe withUnsafePointer(to: &style, body)
      }
    }
  }
}

extension Lettering.Side {
  fileprivate var number: Int32 {
    switch self {
    case .start: 0
    case .middle: 1
    case .end: 2
    }
  }
}
