internal import Accounts
internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Foundation

/// A film that becomes one of the importer's media.
struct PlannedFilm: Sendable {
  let id: ID<MediaFile>, key: String, film: CarriedFilm
}

/// The films that came with a folder, and those of the school's media with the same bytes: a film that is there already
/// does not come twice.
struct FilmsAtHand: Sendable {
  let arrived: [String: CarriedFilm]
  private let there: [String: MediaRecord]

  init(arrived: [String: CarriedFilm], there: [MediaRecord]) {
    self.arrived = arrived
    self.there = Dictionary(there.map { ($0.sha256, $0) }) { first, _ in first }
  }
  func there(_ film: CarriedFilm) -> MediaRecord? { there[film.file.digest.text] }
}

extension CourseBringing {
  /// Keeps the films of a folder and reads their captions. What is wrong with one costs the rest nothing.
  func keepFilms(of source: ImportedCourse) async throws -> (films: [String: CarriedFilm], faults: [ReportLine]) {
    let paths = Dictionary(source.films.map { ($0.key, $0.path) }) { first, _ in first }
    var films: [String: CarriedFilm] = [:], faults: [ReportLine] = []
    for (key, facts) in source.filmFacts.sorted(by: { $0.key < $1.key }) {
      guard let path = paths[key] else { continue }
      try await tell("Keeping films", films.count, source.filmFacts.count)
      var captions: [CarriedCaptions] = []
      for entry in (facts.captions ?? []).prefix(50) {
        do throws(CarriedCaptions.Fault) {
          captions.append(try Self.read(entry, at: paths[entry.file]))
        } catch {
          faults.append(ReportLine(.dropped, entry.file, "captions", because: "They \(error.words)."))
        }
      }
      do {
        films[key] = CarriedFilm(try await facilities.keepFilm(path), named: facts.name, captions)
      } catch let refusal as FileRefused {
        faults.append(ReportLine(.dropped, key, "film", because: refusal.words))
      }
    }
    return (films, faults)
  }

  private static func read(_ captions: CourseManifest.Captions, at path: String?) throws(CarriedCaptions.Fault)
    -> CarriedCaptions
  {
    guard let path, let reader = FileHandle(forReadingAtPath: path) else {
      throw CarriedCaptions.Fault(words: "are not in the folder")
    }
    defer { reader.closeFile() }
    let bytes: [UInt8]
    do { bytes = [UInt8](try reader.read(upToCount: 2 << 20) ?? Data()) } catch {
      throw CarriedCaptions.Fault(words: "cannot be read")
    }
    return try CarriedCaptions(reading: bytes, language: captions.language, label: captions.label)
  }
}

extension ItemContent {
  /// The film of our own media that it shows.
  var film: ID<MediaFile>? { if case .video(let video) = self { video.mediaID } else { nil } }
}
