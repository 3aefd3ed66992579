import Drawing
import Essentials
import EvolvCore
import Foundation
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

@Suite struct `Printing a certificate` {
  static let now = Instant(microseconds: 1_795_000_000_000_000)

  static func printed(_ look: CertificateLook, _ language: GeneralSettings.Language, name: String, course: String)
    -> PrintedCertificate
  {
    var design = CertificateDesign.standard(in: language)
    design.look = look
    let values = CertificateValues(
      name: name, course: course, instructor: "Tom Berger", parts: 3, number: "EV-2026-000123", completedAt: now,
      issuedAt: now)
    return CertificatePress.sample.print(design, values)
  }

  static func sheet(_ printed: PrintedCertificate, notice: String? = nil) -> CertificateSheet {
    CertificateSheet(
      printed: printed, address: "https://school.example/verify/abc", notice: notice, logo: nil, issuedAt: now)
  }

  @Test func `payloads are listed in the order they are stored`() {
    #expect(PrintedCertificate.roundTripFaults() == [])
    #expect(CertificateDesign.roundTripFaults() == [])
    #expect(CertificatePayload.roundTripFaults() == [])
    #expect(VerificationPayload.roundTripFaults() == [])
    #expect(TemplateForm.roundTripFaults() == [])
    #expect(CertificateIssued.roundTripFaults() == [])
    #expect(CertificateRevoked.roundTripFaults() == [])
    #expect(CertificateRuleChanged.roundTripFaults() == [])
    #expect(CourseCompleted.roundTripFaults() == [])
  }

