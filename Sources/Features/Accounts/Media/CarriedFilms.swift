public import Essentials
public import EvolvCore
public import FileStorage
internal import JobQueue
internal import Payloads
public import SQLStore

// Films that come along with a course: the bytes as they were brought in, and the captions. What is shown of them is made
// anew where they arrive.

/// Captions of a film in one language, as they are written into an archive and read from one.
public struct CarriedCaptions: Sendable, Hashable {
  public let media: ID<MediaFile>?, language: LanguageTag, label: String
  /// WebVTT of our own making.
  public let text: String

  /// Why something is none, to be read behind the name of its file.
  public struct Fault: Error, Sendable {
    public let words: String
    public init(words: String) { self.words = words }
  }

  /// Captions from elsewhere, read as strictly as those of any form.
  public init(reading bytes: [UInt8], language: String, label: String) throws(Fault) {
    guard let tag = LanguageTag(pathText: language) else { throw Fault(words: "are in a language that is none") }
    do { text = try CaptionText(reading: bytes).webVTT } catch { throw Fault(words: error.words) }
    media = nil
    self.language = tag
    self.label = Text<CaptionLabelRule>(label)?.text ?? tag.name
  }
}

extension CarriedCaptions: RowDecodable {
  public init(row: inout Row) throws {
    media = try row.next()
    language = try row.next()
    label = try row.next()
    text = try row.next()
  }
  fileprivate var count: Int { text.ranges(of: " --> ").count }
}

/// A film that came with a course, its bytes kept.
public struct CarriedFilm: Sendable {
  public let file: StoredFile, name: String
  public let captions: [CarriedCaptions]

  public init(_ file: StoredFile, named name: String, _ captions: [CarriedCaptions]) {
    self.file = file
    self.name = MediaName(name)?.text ?? "film"
    self.captions = captions
  }
}

extension Facilities {
  /// Keeps the bytes of a film that lies on this machine, by the rules of every upload.
  public func keepFilm(_ path: String) async throws -> StoredFile {
    let settings = settings(MediaSettings.self)
    let purpose = FilePurpose(name: "film", types: MediaKind.video.types, limit: settings.limit(of: .video))
    return try await files.keep(copyOf: path, as: purpose)
  }
}

extension Reading {
  /// Films with these bytes that a person brought in, or that are among `known`; the latter first.
  public func films(with digests: [String], of person: ID<Person>, or known: [ID<MediaFile>]) async throws
    -> [MediaRecord]
  {
    if digests.isEmpty { return [] }
    let isKnown: SQL = known.isEmpty ? "FALSE" : "media_files.id IN \(known)"
    let films: [MediaRecord] = try await all(
      """
      SELECT \(MediaRecord.columns) FROM media_files
      WHERE sha256 IN \(digests) AND kind = 'video' AND deleted_at IS NULL AND (owner_id = \(person) OR \(isKnown))
      ORDER BY created_at, id
      """)
    return films.filter { known.contains($0.id) } + films.filter { !known.contains($0.id) }
  }

  /// All captions of some films.
  public func carriedCaptions(of ids: [ID<MediaFile>]) async throws -> [CarriedCaptions] {
    if ids.isEmpty { return [] }
    return try await all(
      "SELECT media_id, language, label, body FROM media_captions WHERE media_id IN \(ids) ORDER BY media_id, language")
  }
}

extension Transaction {
  /// Makes a film that came with a course one of a person's media, which takes room as if they had brought it in, and has
  /// it made ready.
  public func addFilm(
    _ film: CarriedFilm, as id: ID<MediaFile>, of person: ID<Person>, _ settings: MediaSettings, by viewer: Viewer,
    at now: Instant
  ) async throws {
    try await takeRoom(film.file.size, for: person, settings)
    _ = try await addMedia(film.file, as: id, named: film.name, of: person, by: viewer, at: now)
    for captions in film.captions {
      later(
        """
        INSERT INTO media_captions (media_id, language, label, body, cues, created_at)
        VALUES (\(id), \(captions.language), \(captions.label), \(captions.text), \(captions.count), \(now))
        ON CONFLICT (media_id, language) DO NOTHING
        """)
    }
  }

  /// Takes films away that came with a course which was taken back; whoever takes it back need not be their owner.
  public func removeFilms(_ ids: [ID<MediaFile>], by viewer: Viewer, at now: Instant) async throws {
    for file in try await mediaFiles(ids) { try await removeMedia(file, by: viewer, at: now) }
  }
}
