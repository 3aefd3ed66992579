import Foundation
import Payloads
import Testing

@testable import Routing

/// A form with files, as the server spooled it: found in pieces, copied nowhere.
@Suite struct `Taking forms with files apart` {
  private func open(_ body: [UInt8], type: String = "multipart/form-data; boundary=b") throws -> Request {
    let path = NSTemporaryDirectory() + "form-" + UUID().uuidString
    try Data(body).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    let head = RequestHead(method: "POST", path: "/", headers: Headers([(name: "Content-Type", value: type)]))
    return try Request(head: head, body: .file(path: path, size: body.count)).withParts()
  }
  private func open(_ body: String, type: String = "multipart/form-data; boundary=b") throws -> Request {
    try open(Array(body.replacing("\n", with: "\r\n").utf8), type: type)
  }
  private func part(_ disposition: String, _ content: String) -> String {
    "--b\nContent-Disposition: form-data; \(disposition)\n\n\(content)\n"
  }

  @Test func `finds fields and files`() throws {
    let request = try open(
      part(#"name="title""#, "Glaze ä") + part(#"name="file"; filename="C:\dir\a%22b.pdf""#, "12\n--c 3")
        + part(#"name="empty""#, "") + "--b--\n")
    #expect(try request.formFields().items.map { "\($0.name)=\($0.value)" } == ["title=Glaze ä", "empty="])
    let file = try #require(try request.file("file"))
    #expect(file.name == #"a"b.pdf"#)
    #expect(file.range.count == 9)
  }

  @Test func `takes a file field that was left empty for none`() throws {
    let request = try open(part(#"name="file"; filename="""#, "") + "--b--\n")
    #expect(try request.file("file") == nil)
  }

  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 524_270, 524_288, 700_000])
  func `finds the end wherever it falls between two pieces`(count: Int) throws {
    let header = Array("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n".utf8)
    // Nearly the delimiter, again and again.
    let content = Array(Array(repeating: Array("\r\n--\r\n-".utf8), count: count / 7 + 1).joined().prefix(count))
    let request = try open(header + content + Array("\r\n--b--".utf8))
    #expect(try request.file("file")?.range == header.count..<header.count + count)
  }

  @Test(arguments: [
    "", "--b", "--bb--", "--c\n", "x--b--", "--b\n\n--b--", "--b\nContent-Disposition: form-data\n\nx\n--b--",
    "--b\nContent-Disposition: attachment; name=\"a\"\n\nx\n--b--", "--b\nbroken\n\nx\n--b--",
    "--b\nContent-Disposition: form-data; name=\"a\"\n\nno end",
    "--b\nContent-Disposition: form-data; name=\"a\"\nContent-Transfer-Encoding: base64\n\nx\n--b--",
    "--b\nContent-Disposition: form-data; name=\"\"\n\nx\n--b--",
  ])
  func `refuses what is broken`(body: String) throws {
    #expect { try open(body) } throws: { problem in (problem as? Problem)?.status == 400 }
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\u{7}\"",
    "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
  ])
  func `refuses a boundary that is none`(type: String) throws {
    #expect(throws: Problem.self) { try open("--b--", type: type) }
  }

  @Test func `keeps its limits`() throws {
    let many = String(repeating: part(#"name="a""#, "x"), count: 65) + "--b--"
    #expect(throws: Problem.malformed("The form has too many parts.")) { try open(many) }
    let long = part(#"name="a""#, String(repeating: "x", count: 262_145)) + "--b--"
    #expect(throws: Problem.tooLarge(limit: 262_144)) { try open(long) }
    let header = part(#"name=""# + String(repeating: "a", count: 9_000) + #"""#, "x") + "--b--"
    #expect(throws: Problem.self) { try open(header) }
    let name = part(#"name="file"; filename=""# + String(repeating: "a", count: 256) + #"""#, "x") + "--b--"
    #expect { try open(name).file("file") } throws: { ($0 as? Problem)?.status == 422 }
    let twice = String(repeating: part(#"name="file"; filename="f""#, "x"), count: 2) + "--b--"
    #expect { try open(twice).file("file") } throws: { ($0 as? Problem)?.status == 422 }
  }

  @Test func `refuses text that is not UTF-8`() throws {
    let body =
      Array("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".utf8) + [0xC3, 0x28] + Array("\r\n--b--".utf8)
    #expect { try open(body) } throws: { ($0 as? Problem)?.status == 400 }
  }
}