  @Test(arguments: CertificateLook.allCases, GeneralSettings.Language.allCases)
  func `says on paper all that it says on its page`(look: CertificateLook, language: GeneralSettings.Language)
    async throws
  {
    let printed = Self.printed(look, language, name: "Zoë Müller-Lüdenscheidt", course: "Reading the Night Sky")
    let text = try PDFReader.text(of: try await Self.sheet(printed).bytes(.pdf))
    if language == .arabic {
      // Readers give the lines of Arabic back in their own order; names and numbers stay.
      for line in [printed.name, printed.facts.last?.value ?? "", "Tom Berger"] {
        #expect(text.holds(line), "\(line): \(text)")
      }
    } else {
      for line in printed.lines { #expect(text.holds(line), "\(line): \(text)") }
    }
  }

  @Test func `prints a name that runs from right to left`() async throws {
    let printed = Self.printed(.classic, .arabic, name: "ليلى حداد", course: "قراءة سماء الليل")
    #expect(printed.runsRightToLeft)
    let text = try PDFReader.text(of: try await Self.sheet(printed).bytes(.pdf))
    for word in ["ليلى", "حداد", "شهادة", "الليل"] {
      #expect(text.holdsWord(word), "\(word): \(text)")
    }
  }

  @Test func `prints the same bytes each time, and says what it is`() async throws {
    let sheet = Self.sheet(Self.printed(.modern, .english, name: "Mia Santos", course: "Clay and Fire"))
    let first = try await sheet.bytes(.pdf)
    #expect(try await sheet.bytes(.pdf) == first)
    #expect(first.starts(with: Array("%PDF-".utf8)))
    #expect(try PDFReader.facts(of: first).contains("Certificate of completion: Mia Santos"))
  }

  @Test(arguments: CertificateLook.allCases, [CertificateOrientation.landscape, .portrait])
  func `fits one page, however long the words are`(look: CertificateLook, orientation: CertificateOrientation)
    async throws
  {
    var printed = Self.printed(
      look, .german, name: "Maria Magdalena Theodora von Hohenstaufen-Wittelsbach",
      course: String(repeating: "Grundlagen der vergleichenden Literaturwissenschaft ", count: 4))
    printed.orientation = orientation
    printed.signatures = (1...3).map { Signature(name: "Professorin Dr. Anna Nummer \($0)", role: "Leitung") }
    let pdf = try await Self.sheet(printed, notice: "Widerrufen am 1. Mai 2027").bytes(.pdf)
    #expect(try PDFReader.facts(of: pdf).contains("Pages:           1"))
    #expect(try PDFReader.text(of: pdf).holds("Widerrufen am 1. Mai 2027"))
  }

  @Test(arguments: CertificateLook.allCases, [CertificateOrientation.landscape, .portrait])
  func `leaves no letter of a signature out, however long it is`(
    look: CertificateLook, orientation: CertificateOrientation
  ) async throws {
    var printed = Self.printed(look, .english, name: "Mia Santos", course: "Clay and Fire")
    printed.orientation = orientation
    printed.signatures = (1...3).map {
      Signature(
        name: "Professorin Dr. Annegret Lüdenscheidt-Meyer von der Heide \($0)",
        role: "Head of the examination board of the faculty of arts and crafts")
    }
    let text = try PDFReader.text(of: try await Self.sheet(printed).bytes(.pdf))
    // Readers take a hyphen at the end of a line for one that was put there.
    let letters = text.filter { !$0.isWhitespace && $0 != "-" }
    for line in printed.signatures.flatMap({ [$0.name, $0.role] }) {
      #expect(letters.contains(line.filter { !$0.isWhitespace && $0 != "-" }), "\(text)")
    }
  }

  @Test func `lets Latin words begin where the Arabic ones around them begin`() async throws {
    let printed = Self.printed(.modern, .arabic, name: "ليلى حداد", course: "قراءة سماء الليل")
    let pdf = try await Self.sheet(printed).bytes(.pdf)
    // Beside the band on the right; the number under its label, in the leftmost of three columns beside the code.
    #expect(try PDFReader.left(of: "Evolv", in: pdf) > 400)
    #expect(try PDFReader.left(of: "Berger", in: pdf) > 400)
    #expect(try PDFReader.left(of: "EV-2026-000123", in: pdf) > 190)
  }

  @Test(arguments: [
    ("EV-{year}-{number}", 6, 123, "EV-2026-000123"), ("{number}/X", 2, 123, nil), ("C-{number}", 1, 7, "C-7"),
    ("no number at all", 6, 1, nil), ("{number}-{number}", 6, 1, nil), ("a-{number}-b", 6, 1, nil),
    ("{year}.{number}.A", 3, 1000, "2026.1000.A"),
  ])
  func `numbers as the pattern says`(pattern: String, digits: Int, count: Int, number: String?) throws {
    guard let number else { return #expect(CertificateSettings.fault(in: pattern) != nil) }
    #expect(CertificateSettings.fault(in: pattern) == nil)
    let text = try #require(Text<NumberPattern>(pattern))
    let settings = CertificateSettings(numberPattern: text, digits: try #require(Number(digits)))
    #expect(settings.number(count, in: settings.series(in: 2026)) == number)
  }

  @Test func `names variables that are none`() {
    #expect(CertificateDesign.fault(in: "{{ name }} did {{course}}", at: "body") == nil)
    #expect(CertificateDesign.fault(in: "{{ marks }}", at: "body")?.code == "unknown_variable")
    #expect(CertificateDesign.fault(in: "{{ name", at: "body")?.code == "braces")
  }

  @Test func `counts the time between steps that follow each other`() {
    func at(_ minutes: Int64...) -> [Instant] { minutes.map { Self.now + .minutes($0) } }
    #expect(LearningTime([]).minutes == 0)
    #expect(LearningTime(at(0)).minutes == 0)
    #expect(LearningTime(at(0, 10, 25)).minutes == 25)
    #expect(LearningTime(at(0, 10, 60, 70)).minutes == 20)
    #expect(LearningTime(at(0, 30, 61)).minutes == 30)
  }

  @Test(arguments: [
    ("EV-2026-000123", CertificateName.number("EV-2026-000123")), (" ev-2026-000123 ", .number("EV-2026-000123")),
    ("ev 2026", .number("EV2026")),
    (String(repeating: "aB-_9", count: 8) + "xyz", .token(String(repeating: "aB-_9", count: 8) + "xyz")),
    ("", nil), ("ü", nil), (String(repeating: "x", count: 65), nil), ("a\u{0}b", nil),
  ])
  func `understands what somebody typed`(typed: String, name: CertificateName?) {
    #expect(CertificateName(typed) == name)
  }

  @Test func `says in a list of bits who was revoked`() throws {
    let list = StatusList(
      number: 0, revoked: [0, 9, 131_071], addresses: BadgeAddresses(base: "https://school.example"), now: Self.now)
    #expect(list.bits.count == 16_384)
    #expect(list.bits[0] == 0x80 && list.bits[1] == 0x40 && list.bits[16_383] == 1)
    #expect(StatusPlace(131_072).list == 1 && StatusPlace(131_072).index == 0)
    let unpacked = try Command.run("/bin/gzip", ["-dc"], StatusList.gzip(list.bits))
    #expect(unpacked == list.bits)
  }

  @Test func `writes cells that no spreadsheet runs`() {
    #expect("=1+1".spreadsheetCell == "'=1+1")
    #expect("a,\"b\"".spreadsheetCell == "\"a,\"\"b\"\"\"")
    #expect("plain".spreadsheetCell == "plain")
  }
}

/// What poppler, a reader of its own, finds in a PDF.
enum PDFReader {
  static func text(of pdf: [UInt8]) throws -> String {
    try read(pdf) { ["/usr/bin/pdftotext", "-enc", "UTF-8", $0, "-"] }
  }
  /// How far from the left edge a word begins.
  static func left(of word: String, in pdf: [UInt8]) throws -> Double {
    let boxes = try read(pdf) { ["/usr/bin/pdftotext", "-bbox", $0, "-"] }
    let line = try #require(boxes.split(separator: "\n").first { $0.contains(">\(word)<") }, "\(boxes)")
    let number = try #require(line.split(separator: "\"").dropFirst().first)
    return try #require(Double(number))
  }
  static func facts(of pdf: [UInt8]) throws -> String { try read(pdf) { ["/usr/bin/pdfinfo", "-enc", "UTF-8", $0] } }

  private static func read(_ pdf: [UInt8], _ command: (String) -> [String]) throws -> String {
    let path = NSTemporaryDirectory() + "certificate-\(UUID().uuidString).pdf"
    try Data(pdf).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let parts = command(path)
    return String(decoding: try Command.run(parts[0], Array(parts.dropFirst())), as: UTF8.self)
  }
}

enum Command {
  static func run(_ program: String, _ arguments: [String], _ input: [UInt8] = []) throws -> [UInt8] {
    let process = Process(), output = Pipe(), source = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardInput = source
    try process.run()
    try source.fileHandleForWriting.write(contentsOf: Data(input))
    try source.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }
}

extension String {
  /// Whether `line` stands in it, wherever lines were broken.
  func holds(_ line: String) -> Bool { squeezed.contains(line.squeezed) }
  /// The same for one word that a reader may give back in either order.
  func holdsWord(_ word: String) -> Bool { contains(word) || contains(String(word.reversed())) }
  private var squeezed: String {
    split {
      $0.isWhitespace
        || $0.unicodeScalars.allSatisfy {
          (0x2066...0x2069).contains($0.value) || $0.value == 0x200E || $0.value == 0x200F
        }
    }.joined()
  }
}

extension CertificatePress {
  static var sample: CertificatePress {
    CertificatePress(
      school: "Evolv Academy", language: .english, settings: .standard, branding: .standard)
  }
}
