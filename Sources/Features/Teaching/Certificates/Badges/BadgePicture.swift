internal import Drawing
internal import Essentials
internal import EvolvCore

/// The picture of a badge: a medal with the course's name, the school around it.
struct BadgePicture: Sendable {
  let printed: PrintedCertificate, course: String, issuedAt: Instant
  static let paper = Paper(width: 400, height: 400)

  /// The picture with the signed credential in it, as OB 3.0 §5.3 says.
  func png(with credential: String) async throws -> [UInt8] {
    let png = try await drawn(.png(scale: 2))
    guard let baked = PortablePicture.adding(credential, under: "openbadgecredential", to: png) else {
      throw DrawingFailed()
    }
    return baked
  }

  func svg(with credential: String) async throws -> [UInt8] {
    let drawing = String(decoding: try await drawn(.svg), as: UTF8.self)
    // A compact JWS consists of letters, digits, `-`, `_` and dots, so it needs no escape.
    let mark = """
      <openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" verify="\(credential)"></openbadges:credential>
      """
    guard let end = drawing.ranges(of: "</svg>").last else { throw DrawingFailed() }
    return Array((drawing[..<end.lowerBound] + mark + drawing[end.lowerBound...]).utf8)
  }

  private func drawn(_ format: DrawingFormat) async throws -> [UInt8] {
    let facts = DocumentFacts(title: course, author: printed.school, createdAt: issuedAt)
    return try await Drawing.make(format, on: Self.paper, about: facts) { draw(on: $0) }
  }

  private func draw(on canvas: Canvas) {
    let primary = Ink(printed.primary), accent = Ink(printed.accent)
    canvas.draw([.move(130, 270), .line(96, 392), .line(158, 364), .line(196, 396), .line(206, 270), .close], accent)
    canvas.draw(
      [.move(270, 270), .line(304, 392), .line(242, 364), .line(204, 396), .line(194, 270), .close],
      accent.mixed(with: .black, 0.12))
    canvas.disc(200, 176, radius: 172, primary)
    canvas.ring(200, 176, radius: 158, width: 4, accent)
    canvas.ring(200, 176, radius: 148, width: 1.2, Ink.white.covering(0.7))
    canvas.draw([.move(172, 78), .line(192, 98), .line(230, 56)], width: 11, .white)
    var lettering = Lettering(
      "Noto Sans, Noto Sans Arabic, DejaVu Sans", 27, weight: 700, ink: .white, side: .middle,
      language: printed.language.rawValue, runsRightToLeft: printed.runsRightToLeft)
    let height = canvas.measure(course, width: 236, lettering, mostLines: 4).height
    let fits = min(height, 120)
    canvas.writeFitting(course, 82, 178 - fits / 2, width: 236, height: 120, least: 14, lettering)
    lettering.size = 14
    lettering.weight = 500
    lettering.ink = Ink.white.covering(0.9)
    canvas.write(printed.school, 100, 262, width: 200, lettering, mostLines: 2)
  }
}
