import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import FileStorage
import Foundation
import JobQueue
import Payloads
import Routing
import SQLStore
import Testing

/// Files that teachers bring in, whole and in pieces, and who sees them.
@Suite(.school) struct `Bringing media in` {
  let school = School.current

  @Test func `a picture is made anew in sizes, without what was hidden in it`() async throws {
    let photo = SentFile.photo(width: 700, height: 40)
    let sent = try await school.upload(photo, to: "/media", as: .tom)
    #expect(sent.status == 303, "\(sent.text)")
    let address = try #require(sent.location)
    #expect(try await school.get(address, as: .tom).contains("In the works"))
    try await school.doJobs()
    let page = try await school.get(address, as: .tom)
    #expect(page.contains("photo.png") && !page.contains("In the works"))
    let id = String(try #require(address.split(separator: "/").last))
    let answer = try await school.call(.get, "/api/v1/media/\(id)", as: .tom)
    #expect(answer["state"]?.string == "ready" && answer["kind"]?.string == "image", "\(answer.text)")
    #expect(answer["width"]?.number == "700" && answer["sha256"]?.string?.count == 64)
    let files = try #require(answer["files"]?.elements)
    #expect(files.count == 9)
    for number in files.indices {
      let made = try await school.get(try #require(answer["files", "\(number)", "url"]?.string), as: .tom)
      #expect(
        made.status == 200 && made.header("content-type") == answer["files", "\(number)", "content_type"]?.string)
      #expect(!made.bytes.contains("latitude".utf8))
      #expect(made.header("x-content-type-options") == "nosniff")
      #expect(made.response.fields.contains { $0.value == "default-src 'none'; sandbox" })
    }
    let url = try #require(answer["files", "0", "url"]?.string).replacing("w1280.avif", with: "w640")
    let best = try await school.get(url, as: .tom, accept: "image/avif,image/webp,*/*")
    #expect(best.header("content-type") == "image/avif" && best.header("vary") == "Accept")
    #expect(try await school.get(url, as: .tom, accept: "image/png,*/*").header("content-type") == "image/jpeg")
  }

  @Test func `what is made of a photograph says nothing of where it was taken`() async throws {
    let photo = try await SentFile.located(school)
    let made = try await school.upload(photo, calling: "/api/v1/media", as: .tom)
    #expect(made.status == 201, "\(made.text)")
    try await school.doJobs()
    let answer = try await school.call(.get, "/api/v1/media/\(try #require(made["id"]?.string))", as: .tom)
    let files = try #require(answer["files"]?.elements)
    #expect(files.count >= 3 && answer["width"]?.number == "20" && answer["height"]?.number == "40")
    for number in files.indices {
      let one = try await school.get(try #require(answer["files", "\(number)", "url"]?.string), as: .tom)
      #expect(one.status == 200)
      #expect(
        !one.bytes.contains("Somewhere".utf8) && !one.bytes.contains(Exif.place), "\(one.header("content-type") ?? "")")
    }
  }

  @Test func `a broken picture ends in words, and can be tried again`() async throws {
    let sent = try await school.upload(.picture(width: 300, height: 300), to: "/media", as: .tom)
    try await school.doJobs()
    let page = try await school.get(try #require(sent.location), as: .tom)
    #expect(page.contains("This picture is damaged") && page.contains("Try again"))
    #expect(try await school.post(try #require(sent.location) + "/retry", as: .tom).status == 303)
    try await school.doJobs()
    #expect(try await school.get(try #require(sent.location), as: .tom).contains("This picture is damaged"))
  }

  @Test func `what could run is not taken, whatever it is called`() async throws {
    for file in [
      SentFile("a.png", "<!doctype html><script>alert(1)</script>"),
      SentFile("a.jpg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
      SentFile("a.mp4", ""),
    ] {
      #expect(try await school.upload(file, to: "/media", as: .tom).status == 422)
      #expect(try await school.upload(file, calling: "/api/v1/media", as: .tom).status == 422)
    }
    // A document that is a page as well is sent as what it is, to be taken along.
    let both = SentFile("both.pdf", "%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n")
    let made = try await school.upload(both, calling: "/api/v1/media", as: .tom)
    let sent = try await school.get(try #require(made["url"]?.string), as: .tom)
    #expect(sent.header("content-type") == "application/pdf" && sent.header("x-content-type-options") == "nosniff")
    #expect(sent.header("content-disposition")?.hasPrefix("attachment") == true)
    #expect(sent.response.fields.contains { $0.value == "default-src 'none'; sandbox" })
    #expect(sent.header("cross-origin-resource-policy") == "same-origin")
  }

  @Test func `an address holds for its person, for four hours, and for what it was made for`() async throws {
    let made = try await school.upload(.document(), calling: "/api/v1/media", as: .tom)
    let other = try await school.upload(.document(pages: "two"), calling: "/api/v1/media", as: .tom)
    let url = try #require(made["url"]?.string), id = try #require(made["id"]?.string)
    #expect(try await school.get(url, as: .tom).status == 200)
    let ranged = try await school.get(url, as: .tom, headers: [("Referer", "https://elsewhere.example/")])
    #expect(ranged.status == 200)
    for caller in [Caller.visitor, .mia, .ada] { #expect(try await school.get(url, as: caller).status == 403) }
    for part in ["p=", "e=", "k=", "s="] {
      let at = try #require(url.firstRange(of: part)?.upperBound)
      var changed = url
      let letter = changed[at]
      changed.replaceSubrange(at...at, with: letter == "7" ? "8" : "7")
      #expect(try await school.get(changed, as: .tom).status == 403, "\(part)")
    }
    #expect(try await school.get(url.replacing(id, with: other["id"]?.string ?? ""), as: .tom).status == 403)
    #expect(try await school.get(String(url.prefix { $0 != "?" }), as: .tom).status == 403)
    #expect(try await school.get(url + "&x=1", as: .tom).status == 403)
    school.wait(.hours(4))
    #expect(try await school.get(url, as: .tom).status == 403)
  }

  @Test func `only who brings something in sees it, and students bring nothing in`() async throws {
    let made = try await school.upload(.document("plan.pdf"), calling: "/api/v1/media", as: .tom)
    let id = try #require(made["id"]?.string)
    #expect(try await school.get("/media", as: .tom).contains("plan.pdf"))
    #expect(try await school.get("/media?q=plan&kind=document", as: .tom).contains("plan.pdf"))
    #expect(!(try await school.get("/media?kind=video", as: .tom)).contains("plan.pdf"))
    #expect(!(try await school.get("/media", as: .ada)).contains("plan.pdf"))
    #expect(try await school.get("/media?everyone=true", as: .ada).contains("plan.pdf"))
    #expect(try await school.get("/media/\(id)", as: .mia).status == 404)
    #expect(try await school.get("/media", as: .mia).status == 403)
    #expect(try await school.upload(.document(), calling: "/api/v1/media", as: .mia).status == 403)
    #expect(try await school.post("/media/\(id)", form: ["name": "Plan of the year.pdf"], as: .tom).status == 303)
    #expect(try await school.get("/media/\(id)/deletion", as: .tom).contains("It is shown nowhere"))
    #expect(try await school.post("/media/\(id)/deletion", as: .tom).status == 303)
    #expect(try await school.get("/media/\(id)", as: .tom).status == 404)
    #expect(try await school.get(try #require(made["url"]?.string), as: .tom).status == 404)
    #expect(try await used(by: "tom") == 0)
  }

  @Test func `nobody brings in more than there is room for`() async throws {
    let change = #"{"person_megabytes":1}"#
    #expect(try await school.call(.patch, "/api/v1/settings/media", json: change, as: .ada).status == 200)
    let half = SentFile("half.txt", String(repeating: "half a megabyte ", count: 40_000))
    #expect(try await school.upload(half, calling: "/api/v1/media", as: .tom).status == 201)
    let refused = try await school.upload(half, calling: "/api/v1/media", as: .tom)
    #expect(refused.status == 422 && refused.text.contains("you have"))
    #expect(try await used(by: "tom") == half.bytes.count)
    #expect(try await begin(size: 600_000).status == 422)
    let upload = try await begin(size: 300_000)
    #expect(upload.status == 201)
    #expect(try await used(by: "tom") == half.bytes.count + 300_000)
    #expect(try await tus("DELETE", try #require(upload.location)).status == 204)
    #expect(try await used(by: "tom") == half.bytes.count)
  }

  // MARK: in pieces

  @Test func `a file comes in pieces, each behind the offset that was told`() async throws {
    let bytes = Array(String(repeating: "A line of a long text.\n", count: 5000).utf8)
    let options = try await school.send("OPTIONS", "/api/v1/media/uploads")
    #expect(options.header("tus-version") == "1.0.0" && options.header("tus-extension")?.contains("checksum") == true)
    let upload = try #require(try await begin(size: bytes.count).location)
    #expect(try await school.get("/media", as: .tom).contains("Choose the same file again"))
    #expect(try await tus("HEAD", upload).header("upload-offset") == "0")
    let first = try await piece(upload, 0, Array(bytes[..<1000]))
    #expect(first.status == 204 && first.header("upload-offset") == "1000", "\(first.text)")
    #expect(try await piece(upload, 0, Array(bytes[..<1000])).status == 409)
    #expect(try await piece(upload, 2000, Array(bytes[2000..<3000])).status == 409)
    #expect(try await piece(upload, 1000, bytes).status == 413)
    let sums = ["sha256 AAAA", "md5 AAAA"]
    #expect(try await piece(upload, 1000, [1, 2], [("Upload-Checksum", sums[0])]).status == 460)
    #expect(try await piece(upload, 1000, [1, 2], [("Upload-Checksum", sums[1])]).status == 400)
    #expect(try await tus("HEAD", upload).header("upload-offset") == "1000")
    #expect(try await tus("HEAD", upload, as: .ada).status == 404)
    #expect(try await tus("PATCH", upload, [("Tus-Resumable", "0.2.2")]).status == 412)
    let last = try await piece(upload, 1000, Array(bytes[1000...]))
    #expect(last.status == 204, "\(last.text)")
    let id = try #require(last.header("media-id"))
    let media = try await school.call(.get, "/api/v1/media/\(id)", as: .tom)
    #expect(media["name"]?.string == "notes.txt" && media["content_type"]?.string == "text/plain")
    #expect(try await school.get(try #require(media["url"]?.string), as: .tom).bytes == bytes)
    #expect(try await piece(upload, bytes.count, []).status == 410)
    try await school.doJobs()
    #expect(try await school.db.value("SELECT count(*) FROM media_files", as: Int.self) == 1)
  }

  @Test func `an upload whose last answer was lost is finished by a job`() async throws {
    let upload = try #require(try await begin(size: 4).location)
    let id = try #require(upload.split(separator: "/").last.map(String.init))
    let draft = try #require(try await school.program.facilities.files.draft(id))
    let path = NSTemporaryDirectory() + "piece-" + id
    try Data("text".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try await draft.add(path, at: 0) == 4)
    #expect(try await piece(upload, 0, Array("text".utf8)).status == 423)
  }

  @Test func `bytes that are not what they are called end the upload and free its room`() async throws {
    let page = Array("<!doctype html><html><body>Hello</body></html>".utf8)
    let upload = try #require(try await begin(size: page.count).location)
    let refused = try await piece(upload, 0, page)
    #expect(refused.status == 422 && refused.text.contains("of a kind that is not taken"))
    #expect(try await used(by: "tom") == 0)
    #expect(try await piece(upload, page.count, []).status == 410)
    #expect(try await tus("GET", upload).text.contains("not taken here"))
  }

  @Test func `an upload that nobody goes on with is forgotten`() async throws {
    let upload = try #require(try await begin(size: 100).location)
    #expect(try await piece(upload, 0, [1, 2, 3]).status == 204)
    school.wait(.days(8))
    let now = school.now
    try await school.db.transaction { $0.enqueue(ForgetMediaUploads(), now: now) }
    try await school.doJobs()
    #expect(try await used(by: "tom") == 0)
    #expect(try await school.db.value("SELECT count(*) FROM media_uploads", as: Int.self) == 0)
  }

  private func begin(size: Int, as caller: Caller = .tom) async throws -> Reply {
    try await tus(
      "POST", "/api/v1/media/uploads",
      [("Upload-Length", "\(size)"), ("Upload-Metadata", "filename bm90ZXMudHh0,fingerprint YQ==")], as: caller)
  }

  private func piece(_ upload: String, _ offset: Int, _ bytes: [UInt8], _ more: [(String, String)] = []) async throws
    -> Reply
  {
    let fields = [("Upload-Offset", "\(offset)"), ("Content-Type", "application/offset+octet-stream")]
    return try await tus("PATCH", upload, fields + more, body: bytes)
  }

  private func tus(
    _ method: String, _ target: String, _ fields: [(String, String)] = [], body: [UInt8] = [], as caller: Caller = .tom
  ) async throws -> Reply {
    let token = try await school.accessToken(of: caller) ?? ""
    let version = fields.contains { $0.0 == "Tus-Resumable" } ? [] : [("Tus-Resumable", "1.0.0")]
    return try await school.send(
      method, target,
      headers: [("Accept", "application/json"), ("Authorization", "Bearer " + token)] + version + fields,
      body: body)
  }

  private func used(by name: String) async throws -> Int {
    try await school.db.value(
      """
      SELECT CAST(COALESCE(sum(used_bytes), 0) AS BIGINT) FROM media_keepers JOIN users ON users.id = media_keepers.person_id
      WHERE users.email = \("\(name)@evolv.example")
      """)
  }
}
