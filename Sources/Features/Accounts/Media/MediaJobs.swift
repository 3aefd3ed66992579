internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import JobQueue
internal import MediaCoding
internal import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// Makes what is shown of a picture or a film. A film takes long, so only one is made at a time in each program, and
/// whoever finds the place taken comes again: other jobs must not wait for it.
struct PrepareMedia: Job {
  let media: ID<MediaFile>
  static let name = "prepare media"
  static let rule = JobRule(priority: .bulk, attempts: 3, firstWait: Seconds(30), limit: .hours(12))
  static let shape = Shape("PrepareMedia", Self.init(media:), Field("media", \.media))

  func run(_ work: Errand) async throws {
    let waiting: MediaRecord? = try await work.db.first(
      """
      SELECT \(MediaRecord.columns) FROM media_files
      WHERE id = \(media) AND state = 'processing' AND deleted_at IS NULL
      """)
    guard let file = waiting, let digest = FileDigest(pathText: file.sha256) else { return }
    guard case .local(let path, _)? = try await work.surroundings.files.location(of: digest) else {
      return try await fail("Its bytes are gone.", work)
    }
    do {
      switch file.kind {
      case .image: try await conclude(PictureMaking(file: file, path: path, work: work).made(), work)
      case .video: try await prepareFilm(file, path, work)
      case .audio, .document: try await conclude(Preparation(), work)
      }
    } catch is BrokenPicture {
      try await fail("This picture is damaged, or has too many pixels.", work)
    } catch let broken as BrokenFilm {
      try await fail(broken.description, work)
    } catch let failure as ProgramFailure where work.attempt >= Self.rule.attempts {
      try await fail("It could not be made ready: \(failure).", work)
    }
  }

  private func prepareFilm(_ file: MediaRecord, _ path: String, _ work: Errand) async throws {
    let films = work.surroundings.media.films, media = media, now = work.now
    guard films.begin() else {
      return try await work.conclude { $0.enqueue(PrepareMedia(media: media), now: now, at: now + Seconds(5)) }
    }
    defer { films.end() }
    try await conclude(try await FilmMaking(file: file, path: path, work: work).made(), work)
  }

  private func conclude(_ made: Preparation, _ work: Errand) async throws {
    let media = media, now = work.now
    try await work.conclude { try await $0.conclude(media, made, at: now) }
  }

  private func fail(_ reason: String, _ work: Errand) async throws {
    let media = media, now = work.now
    try await work.conclude { try await $0.failMedia(media, because: reason, at: now) }
  }
}

/// What was made of a file.
struct Preparation: Sendable {
  var renditions: [NewRendition] = []
  var width: Int?, height: Int?, durationMilliseconds: Int?
}

struct NewRendition: Sendable {
  let name: String, digest: FileDigest, contentType: String, size: Int, width: Int?, height: Int?
}

extension Transaction {
  /// Puts what was made beside the file, which is ready now.
  func conclude(_ media: ID<MediaFile>, _ made: Preparation, at now: Instant) async throws {
    let isOurs =
      try await execute(
        """
        UPDATE media_files SET state = 'ready', progress = 100, failure = NULL, changed_at = \(now),
          width = COALESCE(\(made.width), width), height = COALESCE(\(made.height), height),
          duration_ms = COALESCE(\(made.durationMilliseconds), duration_ms)
        WHERE id = \(media) AND state = 'processing' AND deleted_at IS NULL
        """) == 1
    guard isOurs else { return }
    try await execute("DELETE FROM media_renditions WHERE media_id = \(media)")
    for rendition in made.renditions {
      later(
        """
        INSERT INTO media_renditions (media_id, name, sha256, content_type, size, width, height)
        VALUES (\(media), \(rendition.name), \(rendition.digest.text), \(rendition.contentType), \(rendition.size),
          \(rendition.width), \(rendition.height))
        """)
    }
    record(MediaPrepared(media: media), by: .program, at: now)
  }

  func failMedia(_ media: ID<MediaFile>, because reason: String, at now: Instant) async throws {
    let isOurs =
      try await execute(
        """
        UPDATE media_files SET state = 'failed', failure = \(reason), changed_at = \(now)
        WHERE id = \(media) AND state = 'processing' AND deleted_at IS NULL
        """) == 1
    if isOurs { record(MediaFailed(media: media, reason: reason), by: .program, at: now) }
  }

  /// Lets a file that failed be made ready once more.
  func retryMedia(_ id: ID<MediaFile>, by viewer: Viewer, at now: Instant) async throws -> MediaRecord {
    let file = try await mediaFile(id, for: viewer)
    let isOurs =
      try await execute(
        """
        UPDATE media_files SET state = 'processing', progress = 0, failure = NULL, changed_at = \(now)
        WHERE id = \(id) AND state = 'failed'
        """) == 1
    guard isOurs else { throw Problem.conflict("This file has not failed.") }
    enqueue(PrepareMedia(media: id), now: now, key: id.text)
    record(MediaRetried(media: id), by: viewer, at: now)
    return file
  }
}
