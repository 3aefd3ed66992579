internal import Essentials
public import EvolvCore
internal import FileStorage
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Takes room for so many bytes of a person, or refuses. The row is the lock: two uploads at once cannot both have the
  /// last of it.
  func takeRoom(_ bytes: Int, for person: ID<Person>, _ settings: MediaSettings) async throws {
    try await execute(
      "INSERT INTO media_keepers (person_id, used_bytes) VALUES (\(person), 0) ON CONFLICT (person_id) DO NOTHING")
    let isTaken =
      try await execute(
        """
        UPDATE media_keepers SET used_bytes = used_bytes + \(bytes)
        WHERE person_id = \(person)
          AND used_bytes + \(bytes) <= COALESCE(room_bytes, \(settings.personMegabytes.megabytes))
        """) == 1
    guard isTaken else {
      let room = try await mediaRoom(of: person), left = max(0, room.most(settings) - room.used)
      throw Problem.invalid("file", "no_room", "needs \(bytes.asBytes), and you have \(left.asBytes) left")
    }
    guard try await mediaTotal() <= settings.schoolMegabytes.megabytes else {
      throw Problem.invalid("file", "school_full", "does not fit: the school's room for files is full")
    }
  }

  func giveRoomBack(_ bytes: Int, of person: ID<Person>) {
    later(
      """
      UPDATE media_keepers SET used_bytes = CASE WHEN used_bytes > \(bytes) THEN used_bytes - \(bytes) ELSE 0 END
      WHERE person_id = \(person)
      """)
  }

  /// Makes a kept file one of a person's media; its room was taken before.
  func addMedia(
    _ file: StoredFile, as id: ID<MediaFile>? = nil, named name: String, of person: ID<Person>, by viewer: Viewer,
    at now: Instant
  ) async throws -> MediaRecord {
    guard let kind = MediaKind(type: file.type) else {
      throw Problem.invalid("file", "content_type", "is of a kind that is not taken here (\(file.type))")
    }
    let record: MediaRecord = try await one(
      """
      INSERT INTO media_files (id, owner_id, name, sha256, content_type, kind, size, width, height, state, progress,
        created_at, changed_at)
      VALUES (\(id ?? ID<MediaFile>(at: now)), \(person), \(name), \(file.digest.text), \(file.type), \(kind), \(file.size),
        \(file.pixels?.width), \(file.pixels?.height), \(kind.firstState), 0, \(now), \(now))
      RETURNING \(MediaRecord.columns)
      """)
    if kind.firstState == .processing { enqueue(PrepareMedia(media: record.id), now: now, key: record.id.text) }
    self.record(MediaAdded(media: record.id), by: viewer, at: now, after: MediaValues(record))
    return record
  }

  /// Takes a file away; its bytes go when nothing else refers to them. Answers what it was.
  func deleteMedia(_ id: ID<MediaFile>, by viewer: Viewer, at now: Instant) async throws -> MediaRecord {
    let file = try await mediaFile(id, for: viewer)
    try await removeMedia(file, by: viewer, at: now)
    return file
  }

  func removeMedia(_ file: MediaRecord, by viewer: Viewer, at now: Instant) async throws {
    let id = file.id
    let isOurs =
      try await execute(
        "UPDATE media_files SET deleted_at = \(now), changed_at = \(now) WHERE id = \(id) AND deleted_at IS NULL") == 1
    guard isOurs else { throw NothingFound() }
    later("DELETE FROM media_renditions WHERE media_id = \(id)")
    later("DELETE FROM media_captions WHERE media_id = \(id)")
    if let owner = file.owner { giveRoomBack(file.size, of: owner) }
    record(MediaDeleted(media: id), by: viewer, at: now, before: MediaValues(file), after: NoPayload?.none)
  }

  /// Gives a file another name.
  func renameMedia(_ id: ID<MediaFile>, to name: MediaName, by viewer: Viewer, at now: Instant) async throws
    -> MediaRecord
  {
    let before = try await mediaFile(id, for: viewer)
    try await execute("UPDATE media_files SET name = \(name.text), changed_at = \(now) WHERE id = \(id)")
    let after = try await mediaFile(id, for: viewer)
    if before.name != after.name {
      record(MediaRenamed(media: id), by: viewer, at: now, before: MediaValues(before), after: MediaValues(after))
    }
    return after
  }
}

extension MediaKind {
  /// What has nothing to be made of it is ready at once.
  var firstState: MediaState { self == .image || self == .video ? .processing : .ready }
}

extension Context {
  /// Keeps the file of a form among the viewer's media; `kind`: no other is taken.
  public func bringMedia(_ kind: MediaKind? = nil) async throws -> MediaRecord {
    let person = try viewer.requireBringingMedia()
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    let settings = settings(MediaSettings.self), viewer = viewer, now = now
    try await facilities.limits.upload.take(person.text, at: now)
    guard file.range.count <= settings.largest else {
      throw Problem.invalid("file", "too_large", "must have at most \(settings.largest.asBytes)")
    }
    let stored: StoredFile
    do {
      stored = try await facilities.files.keep(file.range, of: file.path, as: settings.purposes(of: kind))
    } catch let refusal as FileRefused { throw refusal.problem(of: "file") }
    return try await db.transaction {
      try await $0.takeRoom(stored.size, for: person, settings)
      return try await $0.addMedia(stored, named: file.name, of: person, by: viewer, at: now)
    }
  }
}
