internal import Essentials
public import EvolvCore
internal import FileStorage
public import JobQueue
public import Payloads
internal import SQLStore
internal import Telemetry

/// Finishes an upload whose last piece came and whose program did not get to it.
struct FinishUpload: Job {
  let upload: ID<MediaUpload>
  static let name = "finish upload"
  static let shape = Shape("FinishUpload", Self.init(upload:), Field("upload", \.upload))

  func run(_ work: Errand) async throws {
    let files = work.surroundings.files
    guard try await waiting(in: work.db) != nil else { return }
    guard let draft = try await files.draft(upload.text) else { throw StillHeld() }
    guard let record = try await waiting(in: work.db) else { return try await files.discard(draft: upload.text) }
    _ = try await record.finish(
      draft, in: files, work.db, work.surroundings.settings(MediaSettings.self), by: Viewer.program, at: work.now)
  }

  private func waiting(in db: Database) async throws -> UploadRecord? {
    try await db.first(
      """
      SELECT \(UploadRecord.columns) FROM media_uploads
      WHERE id = \(upload) AND received = size AND media_id IS NULL AND failure IS NULL
      """)
  }
}

/// A request is at it; this job comes again.
private struct StillHeld: Error {}

/// Forgets uploads that nobody went on with for a week, and drafts that no upload knows.
public struct ForgetMediaUploads: Job {
  public static let name = "forget media uploads"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetMediaUploads", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let over: [UploadRecord] = try await work.db.all(
      """
      SELECT \(UploadRecord.columns) FROM media_uploads WHERE expires_at <= \(work.now)
      ORDER BY expires_at \(SQL.limit(500))
      """)
    for upload in over {
      try await work.db.transaction { try await $0.endUpload(upload.id) }
      try await work.surroundings.files.discard(draft: upload.draft)
    }
    let drafts = try await work.surroundings.files.forgetDrafts(
      unchangedSince: work.now - UploadRules.patience - Seconds.days(1))
    work.log.info("forgotten", ["uploads": .number(over.count), "drafts": .number(drafts)])
  }
}
