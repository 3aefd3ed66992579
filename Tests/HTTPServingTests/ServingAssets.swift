import Essentials
import Glibc
import HTTPServing
import Routing
import Testing

@Suite struct `Serving assets` {
  let folder: String
  let style = String(repeating: "main { color: light-dark(#111, #eee) }\n", count: 100)

  init() throws {
    folder = "/tmp/evolv-public-\(UInt64.random(in: 0 ... .max))"
    for path in ["", "/css", "/css/components"] { mkdir(folder + path, 0o755) }
    for (path, text) in [
      ("css/page.css", style), ("css/components/card.css", "a{}"), ("icon.svg", "<svg/>"), (".hidden", "x"),
    ] {
      let file = try #require(fopen("\(folder)/\(path)", "w"))
      fputs(text, file)
      fclose(file)
    }
  }

  func head(_ path: String, _ fields: [(String, String)] = []) -> RequestHead {
    RequestHead(method: "GET", path: path, headers: Headers(fields.map { (name: $0.0, value: $0.1) }))
  }

  @Test func `a file has an address that changes with the folder`() throws {
    let files = try StaticFiles(folder: folder)
    #expect(files.paths == ["css/components/card.css", "css/page.css", "icon.svg"])
    let link = try #require(files.link(to: "css/page.css"))
    #expect(link.text == "/assets/\(files.version)/css/page.css")
    #expect(files.link(to: "css/none.css") == nil)
    #expect(files.link(to: ".hidden") == nil)
    let file = try #require(fopen("\(folder)/icon.svg", "w"))
    fputs("<svg></svg>", file)
    fclose(file)
    #expect(try StaticFiles(folder: folder).version != files.version)
  }

  @Test func `it is kept for ever under its address, and shortly under an old one`() throws {
    let files = try StaticFiles(folder: folder)
    let new = try #require(files.response(to: head("/assets/\(files.version)/css/page.css")))
    #expect(new.field("cache-control") == "public, max-age=31536000, immutable")
    #expect(new.field("content-type") == "text/css; charset=utf-8")
    #expect(new.bytes == Array(style.utf8))
    let old = try #require(files.response(to: head("/assets/0000000000000000/css/page.css")))
    #expect(old.field("cache-control") == "no-cache")
  }

  @Test(arguments: [
    "/assets/x", "/assets//", "/assets/x/../page.css", "/assets/x/css", "/css/page.css", "/assets/x/.hidden",
  ])
  func `what is not there is somebody else's request`(_ path: String) throws {
    #expect(try StaticFiles(folder: folder).response(to: head(path)) == nil)
  }

  @Test func `it is compressed once, and a cache tells the ways of writing apart`() throws {
    let files = try StaticFiles(folder: folder)
    let path = "/assets/\(files.version)/css/page.css"
    let responses = try ["br, gzip", "gzip", "x"].map {
      try #require(files.response(to: head(path, [("Accept-Encoding", $0)])))
    }
    #expect(responses.map { $0.field("content-encoding") } == ["br", "gzip", nil])
    #expect(Set(responses.map { $0.field("etag") ?? "" }).count == 3)
    #expect(responses.allSatisfy { $0.field("vary") == "Accept-Encoding" })
    #expect(responses[0].bytes.count < responses[2].bytes.count / 10)
  }

  @Test func `the server sends it and knows who has it`() async throws {
    let files = try StaticFiles(folder: folder)
    let server = try await TestServer(.quick, Pages { files.response(to: $0.head) })
    let wire = try server.wire()
    let link = try #require(files.link(to: "css/page.css")).text
    let reply = try wire.get(link)
    #expect(reply.text == style)
    #expect(try wire.get(link, "If-None-Match: \(reply["ETag"] ?? "")\r\n").status == 304)
    await server.stop()
  }

  @Test func `types are told by the end of the name`() {
    #expect(ContentType.of("a/b.min.JS") == "text/javascript; charset=utf-8")
    #expect(ContentType.of("a.b/c") == "application/octet-stream")
    #expect(ContentType.of(".css") == "application/octet-stream")
    #expect(ContentType.of("lesson.mp4") == "video/mp4")
  }
}
