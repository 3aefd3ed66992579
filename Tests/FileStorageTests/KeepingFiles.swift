import Essentials
import EventLoops
import FileStorage
import Foundation
import Testing

private let pool = BlockingPool(name: "files", threads: 2, capacity: 100)

/// The smallest whole pictures: headers with a size, as `file` knows them.
enum Sample {
  static let png = bytes("89504e470d0a1a0a0000000d49484452000000200000001008060000007ea3dd9a0000000049454e44ae426082")
  static let gif = bytes("474946383961030005008000000000000000002c00000000030005000002024401003b")
  static let jpeg = bytes(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + String(repeating: "01", count: 64)
      + "ffc0000b080007000901011100ffc40014000100000000000000000000000000000009ffda0008010100003f00d2cf20ffd9")
  static let webp = bytes("524946461a000000574542505650384c0d0000002f09c00300") + [UInt8](repeating: 0, count: 20)
  static let pdf = Array("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n".utf8)
  static let mp4 = bytes("00000018667479706d703432000000006d70343269736f6d") + [UInt8](repeating: 0, count: 64)
  static let avif = bytes(
    "00000020667479706176696600000000617669666d6966316d696166000000000000001469737065000000000000010000000080")

  private static func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16)! }
  }
}

@Suite struct `Keeping files` {
  let folder = NSTemporaryDirectory() + "files-" + UUID().uuidString
  let store: FileStore

  init() throws { store = try FileStore(folder: folder, pool: pool) }

  private func content(_ file: StoredFile) async throws -> [UInt8]? { try await store.bytes(of: file.digest) }
  private func spooled(_ bytes: [UInt8]) throws -> String {
    let path = NSTemporaryDirectory() + "spool-" + UUID().uuidString
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
  private var incoming: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming") }
  }

  @Test func `bytes are found again under their digest`() async throws {
    let file = try await store.keep(Sample.pdf, as: .document)
    #expect(file.type == "application/pdf" && file.size == Sample.pdf.count && file.pixels == nil)
    #expect(try await content(file) == Sample.pdf)
    let place = folder + "/" + file.digest.text.prefix(2) + "/" + file.digest.text.dropFirst(2)
    #expect(try await store.location(of: file.digest) == .local(path: place, size: file.size))
    #expect(try incoming.isEmpty)
  }

  @Test func `the digest is SHA-256`() async throws {
    let file = try await store.keep(Array("hello world\n".utf8), as: .document)
    #expect(file.digest.text == "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447")
    #expect(FileDigest(pathText: file.digest.text) == file.digest)
  }

  @Test func `the same bytes by any way are one file`() async throws {
    let large = (0..<1_000_000).map { _ in UInt8.random(in: 97...122) }
    let first = try await store.keep(large, as: .document)
    let kept = try spooled(large), moved = try spooled(large)
    #expect(try await store.keep(copyOf: kept, as: .document) == first)
    #expect(try await store.keep(moving: moved, as: .document) == first)
    #expect(try await content(first) == large)
    #expect(FileManager.default.fileExists(atPath: kept))
    #expect(try incoming.isEmpty)
  }

  @Test func `a new upload is moved, from this file system or another`() async throws {
    for (index, place) in [NSTemporaryDirectory(), "/dev/shm/"].enumerated() {
      let path = place + "spool-" + UUID().uuidString, bytes = Array("upload \(index)".utf8)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let file = try await store.keep(moving: path, as: .document)
      #expect(try await content(file) == bytes)
      unlink(path)
      #expect(try await content(file) == bytes)
    }
  }

  @Test func `many at once are one file and whole`() async throws {
    let bytes = (0..<300_000).map { UInt8($0 % 26 + 97) }
    let files = try await withThrowingTaskGroup(of: StoredFile.self) { group in
      for _ in 0..<16 { group.addTask { try await store.keep(bytes, as: .document) } }
      return try await group.reduce(into: Set<StoredFile>()) { $0.insert($1) }
    }
    #expect(files.count == 1)
    #expect(try await content(#require(files.first)) == bytes)
  }

  @Test(arguments: [
    (Sample.png, "image/png", 32, 16), (Sample.gif, "image/gif", 3, 5), (Sample.jpeg, "image/jpeg", 9, 7),
    (Sample.webp, "image/webp", 10, 16),
    (Sample.avif, "image/avif", 256, 128),
  ])
  func `an image is known by its bytes, with its size`(bytes: [UInt8], type: String, width: Int, height: Int)
    async throws
  {
    let file = try await store.keep(bytes, as: .image)
    #expect(file.type == type && file.pixels == PixelSize(width: width, height: height))
  }

