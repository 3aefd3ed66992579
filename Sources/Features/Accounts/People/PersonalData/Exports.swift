internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import JobQueue
internal import Payloads
internal import Routing
internal import SQLStore

/// An archive of what the school keeps of one person.
enum DataExport {}

struct ExportRecord: RowDecodable {
  let id: ID<DataExport>, digest: FileDigest?, size: Int?, createdAt: Instant, readyAt: Instant?, expiresAt: Instant

  static let columns: SQL = "id, file_sha256, size, created_at, ready_at, expires_at"
  init(row: inout Row) throws {
    id = try row.next()
    let text: String? = try row.nextIfPresent()
    digest = text.flatMap { FileDigest(pathText: $0) }
    size = try row.nextIfPresent()
    createdAt = try row.next()
    readyAt = try row.nextIfPresent()
    expiresAt = try row.next()
  }
  /// For how long an archive can be taken.
  static let lifetime = Seconds.days(7)
}

/// Somebody asked for everything that the school keeps of them.
struct DataExportAsked: DomainEvent {
  let person: ID<Person>
  static let name = "person.data_export_asked"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonDataExportAsked", Self.init(person:), Field("person", \.person))
}

/// Somebody took their archive.
struct DataExportTaken: DomainEvent {
  let person: ID<Person>
  static let name = "person.data_export_taken"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonDataExportTaken", Self.init(person:), Field("person", \.person))
}

extension Reading {
  func exports(of person: ID<Person>, at now: Instant) async throws -> [ExportRecord] {
    try await all(
      """
      SELECT \(ExportRecord.columns) FROM data_exports WHERE user_id = \(person) AND expires_at > \(now)
      ORDER BY created_at DESC, id DESC
      """)
  }
  /// Only its owner's.
  func export(_ id: ID<DataExport>, of person: ID<Person>, at now: Instant) async throws -> ExportRecord {
    let found = try await first(
      """
      SELECT \(ExportRecord.columns) FROM data_exports
      WHERE id = \(id) AND user_id = \(person) AND expires_at > \(now)
      """, as: ExportRecord.self)
    guard let found else { throw Problem.notFound("archive") }
    return found
  }
}

extension Context {
  /// Asks for an archive; a job makes it. One at a time: while one is made, no further is begun.
  func askExport() async throws -> ExportRecord {
    let person = try viewer.requirePerson(), viewer = viewer, now = now
    try await facilities.limits.mails.take("export " + person.text, at: now)
    return try await db.transaction { transaction in
      let waiting = try await transaction.exports(of: person, at: now).first { $0.readyAt == nil }
      if let waiting { return waiting }
      let id = ID<DataExport>(at: now)
      transaction.enqueue(MakeExport(export: id, person: person), now: now)
      transaction.record(DataExportAsked(person: person), by: viewer, at: now)
      return try await transaction.one(
        """
        INSERT INTO data_exports (id, user_id, created_at, expires_at)
        VALUES (\(id), \(person), \(now), \(now + ExportRecord.lifetime)) RETURNING \(ExportRecord.columns)
        """)
    }
  }

  /// Sends an archive to its owner.
  func takeExport(_ id: ID<DataExport>) async throws -> Response {
    let person = try viewer.requirePerson(), viewer = viewer, now = now
    guard let digest = try await db.export(id, of: person, at: now).digest else { throw Problem.notFound("archive") }
    var response = try await response(of: digest, type: "application/zip")
    response.fields += [
      ("Cache-Control", "no-store"), ("Content-Disposition", "attachment; filename=\"my-data.zip\""),
      ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
    try await db.transaction { $0.record(DataExportTaken(person: person), by: viewer, at: now) }
    return response
  }
}
