import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import MediaCoding
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Pictures of courses and of people are shown to others: what cameras write into them, and what was hung on them, stays.
@Suite(.school) struct `Sending pictures` {
  let school = School.current

  @Test func `a cover says nothing of where it was taken`() async throws {
    let put = try await school.upload(
      try await SentFile.located(school), by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
    #expect(put.status == 200, "\(put.text)")
    let shown = try await school.get(try #require(put["thumbnail_url"]?.string))
    try expectNothingHidden(in: shown)
    // The camera lay on its side and said so: who overlooks that would drop what it says along with the place.
    let (width, height): (Int, Int) = try await school.db.fetch(
      Query<Int>.value("SELECT width FROM course_files"), Query<Int>.value("SELECT height FROM course_files"))
    #expect(width == 20 && height == 40)
  }

  @Test func `the picture of a person says nothing of where it was taken`() async throws {
    #expect(try await school.upload(try await SentFile.located(school), to: "/account/photo", as: .mia).status == 303)
    let mia = try #require(school.people.mia.viewer.person?.text)
    try expectNothingHidden(in: try await school.get("/people/\(mia)/photo", as: .tom))
    let called = try await school.upload(
      try await SentFile.located(school), by: .put, calling: "/api/v1/profile/avatar", as: .mia)
    #expect(called.status == 200, "\(called.text)")
    try expectNothingHidden(in: try await school.get("/people/\(mia)/photo", as: .tom))
  }

  @Test func `a picture that is a page or an archive as well is only a picture afterwards`() async throws {
    for tail in ["<!doctype html><script>alert(1)</script>", "PK\u{5}\u{6}" + String(repeating: "\0", count: 18)] {
      let both = SentFile("both.png", SentFile.photo(hiding: tail).bytes + Array(tail.utf8))
      let put = try await school.upload(both, by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
      #expect(put.status == 200, "\(put.text)")
      let shown = try await school.get(try #require(put["thumbnail_url"]?.string))
      #expect(shown.header("content-type") == "image/webp" && !shown.bytes.contains(tail.utf8))
      #expect(shown.header("x-content-type-options") == "nosniff")
    }
  }

  @Test func `a damaged picture is refused in words`() async throws {
    let half = SentFile("half.png", Array(SentFile.photo(width: 40, height: 40).bytes.prefix(2000)))
    let put = try await school.upload(half, by: .put, calling: "/api/v1/courses/clay-and-fire/cover", as: .tom)
    #expect(put.status == 422 && put.faults == ["file broken_image"], "\(put.text)")
    #expect(try await school.upload(half, to: "/account/photo", as: .mia).contains("not a picture that can be shown"))
  }

  private func expectNothingHidden(in reply: Reply) throws {
    #expect(reply.status == 200 && reply.header("content-type") == "image/webp")
    #expect(!reply.bytes.contains("Somewhere".utf8) && !reply.bytes.contains(Exif.place))
  }
}

extension SentFile {
  /// A JPEG of 40 by 20 pixels from a camera that lay on its side, or as `turn` says, with the place where it stood.
  static func located(_ school: School, turn: Int = 6) async throws -> SentFile {
    let plain = SentFile.photo(width: 40, height: 20)
    let jpeg = try await school.program.facilities.media.pictures.make(plain.bytes, within: 40, 40, as: .jpeg).bytes
    let place = Exif.segment(orientation: turn, maker: "Somewhere")
    let bytes = Array(jpeg[..<2]) + place + Array(jpeg[2...])
    #expect(bytes.contains("Somewhere".utf8) && bytes.contains(Exif.place))
    return SentFile("beach.jpg", bytes)
  }
}

/// What cameras write into a JPEG (Exif 2.3): a TIFF of two directories, the second with the place.
enum Exif {
  /// 51° 30′ 26″.
  static let place = [51, 30, 26].flatMap { four($0) + four(1) }

  static func segment(orientation: Int, maker: String) -> [UInt8] {
    let name = Array(maker.utf8) + [0]
    let first = 8, firstEnd = first + 2 + 3 * 12 + 4, gps = firstEnd + name.count + name.count % 2
    let degrees = gps + 2 + 2 * 12 + 4
    var tiff = Array("II".utf8) + two(42) + four(first)
    tiff += two(3) + entry(0x010F, 2, name.count, four(firstEnd)) + entry(0x0112, 3, 1, two(orientation) + two(0))
    tiff += entry(0x8825, 4, 1, four(gps)) + four(0) + name + [UInt8](repeating: 0, count: name.count % 2)
    tiff += two(2) + entry(1, 2, 2, Array("N\0\0\0".utf8)) + entry(2, 5, 3, four(degrees)) + four(0)
    let body = Array("Exif\0\0".utf8) + tiff + place
    return [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
  }

  private static func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
    two(tag) + two(type) + four(count) + value
  }
  private static func two(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
  private static func four(_ value: Int) -> [UInt8] { two(value & 0xFFFF) + two(value >> 16) }
}
