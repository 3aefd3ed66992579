internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import SQLStore

enum MediaUpload {}

enum UploadRules {
  /// How long an upload waits for its next piece.
  static let patience = Seconds.days(7)
  /// How long it can be asked what became of one that is over.
  static let memory = Seconds.days(1)
  /// The largest piece; a program that sends a whole file in one piece begins again when it breaks off.
  static let piece = 256 << 20
  /// Uploads that one person has on the way at once.
  static let most = 100
}

/// A file on its way in.
struct UploadRecord: RowDecodable {
  let id: ID<MediaUpload>, person: ID<Person>, name: String
  /// What the sender recognizes its file by.
  let fingerprint: String
  let size: Int, received: Int
  /// What became of it.
  let media: ID<MediaFile>?, failure: String?
  let expiresAt: Instant

  static let columns: SQL = """
    media_uploads.id, media_uploads.person_id, media_uploads.name, media_uploads.fingerprint, media_uploads.size,
    media_uploads.received, media_uploads.media_id, media_uploads.failure, media_uploads.expires_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    person = try row.next()
    name = try row.next()
    fingerprint = try row.next()
    size = try row.next()
    received = try row.next()
    media = try row.nextIfPresent()
    failure = try row.nextIfPresent()
    expiresAt = try row.next()
  }

  var isOver: Bool { media != nil || failure != nil }
  var isComplete: Bool { received == size }
  /// The name of its draft in the file storage.
  var draft: String { id.text }
}

/// What a sender says of a file before its first byte.
struct NewUpload: Sendable {
  let name: String, fingerprint: String, size: Int
}

extension Reading {
  /// An upload of the viewer's own that still holds.
  func upload(_ id: ID<MediaUpload>, for viewer: Viewer, at now: Instant) async throws -> UploadRecord {
    try await one(
      """
      SELECT \(UploadRecord.columns) FROM media_uploads
      WHERE id = \(id) AND person_id = \(viewer.requirePerson()) AND expires_at > \(now)
      """)
  }

  /// What the viewer began and has not ended, the latest first.
  func openUploads(of person: ID<Person>, at now: Instant) async throws -> [UploadRecord] {
    try await all(
      """
      SELECT \(UploadRecord.columns) FROM media_uploads
      WHERE person_id = \(person) AND media_id IS NULL AND failure IS NULL AND expires_at > \(now)
      ORDER BY created_at DESC, id DESC \(SQL.limit(UploadRules.most))
      """)
  }
}
