internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Begins an upload and takes the room for it.
  func beginUpload(_ new: NewUpload, _ settings: MediaSettings, by viewer: Viewer, at now: Instant) async throws
    -> UploadRecord
  {
    let person = try viewer.requireBringingMedia()
    let open = try await openUploads(of: person, at: now)
    guard open.count < UploadRules.most else {
      throw Problem.conflict("At most \(UploadRules.most) uploads can be on their way. End some of them first.")
    }
    guard new.size > 0 else { throw Problem.invalid("file", "empty", "is empty") }
    guard new.size <= settings.largest else {
      throw Problem.invalid("file", "too_large", "must have at most \(settings.largest.asBytes)")
    }
    try await takeRoom(new.size, for: person, settings)
    return try await one(
      """
      INSERT INTO media_uploads (id, person_id, name, fingerprint, size, received, created_at, expires_at)
      VALUES (\(ID<MediaUpload>(at: now)), \(person), \(new.name), \(new.fingerprint), \(new.size), 0, \(now),
        \(now + UploadRules.patience))
      RETURNING \(UploadRecord.columns)
      """)
  }

  /// Notes bytes that are on the disk for good. The last ones bring a job along, so that an upload whose program died
  /// right then is finished all the same.
  func note(_ received: Int, of upload: UploadRecord, at now: Instant) async throws {
    let isOurs =
      try await execute(
        """
        UPDATE media_uploads SET received = \(received), expires_at = \(now + UploadRules.patience)
        WHERE id = \(upload.id) AND received = \(upload.received) AND media_id IS NULL AND failure IS NULL
        """) == 1
    guard isOurs else { throw Problem.conflict("Another piece of this upload came first.") }
    if received == upload.size {
      enqueue(FinishUpload(upload: upload.id), now: now, at: now + Seconds(60), key: upload.id.text)
    }
  }

  /// Makes a complete upload a media file; nil if somebody else did meanwhile.
  func finish(_ id: ID<MediaUpload>, as file: StoredFile, by viewer: Viewer, at now: Instant) async throws
    -> MediaRecord?
  {
    guard let upload = try await heldUpload(id), !upload.isOver else { return nil }
    let media = try await addMedia(file, named: upload.name, of: upload.person, by: viewer, at: now)
    try await execute(
      "UPDATE media_uploads SET media_id = \(media.id), expires_at = \(now + UploadRules.memory) WHERE id = \(id)")
    return media
  }

  /// Ends an upload whose bytes are not taken, with the reason.
  func refuse(_ id: ID<MediaUpload>, because failure: String, at now: Instant) async throws {
    guard let upload = try await heldUpload(id), !upload.isOver else { return }
    try await execute(
      "UPDATE media_uploads SET failure = \(failure), expires_at = \(now + UploadRules.memory) WHERE id = \(id)")
    giveRoomBack(upload.size, of: upload.person)
  }

  /// Forgets an upload; the room of one that was under way is free again.
  func endUpload(_ id: ID<MediaUpload>) async throws {
    guard let upload = try await heldUpload(id) else { return }
    try await execute("DELETE FROM media_uploads WHERE id = \(id)")
    if !upload.isOver { giveRoomBack(upload.size, of: upload.person) }
  }

  private func heldUpload(_ id: ID<MediaUpload>) async throws -> UploadRecord? {
    try await first("SELECT \(UploadRecord.columns) FROM media_uploads WHERE id = \(id) \(SQL.forUpdate)")
  }
}

/// What became of a complete upload.
enum UploadEnd: Sendable {
  case media(MediaRecord)
  case refused(FileRefused)
  /// Somebody else ended it.
  case over
}

extension UploadRecord {
  /// Looks at the bytes, keeps them for good and makes them a media file. The draft must be held.
  func finish(
    _ draft: FileDraft, in files: FileStore, _ db: Database, _ settings: MediaSettings, by viewer: Viewer,
    at now: Instant
  )
    async throws -> UploadEnd
  {
    let id = id
    do {
      let stored = try await draft.keep(as: settings.purposes(), expecting: size)
      let media = try await db.transaction { try await $0.finish(id, as: stored, by: viewer, at: now) }
      try await files.discard(draft: self.draft)
      return media.map { UploadEnd.media($0) } ?? .over
    } catch let refusal as FileRefused {
      try await db.transaction { try await $0.refuse(id, because: refusal.words, at: now) }
      try await files.discard(draft: self.draft)
      return .refused(refusal)
    }
  }
}

extension FileRefused {
  /// As a sentence about the file.
  var words: String {
    guard case .invalid(let errors) = problem(of: "file"), let first = errors.first else { return "It is not taken." }
    return "It \(first.message)."
  }
}
