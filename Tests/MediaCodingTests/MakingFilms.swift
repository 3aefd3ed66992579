import EventLoops
import Foundation
import Testing

@testable import MediaCoding

private let pool = BlockingPool(name: "films", threads: 1, capacity: 8)

/// Films as ffmpeg itself makes them, and files that are none.
@Suite(.serialized) struct `Making films` {
  let films = Films(on: pool)
  let folder = NSTemporaryDirectory() + "films-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func sample(_ name: String, _ size: String, turned: Bool = false) throws -> String {
    let path = folder + "/" + name
    let turn = turned ? ["-display_rotation", "90"] : []
    _ = turn
    _ = try ChildProgram(
      name: "ffmpeg",
      arguments: [
        "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=duration=2:size=\(size):rate=10", "-f", "lavfi",
        "-i", "sine=duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
        "-metadata:s:v:0", "rotate=\(turned ? 90 : 0)", path,
      ], seconds: 60
    ).run(StopFlag())
    return path
  }

  @Test func `makes a film anew with a poster and pieces`() async throws {
    let path = try sample("film.mp4", "640x480"), film = try await films.look(at: path)
    #expect(film == FilmFacts(durationMilliseconds: film.durationMilliseconds, width: 640, height: 480, hasSound: true))
    #expect((1900...2200).contains(film.durationMilliseconds))
    let sizes = FilmSize.sizes(for: film)
    #expect(sizes.map(\.lines) == [360])
    let target = folder + "/360.mp4"
    try await films.encode(path, film, sizes[0], to: target) { _ in }
    let made = try await films.look(at: target)
    #expect(made.width == 480 && made.height == 360 && made.hasSound)
    try await films.cut(target, playlist: folder + "/h360.m3u8", pieces: folder + "/h360.m4s")
    let playlist = try String(contentsOfFile: folder + "/h360.m3u8", encoding: .utf8)
    #expect(playlist.contains("#EXT-X-BYTERANGE") && playlist.contains("h360.m4s") && !playlist.contains(folder))
    try await films.poster(path, film, to: folder + "/poster.jpg")
    let pictures = Pictures(on: pool)
    let poster = try await pictures.make(folder + "/poster.jpg", within: 320, 320, as: .webp)
    #expect(poster.width == 320 && poster.height == 240)
  }

  @Test func `a film that was taken upright stays upright`() throws {
    let text = """
      streams.stream.0.codec_type="audio"
      streams.stream.1.codec_type="video"
      streams.stream.1.width=1920
      streams.stream.1.height=1080
      streams.stream.1.side_data_list.side_data.0.rotation=-90
      format.duration="61.25"
      """
    let film = try Films.facts(from: text)
    #expect(film == FilmFacts(durationMilliseconds: 61_250, width: 1080, height: 1920, hasSound: true))
    #expect(FilmSize.sizes(for: film).map(\.lines) == [360, 720, 1080])
    let pixels = FilmSize.sizes(for: film)[0].pixels(of: film)
    #expect(pixels.width == 360 && pixels.height == 640)
  }

  @Test func `what is no film is told in words`() async throws {
    let path = try sample("whole.mp4", "320x240")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for (name, part) in [("half.mp4", bytes.prefix(bytes.count / 2)), ("noise.mp4", Data(repeating: 7, count: 9000))] {
      let broken = folder + "/" + name
      try part.write(to: URL(fileURLWithPath: broken))
      await #expect(throws: BrokenFilm.self) { try await films.look(at: broken) }
    }
    // A playlist that names another file is read as no film.
    try "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n\(path)\n".write(
      toFile: folder + "/list.mp4", atomically: true, encoding: .utf8)
    await #expect(throws: BrokenFilm.self) { try await films.look(at: folder + "/list.mp4") }
  }

  @Test func `a program ends by its time, and by being stopped`() throws {
    #expect(throws: ProgramFailure.self) {
      try ChildProgram(name: "sleep", arguments: ["30"], seconds: 0).run(StopFlag())
    }
    let stop = StopFlag()
    stop.set()
    #expect(throws: ProgramFailure.self) { try ChildProgram(name: "sleep", arguments: ["30"], seconds: 60).run(stop) }
    #expect(throws: ProgramFailure.self) {
      try ChildProgram(name: "no-such-program", arguments: [], seconds: 5).run(StopFlag())
    }
    #expect(try ChildProgram(name: "echo", arguments: ["a b"], seconds: 5).run(StopFlag()) == "a b\n")
  }

  @Test func `only one film is made at a time`() {
    #expect(films.begin() && !films.begin())
    films.end()
    #expect(films.begin())
  }
}