  @Test func `a video is known by its bytes`() async throws {
    #expect(try await store.keep(Sample.mp4, as: .video).type == "video/mp4")
  }

  @Test(arguments: [
    "<!DOCTYPE html><html><script>alert(1)</script></html>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
    "\u{7F}ELF\u{2}\u{1}\u{1}\u{0}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  ])
  func `what could run is refused whatever it is wanted for`(text: String) async throws {
    for purpose in [FilePurpose.image, .video, .audio, .document] {
      await #expect(throws: FileRefused.self) { try await store.keep(Array(text.utf8), as: purpose) }
    }
  }

  @Test func `a refusal names what was found and what is right, and leaves the upload where it was`() async throws {
    let path = try spooled(Sample.pdf)
    await #expect(throws: FileRefused.wrongType(found: "application/pdf", allowed: FilePurpose.image.types.sorted())) {
      try await store.keep(moving: path, as: .image)
    }
    await #expect(throws: FileRefused.tooLarge(limit: 10)) {
      try await store.keep(moving: path, as: .document.limited(to: 10))
    }
    await #expect(throws: FileRefused.empty) { try await store.keep([], as: .document) }
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(try incoming.isEmpty)
  }

  @Test func `an image with a broken or boundless header is refused`() async throws {
    var endless = Sample.png
    endless.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
    await #expect(throws: FileRefused.brokenImage) { try await store.keep(endless, as: .image) }
    await #expect(throws: (any Error).self) { try await store.keep(Array(Sample.png.prefix(17)), as: .image) }
    for count in 1..<Sample.jpeg.count - 40 {
      do { _ = try await store.keep(Array(Sample.jpeg.prefix(count)), as: .image) } catch is FileRefused {}
    }
  }

  @Test func `source code is text, and a purpose may join two`() async throws {
    let code = try await store.keep(Array("#!/usr/bin/env python3\nimport sys\nprint(sys.argv)\n".utf8), as: .document)
    #expect(code.type == "text/plain")
    #expect(try await store.keep(Sample.png, as: FilePurpose.document.or(.image)).type == "image/png")
  }

  @Test(arguments: [
    "", "a", "../../etc/passwd", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
    String(repeating: "a", count: 63) + "/",
  ])
  func `no other name is a digest`(text: String) { #expect(FileDigest(pathText: text) == nil) }

  @Test func `a file that is not there is nil, not an error`() async throws {
    let digest = try #require(FileDigest(pathText: String(repeating: "0", count: 64)))
    #expect(try await store.location(of: digest) == nil)
    #expect(try await store.bytes(of: digest) == nil)
    await #expect(throws: FileStoreError.self) { try await store.keep(copyOf: "/nowhere", as: .document) }
  }

  @Test func `only old files that nothing refers to are removed`() async throws {
    let kept = try await store.keep(Array("wanted".utf8), as: .document),
      orphan = try await store.keep(Array("orphan".utf8), as: .document)
    let wanted: @Sendable ([FileDigest]) -> Set<FileDigest> = { Set($0).intersection([kept.digest]) }
    #expect(try await store.removeOrphans(olderThan: .hours(24), at: .now(), wanted: wanted) == 0)
    #expect(try await store.removeOrphans(olderThan: .hours(24), at: .now() + .hours(25), wanted: wanted) == 1)
    #expect(try await store.location(of: orphan.digest) == nil)
    #expect(try await content(kept) == Array("wanted".utf8))
  }

  @Test func `sending a file again makes it young`() async throws {
    let file = try await store.keep(Array("again".utf8), as: .document)
    guard case .local(let path, _) = try #require(try await store.location(of: file.digest)) else { return }
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -100_000)], ofItemAtPath: path)
    _ = try await store.keep(Array("again".utf8), as: .document)
    #expect(try await store.removeOrphans(olderThan: .hours(1), at: .now()) { _ in [] } == 0)
  }

  @Test func `what a crash left half-written is gone after a later start, what is being written stays`() throws {
    for name in ["old", "new"] {
      _ = FileManager.default.createFile(atPath: "\(folder)/incoming/\(name)", contents: Data([1]))
    }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -4000)], ofItemAtPath: folder + "/incoming/old")
    _ = try FileStore(folder: folder, pool: pool)
    #expect(try incoming == ["new"])
  }

  @Test func `a folder that cannot be made is told`() {
    #expect(throws: FileStoreError.self) { try FileStore(folder: "/proc/nowhere", pool: pool) }
  }
}
