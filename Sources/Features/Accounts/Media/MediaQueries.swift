public import Essentials
public import EvolvCore
internal import Payloads
internal import Routing
public import SQLStore

enum MediaQueries {
  static let search = SearchIndex(table: "media_files", columns: ["name"])

  /// What the viewer has brought in; whoever looks after the media sees everything.
  static func isVisible(to viewer: Viewer) -> SQL {
    "media_files.deleted_at IS NULL AND (media_files.owner_id = \(viewer.person) OR \(viewer.may(.manageMedia)))"
  }
}

extension Reading {
  /// A file that was not deleted, whoever asks: for features that show it where they decide who sees it.
  public func mediaFile(_ id: ID<MediaFile>) async throws -> MediaRecord {
    try await one("SELECT \(MediaRecord.columns) FROM media_files WHERE id = \(id) AND deleted_at IS NULL")
  }

  /// Those of some files that were not deleted.
  public func mediaFiles(_ ids: [ID<MediaFile>]) async throws -> [MediaRecord] {
    if ids.isEmpty { return [] }
    return try await all(
      "SELECT \(MediaRecord.columns) FROM media_files WHERE id IN \(ids) AND deleted_at IS NULL")
  }

  /// A file that the viewer may use: their own, or any for who looks after the media.
  public func mediaFile(_ id: ID<MediaFile>, for viewer: Viewer) async throws -> MediaRecord {
    try await one(
      "SELECT \(MediaRecord.columns) FROM media_files WHERE id = \(id) AND \(MediaQueries.isVisible(to: viewer))")
  }

  /// What was made of some files, by name.
  public func mediaRenditions(of ids: [ID<MediaFile>]) async throws -> [MediaRendition] {
    if ids.isEmpty { return [] }
    return try await all(
      "SELECT \(MediaRendition.columns) FROM media_renditions WHERE media_id IN \(ids) ORDER BY media_id, name")
  }

  /// The viewer's files, the newest first, and how many of each kind there are.
  func media(_ query: MediaQuery, for viewer: Viewer) async throws -> (page: ListPage<MediaRecord>, counts: [KindCount])
  {
    let words = query.q.flatMap { SearchTerms($0) }.map { MediaQueries.search.matches($0) } ?? "TRUE"
    let whose: SQL =
      query.everyone == true
      ? MediaQueries.isVisible(to: viewer)
      : "media_files.deleted_at IS NULL AND media_files.owner_id = \(viewer.person)"
    let kind: SQL = query.kind.map { "media_files.kind = \($0)" } ?? "TRUE"
    let (files, counts) = try await fetch(
      Query<[MediaRecord]>.all(
        """
        SELECT \(MediaRecord.columns) FROM media_files WHERE \(whose) AND \(kind) AND \(words)
        ORDER BY media_files.created_at DESC, media_files.id DESC
        \(SQL.limit(query.place.size)) OFFSET \(query.place.skipped)
        """),
      Query<[KindCount]>.all("SELECT kind, count(*) FROM media_files WHERE \(whose) AND \(words) GROUP BY kind"))
    let total = counts.filter { query.kind == nil || $0.kind == query.kind }.reduce(0) { $0 + $1.count }
    return (ListPage(items: files, total: total), counts)
  }

  /// How much room a person takes, and how much they have if that was set for them.
  func mediaRoom(of person: ID<Person>) async throws -> MediaRoom {
    try await first("SELECT used_bytes, room_bytes FROM media_keepers WHERE person_id = \(person)") ?? MediaRoom()
  }

  /// What all people take together.
  func mediaTotal() async throws -> Int {
    try await value("SELECT CAST(COALESCE(sum(used_bytes), 0) AS BIGINT) FROM media_keepers")
  }
}

extension Query<[MediaRendition]> {
  static func renditions(of id: ID<MediaFile>) -> Query {
    .all("SELECT \(MediaRendition.columns) FROM media_renditions WHERE media_id = \(id) ORDER BY name")
  }
}

/// How many files of one kind there are.
struct KindCount: RowDecodable {
  let kind: MediaKind, count: Int
  init(row: inout Row) throws {
    kind = try row.next()
    count = try row.next()
  }
}

/// How much room somebody takes.
struct MediaRoom: RowDecodable {
  let used: Int
  /// What was set for this person; nil: what holds for everyone.
  let own: Int?
  init() {
    used = 0
    own = nil
  }
  init(row: inout Row) throws {
    used = try row.next()
    own = try row.nextIfPresent()
  }
  func most(_ settings: MediaSettings) -> Int { own ?? settings.personMegabytes.megabytes }
}

/// Which files to see.
struct MediaQuery: Payload {
  var q: String?, kind: MediaKind?, everyone: Bool?, page: Number<PageNumber>?, pageSize: Number<PageSize>?
  static let shape = Shape(
    "MediaQuery", Self.init, Field("q", \.q, "Words of the name"), Field("kind", \.kind),
    Field("everyone", \.everyone, "Also what others brought in, for who manages all media"), Field("page", \.page),
    Field("page_size", \.pageSize))
  var place: PagePlace { PagePlace(page, pageSize) }
}
