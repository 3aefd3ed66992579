import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import Payloads
import Routing
import Testing

@testable import Teaching

/// What a learner has earned, and the secret of its link.
struct EarnedCertificate { let id: String, number: String, token: String }

extension School {
  /// Takes a free course and does all of it.
  func complete(_ slug: String, as caller: Caller) async throws {
    _ = try await post("/courses/\(slug)/enrollment", as: caller)
    let outline = try await call(.get, "/api/v1/courses/\(slug)/outline", as: caller)
    for section in outline["sections"]?.elements ?? [] {
      for item in section.member("items")?.elements ?? [] {
        let id = try #require(item.member("id")?.string)
        #expect(try await call(.put, "/api/v1/items/\(id)/completion", as: caller).status == 200)
      }
    }
  }

  func certificates(of caller: Caller) async throws -> [JSONNode] {
    try await call(.get, "/api/v1/users/me/certificates", as: caller)["data"]?.elements ?? []
  }

  /// The certificate that Mia gets for the night sky.
  func issued() async throws -> EarnedCertificate {
    try await complete("reading-the-night-sky", as: .mia)
    try await doJobs()
    let certificate = try #require(try await certificates(of: .mia).first)
    let link = try #require(certificate.member("verification_url")?.string)
    return EarnedCertificate(
      id: try #require(certificate.member("id")?.string), number: try #require(certificate.member("number")?.string),
      token: String(link.split(separator: "/").last ?? ""))
  }
}

/// What poppler, a reader of its own, finds in a PDF.
enum PDFText {
  static func text(of pdf: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + "sheet-\(UUID().uuidString).pdf"
    try Data(pdf).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let process = Process(), output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftotext")
    process.arguments = ["-enc", "UTF-8", path, "-"]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

extension JSONNode {
  func member(_ name: String) -> JSONNode? { members?.first { $0.name == name }?.value }
  /// The same value as JSON.
  var text: String {
    if let string {
      var json = JSONWriter()
      json.string(string)
      return String(decoding: json.bytes, as: UTF8.self)
    }
    if let number { return number }
    if let bool { return bool ? "true" : "false" }
    if let elements { return "[" + elements.map(\.text).joined(separator: ",") + "]" }
    guard let members else { return "null" }
    return "{" + members.map { "\"\($0.name)\":\($0.value.text)" }.joined(separator: ",") + "}"
  }
}

extension String {
  /// Without spaces and marks of direction.
  var letters: String { filter { !$0.isWhitespace && !"\u{2068}\u{2069}".contains($0) } }

  /// What is left of these letters when each of the lines is taken out once, the longest first.
  func without(_ lines: [String]) -> String {
    lines.map(\.letters).sorted { $0.count > $1.count }.reduce(self) { rest, line in
      rest.replacing(line, with: "", maxReplacements: 1)
    }
  }

  var escapedForPages: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
