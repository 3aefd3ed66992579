public import Essentials
public import EvolvCore
public import FileStorage
internal import JobQueue
public import SQLStore

// A film that a job of ours makes stands in its place before it is made.

extension Transaction {
  /// Makes room among a person's media for a film that is being made.
  public func expectFilm(named name: String, of person: ID<Person>, by viewer: Viewer, at now: Instant) async throws
    -> ID<MediaFile>
  {
    let id = ID<MediaFile>(at: now)
    try await execute(
      """
      INSERT INTO media_files (id, owner_id, name, sha256, content_type, kind, size, state, progress, created_at,
        changed_at)
      VALUES (\(id), \(person), \(name), '', 'video/mp4', \(MediaKind.video), 0, \(MediaState.processing), 0, \(now),
        \(now))
      """)
    record(MediaAdded(media: id), by: viewer, at: now)
    return id
  }

  /// The film is made: what is shown of it follows, or why there is none.
  public func deliver(_ file: StoredFile?, as id: ID<MediaFile>, _ settings: MediaSettings, at now: Instant)
    async throws
  {
    guard let file else { return try await failMedia(id, because: "The film could not be made here.", at: now) }
    let owner: ID<Person>? = try await first("SELECT owner_id FROM media_files WHERE id = \(id) AND sha256 = ''")
    guard let owner else { return }
    try await takeRoom(file.size, for: owner, settings)
    try await execute(
      """
      UPDATE media_files SET sha256 = \(file.digest.text), content_type = \(file.type), size = \(file.size)
      WHERE id = \(id) AND sha256 = ''
      """)
    enqueue(PrepareMedia(media: id), now: now, key: id.text)
  }

  /// Captions of a film that is our own work, as WebVTT.
  public func say(_ text: String, in language: LanguageTag, of id: ID<MediaFile>, by viewer: Viewer, at now: Instant)
    async throws
  {
    _ = try await setCaptions(
      try CaptionText(Array(text.utf8), of: "captions"), in: language, called: nil, of: id, by: viewer, at: now)
  }
}
