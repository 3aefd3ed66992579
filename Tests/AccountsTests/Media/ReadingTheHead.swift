import Essentials
import EvolvCore
import Testing

@testable import Accounts

/// What stands in the head of an upload, and in the address of a file.
@Suite struct `Reading the head of an upload` {
  @Test func `the metadata is pairs of a key and Base64`() throws {
    let words = try UploadWords("filename Y8O2LnBuZw==, fingerprint YT8/PmI=,isLast")
    #expect(words["filename"] == "cö.png")
    #expect(words["fingerprint"] == "a??>b")
    #expect(words["isLast"] == "")
    #expect(words["other"] == nil)
    #expect(throws: (any Error).self) { try UploadWords("filename !!") }
    #expect(throws: (any Error).self) { try UploadWords("filename /w==") }
    #expect(throws: (any Error).self) { try UploadWords("a b c") }
  }

  @Test func `a moment is written as header fields have it`() {
    #expect(Instant(microseconds: 784_111_777_000_000).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
  }

  @Test func `a part has a plain name`() {
    #expect(MediaPart(pathText: "w640.webp") != nil)
    #expect(MediaPart(pathText: "../etc") == nil && MediaPart(pathText: ".x") == nil && MediaPart(pathText: "") == nil)
    #expect(
      MediaPart("w640").isNegotiated && !MediaPart("w640.webp").isNegotiated && !MediaPart("hls.m3u8").isNegotiated)
  }

  @Test func `a picture is made in the sizes below its own and one that has all of it`() {
    #expect(PictureMaking.widths(for: 100) == [320])
    #expect(PictureMaking.widths(for: 640) == [320, 640])
    #expect(PictureMaking.widths(for: 5000) == [320, 640, 1280, 1920])
  }

  @Test func `a length is told in minutes and hours`() {
    #expect(61_000.asDuration == "1:01" && 3_723_000.asDuration == "1:02:03")
  }
}
