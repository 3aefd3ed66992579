internal import Accounts
internal import Drawing
internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Foundation
internal import JobQueue
internal import MediaCoding
internal import Payloads
internal import SQLStore
internal import Teaching

/// The film of the demo school: drawn and made by a job when the school has been open for half a minute, so that neither its
/// start nor those who look around first have to share the machine with it. Where ffmpeg is missing there is no film and no lesson that asks for one.
struct DemoFilm {
  let db: Database, teacher: Viewer

  func announce(at now: Instant) async throws {
    guard Films.isInstalled, let person = teacher.person else { return }
    let teacher = teacher
    let film = try await db.transaction { transaction in
      let film = try await transaction.expectFilm(named: SampleFilm.name, of: person, by: teacher, at: now)
      try await transaction.say(Self.captions, in: .english, of: film, by: teacher, at: now)
      transaction.enqueue(MakeDemoFilm(media: film), now: now, at: now + Seconds(30), key: film.text)
      return film
    }
    try await SampleFilm.add(film, to: db, by: teacher, at: now)
  }

  private static let captions = """
    WEBVTT

    00:00.500 --> 00:05.000
    Finding north

    00:05.500 --> 00:10.000
    Seven bright stars: the Great Bear

    00:10.500 --> 00:15.000
    Follow its last two stars, five times as far

    00:15.500 --> 00:20.000
    That is the North Star: below it lies north
    """
}

/// Draws the pictures of the film and has them shown one after the other.
struct MakeDemoFilm: Job {
  let media: ID<MediaFile>
  static let name = "make film of the demo school"
  static let rule = JobRule(priority: .bulk, attempts: 2)
  static let shape = Shape("MakeDemoFilm", Self.init(media:), Field("media", \.media))

  func run(_ work: Errand) async throws {
    let files = work.surroundings.files, name = "demo-film-" + media.text, media = media, now = work.now
    let settings = work.surroundings.settings(MediaSettings.self)
    let folder = try await files.workplace(name)
    var made: StoredFile?
    do {
      var pictures: [String] = []
      for scene in NightSky.Scene.allCases {
        let path = folder + "/\(scene.rawValue).png"
        let bytes = try await Drawing.make(
          .png(scale: 1), on: NightSky.paper, about: DocumentFacts(title: "", author: "", createdAt: now)
        ) { NightSky(scene: scene).draw(on: $0) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        pictures.append(path)
      }
      try await work.surroundings.media.films.show(pictures, seconds: 5, at: folder + "/film.mp4")
      made = try await files.keep(
        copyOf: folder + "/film.mp4", as: FilePurpose(name: "film", types: ["video/mp4"], limit: 64 << 20))
    } catch let failure as ProgramFailure where work.attempt < Self.rule.attempts {
      try await files.clear(workplace: name)
      throw failure
    } catch is ProgramFailure {
      // Said on the page of the film.
    }
    try await files.clear(workplace: name)
    try await work.conclude { [made] in try await $0.deliver(made, as: media, settings, at: now) }
  }
}
