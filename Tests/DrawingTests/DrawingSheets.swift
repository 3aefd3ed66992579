import Essentials
import Foundation
import Testing

@testable import Drawing

@Suite struct `Drawing sheets` {
  static let facts = DocumentFacts(
    title: "Probe", author: "Evolv", createdAt: Instant(microseconds: 1_795_000_000_000_000))

  static func drawn(_ format: DrawingFormat, _ body: (Canvas) throws -> Void) throws -> [UInt8] {
    try Drawing.drawn(format, on: Paper.a4.landscape, about: facts, body)
  }

  /// What a reader of its own finds in a PDF.
  static func text(of pdf: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + "drawing-\(UUID().uuidString).pdf"
    try Data(pdf).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftotext")
    process.arguments = ["-enc", "UTF-8", path, "-"]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  static let body: @Sendable (Canvas) -> Void = { canvas in
    canvas.fill(20, 20, 100, 50, corner: 8, Ink(10, 60, 160))
    canvas.frame(10, 10, 300, 200, line: 2, .black)
    canvas.ring(200, 200, radius: 40, width: 2, .black)
    canvas.write("Zoë Müller", 40, 100, width: 400, Lettering("Noto Serif", 30))
    canvas.write(
      "ليلى حداد", 40, 160, width: 400, Lettering("Noto Naskh Arabic", 30, language: "ar", runsRightToLeft: true))
  }

  @Test func `keeps the letters of every script as text`() throws {
    let text = try Self.text(of: Self.drawn(.pdf, Self.body))
    #expect(text.contains("Zoë Müller"))
    // Readers give what runs from right to left back in either order.
    #expect(["ليلى", "ىليل"].contains { text.contains($0) }, "\(text)")
  }

  /// Cairo 1.16 writes links whose file then lacks an object: nothing here makes them.
  @Test func `is a file that others find nothing wrong with`() throws {
    let path = NSTemporaryDirectory() + "drawing-\(UUID().uuidString).pdf"
    try Data(Self.drawn(.pdf, Self.body)).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let process = try Process.run(URL(fileURLWithPath: "/usr/bin/qpdf"), arguments: ["--check", path])
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `is the same to the byte for the same drawing`() throws {
    for format in [DrawingFormat.pdf, .png(scale: 1)] {
      let isSame = try Self.drawn(format, Self.body) == Self.drawn(format, Self.body)
      #expect(isSame)
    }
  }

  @Test func `knows of every letter whether a font has it`() throws {
    _ = try Self.drawn(.pdf) { canvas in
      for word in ["Ada", "Ζωή", "Жанна", "שרה", "ليلى", "प्रिया", "สมชาย", "小林", "한지민", "Նարե", "ელენე", "ልጅ"] {
        #expect(canvas.missingLetters(of: word, Lettering("Noto Sans", 12)) == 0, "\(word)")
      }
      #expect(canvas.missingLetters(of: "\u{E000}", Lettering("Noto Sans", 12)) == 1)
    }
  }

  @Test func `sets a long text smaller until it fits`() throws {
    _ = try Self.drawn(.pdf) { canvas in
      let long = String(repeating: "Long title ", count: 12)
      let plain = canvas.measure(long, width: 300, Lettering("Noto Sans", 40)).height
      let fitted = canvas.writeFitting(long, 0, 0, width: 300, height: 100, least: 8, Lettering("Noto Sans", 40)).height
      #expect(plain > 300)
      #expect(fitted <= 100)
    }
  }

  @Test func `turns the sides around for what runs from right to left`() throws {
    // The start of an Arabic line is its right side: a narrow word in a wide column leaves the left half empty.
    let png = try Drawing.drawn(.png(scale: 1), on: Paper(width: 200, height: 40), about: Self.facts) { canvas in
      canvas.fill(0, 0, 200, 40, .white)
      canvas.write(
        "نور", 0, 5, width: 200, Lettering("Noto Naskh Arabic", 18, language: "ar", runsRightToLeft: true))
    }
    let left = try Drawing.drawn(.png(scale: 1), on: Paper(width: 200, height: 40), about: Self.facts) { canvas in
      canvas.picture(png, 0, 0, 200, 40)
      canvas.fill(0, 0, 100, 40, .white)
    }
    let whole = try Drawing.drawn(.png(scale: 1), on: Paper(width: 200, height: 40), about: Self.facts) { canvas in
      canvas.picture(png, 0, 0, 200, 40)
    }
    let isSame = left == whole
    #expect(isSame)
  }

  @Test func `reads pictures, and says which it cannot read`() throws {
    let picture = try Self.drawn(.png(scale: 0.1), Self.body)
    _ = try Self.drawn(.pdf) { canvas in
      #expect(canvas.picture(picture, 0, 0, 50, 50))
      #expect(!canvas.picture(Array("no picture".utf8), 0, 0, 50, 50))
      #expect(!canvas.picture(Array(picture.prefix(100)), 0, 0, 50, 50))
      #expect(!canvas.picture([], 0, 0, 50, 50))
    }
  }

  @Test func `puts a text into a picture before its end`() throws {
    let picture = try Self.drawn(.png(scale: 0.2), Self.body)
    let baked = try #require(PortablePicture.adding("a.b.c", under: "openbadgecredential", to: picture))
    #expect(baked.count == picture.count + 12 + 24 + 5)
    #expect(baked.suffix(12) == picture.suffix(12))
    #expect(PortablePicture.adding("a", under: "x", to: [1, 2, 3]) == nil)
    #expect(PortablePicture.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    _ = try Self.drawn(.pdf) { #expect($0.picture(baked, 0, 0, 50, 50)) }
  }

  @Test func `draws many at a time`() async throws {
    let first = try await Drawing.make(.pdf, on: .a4, about: Self.facts, Self.body)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 1...40 { group.addTask { try await Drawing.make(.pdf, on: .a4, about: Self.facts, Self.body) } }
      for try await drawing in group {
        let isSame = drawing == first
        #expect(isSame)
      }
    }
  }
}
