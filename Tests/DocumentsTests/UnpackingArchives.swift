import Documents
import EvolvTesting
import Foundation
import Testing

/// What a stranger's archive may and may not do to the machine that unpacks it.
@Suite struct `Unpacking archives` {
  static let limits = ArchiveLimits(entries: 2_000, bytes: 64 << 20, entryBytes: 48 << 20)

  @Test func `unpacks files and folders as they are`() throws {
    let place = try Place()
    let zip = SentFile.archive([
      SentEntry("course/", ""), SentEntry("course/one.md", "# One"), SentEntry("course/a/b/two.md", "# Zwölf"),
      SentEntry("course\\win.md", "back"), SentEntry("course/./dot.md", "dot"),
      SentEntry("course/größe.md", "ß").with { $0.flags = 0 },
    ])
    var told: [Int] = []
    let archive = try place.open(zip, Self.limits)
    try archive.unpack(to: place.folder) { told.append($0) }
    #expect(told == [1, 2, 3, 4, 5])
    #expect(
      archive.paths == ["course/one.md", "course/a/b/two.md", "course/win.md", "course/dot.md", "course/größe.md"])
    #expect(try place.text("course/a/b/two.md") == "# Zwölf")
    #expect(try place.text("course/win.md") == "back")
  }

  @Test func `reads the names of old programs, and says so`() throws {
    let place = try Place()
    let old = SentEntry("", "x").with {
      $0.name = [0x6D, 0x81, 0x64, 0x65, 0x2E, 0x6D, 0x64]
      $0.flags = 0
    }
    let archive = try place.open(.archive([old]), Self.limits)
    #expect(archive.paths == ["müde.md"])
    #expect(archive.notes.count == 1)
  }

  @Test(
    arguments: [
      "../out.md", "a/../../out.md", "/etc/passwd", "..\\out.md", "C:/out.md", "C:\\out.md", "..",
      "a/..", "\\\\host\\share\\x.md",
    ])
  func `lets nothing land outside`(name: String) throws {
    try refuses([SentEntry("ok.md", "x"), SentEntry(name, "x")]) { if case .outside = $0 { true } else { false } }
  }

  @Test func `takes no name with signs that nobody sees`() throws {
    try refuses([SentEntry("a/\u{1}b.md", "x")]) { [.broken, .outside("a/?b.md")].contains($0) }
  }

  @Test func `follows no link and makes no device`() throws {
    try refuses([.link("out.md", to: "/etc/passwd")]) { $0 == .noFile("out.md") }
    for kind in [0o020000, 0o060000, 0o010000, 0o140000] as [UInt32] {
      try refuses([SentEntry("dev.md").with { $0.attributes = (kind | 0o644) << 16 }]) { $0 == .noFile("dev.md") }
    }
  }

  @Test func `reads no name that says it is UTF-8 and is not`() throws {
    try refuses([SentEntry("", "x").with { $0.name = [0x61, 0xFF, 0xFE, 0x2E, 0x6D, 0x64] }]) { $0 == .broken }
  }

  @Test func `refuses what is there twice, too deep or locked`() throws {
    try refuses([SentEntry("a.md", "1"), SentEntry("a.md", "2")]) { $0 == .twice("a.md") }
    try refuses([SentEntry("a", "1"), SentEntry("a/b.md", "2")]) { $0 == .twice("a") }
    let deep = String(repeating: "d/", count: 40) + "x.md", long = String(repeating: "x", count: 300) + ".md"
    for name in [deep, long] {
      try refuses([SentEntry(name, "x")]) { if case .tooDeep = $0 { true } else { false } }
    }
    try refuses([SentEntry("a.md", "secret secret").with { $0.flags |= 1 }]) { $0 == .locked("a.md") }
  }

  @Test func `refuses too many entries, told or not, before it reads them`() throws {
    let many = (0..<65_535).map { SentEntry("f\($0).md", [UInt8]()) }
    try refuses(many) { $0 == .tooManyEntries(most: 2_000) }
    // The number of entries is a lie: the directory is too long for it.
    try refuses(many, count: 3) { $0 == .tooManyEntries(most: 2_000) || $0 == .broken }
  }

  @Test func `refuses bombs`() throws {
    let place = try Place(), bomb = place.path + "bomb.zip"
    let writer = try ZipWriter(path: bomb)
    try writer.add("zeros.md", [UInt8](repeating: 0, count: 40 << 20))
    try writer.finish()
    let size = try #require(FileManager.default.attributesOfItem(atPath: bomb)[.size] as? Int)
    #expect(size < 100_000)
    #expect(throws: ArchiveFault.bomb("zeros.md")) { try ArchiveFolder(path: bomb, 0..<size, Self.limits) }

    // Each is modest, all together are not.
    let little = ArchiveLimits(entries: 100, bytes: 1 << 20, entryBytes: 300_000)
    let files = (0..<20).map { SentEntry("f\($0).md", [UInt8](repeating: 65, count: 60_000)) }
    try refuses(files, little) { $0 == .tooManyBytes(most: 1 << 20) }
    try refuses([SentEntry("large.md", [UInt8](repeating: 65, count: 300_001))], little) {
      $0 == .tooLarge("large.md", most: 300_000)
    }
  }

  @Test func `writes no more than was said`() throws {
    let place = try Place()
    for claim in [2, 4_000] {
      let lie = SentEntry("lie.md", String(repeating: "x", count: 1_000)).with { $0.claimedSize = claim }
      #expect(throws: ArchiveFault.self) { try place.open(.archive([lie]), Self.limits).unpack(to: place.folder) }
    }
  }

  @Test(arguments: [[], Array("PK".utf8), Array(repeating: 0, count: 100_000), Array("no archive at all".utf8)])
  func `takes no other file for an archive`(bytes: [UInt8]) throws {
    let place = try Place()
    #expect(throws: ArchiveFault.self) { try place.open(SentFile("x.zip", bytes), Self.limits) }
  }

  @Test func `takes no cut archive, wherever it is cut`() throws {
    let place = try Place()
    let whole = SentFile.archive((0..<20).map { SentEntry("f\($0).md", "text \($0)") }).bytes
    for cut in stride(from: 1, to: whole.count, by: 37) {
      #expect(throws: ArchiveFault.self) {
        try place.open(SentFile("x.zip", Array(whole.prefix(cut))), Self.limits).unpack(to: place.folder)
      }
    }
  }

  @Test func `survives any byte being another`() throws {
    let place = try Place()
    let whole = SentFile.archive((0..<5).map { SentEntry("folder/f\($0).md", "text \($0)") }).bytes
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= 0xA5
      try place.clear()
      do { try place.open(SentFile("x.zip", bytes), Self.limits).unpack(to: place.folder) } catch is ArchiveFault {}
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == ["unpacked", "x.zip"])
    }
  }

  private func refuses(
    _ entries: [SentEntry], _ limits: ArchiveLimits = limits, count: Int? = nil, with isRight: (ArchiveFault) -> Bool,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let place = try Place()
    do throws(ArchiveFault) {
      _ = try place.open(.archive(entries, count: count), limits)
      Issue.record("It was not refused.", sourceLocation: location)
    } catch {
      #expect(isRight(error), "\(error)", sourceLocation: location)
      #expect(!"\(error)".isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: place.path + "out.md"))
  }
}

/// A folder that lives as long as its test.
private final class Place {
  let path = NSTemporaryDirectory() + "archive-" + UUID().uuidString + "/"
  var folder: String { path + "unpacked" }

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func clear() throws {
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }
  func open(_ file: SentFile, _ limits: ArchiveLimits) throws(ArchiveFault) -> ArchiveFolder {
    let archive = path + "x.zip"
    guard FileManager.default.createFile(atPath: archive, contents: Data(file.bytes)) else { throw .disk("test") }
    return try ArchiveFolder(path: archive, 0..<file.bytes.count, limits)
  }
  func text(_ name: String) throws -> String { try String(contentsOfFile: folder + "/" + name, encoding: .utf8) }
}
