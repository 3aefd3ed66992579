internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import JobQueue
internal import MediaCoding
internal import SQLStore

/// Makes a film anew in the sizes that players choose between: for each an mp4 cut into one file of pieces with a playlist,
/// a playlist of all of them, one mp4 that plays everywhere, and a poster.
struct FilmMaking {
  let file: MediaRecord, path: String, work: Errand
  private var films: Films { work.surroundings.media.films }
  private var files: FileStore { work.surroundings.files }

  func made() async throws -> Preparation {
    let film = try await films.look(at: path), sizes = FilmSize.sizes(for: film)
    let folder = try await files.workplace(file.id.text)
    let made: Preparation
    do {
      made = try await make(film, sizes, in: folder)
    } catch {
      try await files.clear(workplace: file.id.text)
      throw error
    }
    try await files.clear(workplace: file.id.text)
    return made
  }

  private func make(_ film: FilmFacts, _ sizes: [FilmSize], in folder: String) async throws -> Preparation {
    var made = Preparation(
      width: film.width, height: film.height, durationMilliseconds: film.durationMilliseconds)
    try await films.poster(path, film, to: folder + "/poster.jpg")
    for format in [PictureFormat.webp, .jpeg] {
      let poster = try await work.surroundings.media.pictures.make(
        folder + "/poster.jpg", within: 1280, 1280, as: format)
      made.renditions.append(
        NewRendition(
          name: "poster.\(format.rawValue)", digest: try await files.keep(made: poster.bytes),
          contentType: format.contentType, size: poster.bytes.count, width: poster.width, height: poster.height))
    }
    let note = ProgressNote(db: work.db, media: file.id)
    var master = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
    for (index, size) in sizes.enumerated() {
      let target = folder + "/\(size.lines).mp4"
      try await note.whileWriting { [films, path] in
        try await films.encode(path, film, size, to: target) { note.now(index * 1000 + $0, of: sizes.count * 1000) }
      }
      if index == 0, let sheet = try await sheet(of: target, folder) { made.renditions.append(sheet) }
      made.renditions += try await cut(target, size, film, folder)
      let pixels = size.pixels(of: film)
      master +=
        "#EXT-X-STREAM-INF:BANDWIDTH=\(size.bitsPerSecond + 160_000),RESOLUTION=\(pixels.width)x\(pixels.height)\n"
        + "h\(size.lines).m3u8\n"
      // What plays without a playlist: the best that most lines can carry.
      if size == sizes.last(where: { $0.lines <= 720 }) {
        made.renditions.append(try await take(target, as: "film.mp4", "video/mp4", pixels))
      }
    }
    made.renditions.append(try await keep(playlist: master, as: "hls.m3u8"))
    return made
  }

  /// Small pictures of all of the film, for whoever looks for a place in it; a film plays without them.
  private func sheet(of film: String, _ folder: String) async throws -> NewRendition? {
    let target = folder + "/sheet.jpg",
      plan = SheetPlan(milliseconds: try await films.look(at: film).durationMilliseconds)
    do { try await films.sheet(film, plan, to: target) } catch is ProgramFailure { return nil }
    return try await take(target, as: SheetPlan.name, "image/jpeg", nil)
  }

  private func cut(_ film: String, _ size: FilmSize, _ facts: FilmFacts, _ folder: String) async throws
    -> [NewRendition]
  {
    let name = "h\(size.lines)", playlist = folder + "/\(name).m3u8", pieces = folder + "/\(name).m4s"
    try await films.cut(film, playlist: playlist, pieces: pieces)
    return [
      try await take(pieces, as: name + ".m4s", "video/mp4", size.pixels(of: facts)),
      try await take(playlist, as: name + ".m3u8", MediaServing.playlistType, nil),
    ]
  }

  private func take(_ path: String, as name: String, _ type: String, _ pixels: (width: Int, height: Int)?) async throws
    -> NewRendition
  {
    let kept = try await files.keep(movingMade: path)
    return NewRendition(
      name: name, digest: kept.digest, contentType: type, size: kept.size, width: pixels?.width,
      height: pixels?.height)
  }

  private func keep(playlist: String, as name: String) async throws -> NewRendition {
    let bytes = Array(playlist.utf8)
    return NewRendition(
      name: name, digest: try await files.keep(made: bytes), contentType: MediaServing.playlistType, size: bytes.count,
      width: nil, height: nil)
  }
}

extension SheetPlan {
  /// What the small pictures are called among the renditions.
  static let name = "thumbnails.jpg"
}

/// How far a film is: told by the program that makes it many times a second, written down every two seconds.
final class ProgressNote: Sendable {
  private let db: Database, media: ID<MediaFile>
  private let percent = Locked(0)

  init(db: Database, media: ID<MediaFile>) {
    self.db = db
    self.media = media
  }

  func now(_ part: Int, of whole: Int) {
    let new = min(99, part * 100 / max(whole, 1))
    percent.withLock { $0 = max($0, new) }
  }

  /// Does the work and writes down how far it is meanwhile.
  func whileWriting(_ work: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await work() }
      group.addTask {
        while true {
          try await Task.sleep(for: .seconds(2))
          try await self.write()
        }
      }
      defer { group.cancelAll() }
      _ = try await group.next()
    }
    try await write()
  }

  private func write() async throws {
    let percent = percent.withLock { $0 }
    _ = try await db.write(
      Query<Int>.execute(
        "UPDATE media_files SET progress = \(percent) WHERE id = \(media) AND state = 'processing'"))
  }
}
