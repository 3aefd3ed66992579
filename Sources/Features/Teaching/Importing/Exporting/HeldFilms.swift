internal import Accounts
internal import Essentials
internal import EvolvCore
internal import SQLStore

/// The films of our own media that a course shows, by their ids.
struct HeldFilms: Sendable {
  let media: [ID<MediaFile>: MediaRecord], captions: [ID<MediaFile>: [CarriedCaptions]]
}

extension Reading {
  func heldFilms(of course: CourseHoldings) async throws -> HeldFilms {
    let ids = course.items.compactMap(\.content.film)
    let media = try await mediaFiles(ids), captions = try await carriedCaptions(of: ids)
    return HeldFilms(
      media: Dictionary(media.map { ($0.id, $0) }) { first, _ in first },
      captions: captions.reduce(into: [:]) { found, one in
        if let film = one.media { found[film, default: []].append(one) }
      })
  }
}

/// Films on their way into an archive: as they were brought in, so that nothing is lost however often a course goes from
/// school to school. They come along as long as the archive stays so small that a school takes it in.
struct FilmPacking {
  /// The bytes that are left.
  private var room: Int
  private(set) var files: [(path: String, media: MediaRecord)] = []
  private(set) var texts: [(path: String, text: String)] = []
  private(set) var leftOut: [String] = []
  private var packed: [ID<MediaFile>: CourseManifest.Film] = [:]
  private let films: HeldFilms

  init(_ films: HeldFilms, room: Int) {
    self.films = films
    self.room = room
  }

  /// What the manifest says of the film of an item; nil for one that does not come along, which is noted. `path`: gives a
  /// free one.
  mutating func pack(_ id: ID<MediaFile>, of item: String, _ path: (String) -> String) -> CourseManifest.Film? {
    if let packed = packed[id] { return packed }
    guard let media = films.media[id] else { return leave(item, "which is not kept any more") }
    guard media.size <= room else {
      return leave(item, "which has \(media.size.asBytes): an archive holds \(CourseArchive.most.asBytes) at most")
    }
    room -= media.size
    let file = path("films/\(media.sha256.prefix(8))-\(media.name.safeName)")
    files.append((file, media))
    let captions = (films.captions[id] ?? []).map { captions in
      let place = path("\(file).\(captions.language.text).vtt")
      texts.append((place, captions.text))
      return CourseManifest.Captions(language: captions.language.text, label: captions.label, file: place)
    }
    let film = CourseManifest.Film(
      file: file, name: media.name, captions: captions.isEmpty ? nil : captions)
    packed[id] = film
    return film
  }

  private mutating func leave(_ item: String, _ why: String) -> CourseManifest.Film? {
    leftOut.append("the film of “\(item)”, \(why)")
    return nil
  }
}
