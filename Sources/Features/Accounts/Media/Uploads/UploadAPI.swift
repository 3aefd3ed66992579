internal import Essentials
public import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

// Resumable uploads by the protocol tus 1.0.0 (core, creation, expiration, termination, checksum): a program says how
// large the file is, then sends pieces, each behind the offset that it was told; after a break it asks for the offset and
// goes on.

enum UploadAPI {
  static let list = Route.get("/api/v1/media/uploads", by: .signedIn, "List my uploads that are on their way")
    .answers(UploadList.self)
  static let create = Route.post(
    "/api/v1/media/uploads", by: .signedIn, body: .bytes(limit: 0),
    "Begin an upload (tus 1.0): Upload-Length and Upload-Metadata in the head"
  ).alsoAnswers([(201, "Begun; Location says where")] + Tus.answers)
  static let show = Route.get(
    "/api/v1/media/uploads/{upload}", ID<MediaUpload>.self, by: .signedIn,
    "How far an upload is; HEAD tells Upload-Offset (tus 1.0)")
  static let add = Route.patch(
    "/api/v1/media/uploads/{upload}", ID<MediaUpload>.self, by: .signedIn, body: .bytes(limit: UploadRules.piece),
    "Send a piece of an upload (tus 1.0): Upload-Offset in the head, at most 256 MB"
  ).alsoAnswers(
    [
      (204, "Taken; Upload-Offset says how much is here"), (410, "The upload is over"),
      (423, "Another piece is being taken"),
      (460, "Not what Upload-Checksum says"),
    ] + Tus.answers)
  static let end = Route.delete(
    "/api/v1/media/uploads/{upload}", ID<MediaUpload>.self, by: .signedIn, "Give an upload up (tus 1.0)"
  ).alsoAnswers([(204, "Given up")] + Tus.answers)

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let uploads = try await context.db.openUploads(of: context.viewer.requirePerson(), at: context.now)
      return UploadList(data: uploads.map { UploadAnswer($0) })
    }
    table.on(create) { context in try await context.tus { try await $0.beginUpload() } }
    table.on(show) { context, id in
      let upload = try await context.db.upload(id, for: context.viewer, at: context.now)
      return Response(status: 200, type: "application/json", UploadAnswer(upload).json).adding(
        upload.fields + [("Cache-Control", "no-store")])
    }
    table.on(add) { context, id in try await context.tus { try await $0.addPiece(to: id) } }
    table.on(end) { context, id in
      try await context.tus { context in
        let upload = try await context.db.upload(id, for: context.viewer, at: context.now)
        try await context.db.transaction { try await $0.endUpload(id) }
        try await context.facilities.files.discard(draft: upload.draft)
        return Response(status: 204)
      }
    }
  }
}

/// An upload as the API tells of it.
struct UploadAnswer: Payload {
  let id: ID<MediaUpload>, name: String, size: Int, offset: Int, mediaID: ID<MediaFile>?, failure: String?
  let expiresAt: Instant
  static let shape = Shape(
    "MediaUpload", Self.init(id:name:size:offset:mediaID:failure:expiresAt:), Field("id", \.id), Field("name", \.name),
    Field("size", \.size), Field("offset", \.offset, "Bytes that are here for good"),
    Field("media_id", \.mediaID, "The file that it became"), Field("failure", \.failure, "Why it was not taken"),
    Field("expires_at", \.expiresAt))
}

extension UploadAnswer {
  init(_ upload: UploadRecord) {
    self.init(
      id: upload.id, name: upload.name, size: upload.size, offset: upload.received, mediaID: upload.media,
      failure: upload.failure, expiresAt: upload.expiresAt)
  }
}

struct UploadList: Payload {
  let data: [UploadAnswer]
  static let shape = Shape("MediaUploadList", Self.init, Field("data", \.data))
}

/// The words of the protocol.
public enum Tus {
  static let version = "1.0.0"
  /// What every call answers where it does not speak the protocol.
  static let answers = [(status: 412, meaning: "Tus-Resumable is missing or names another version")]
  /// What every answer carries.
  static let fields: [(name: String, value: String)] = [("Tus-Resumable", version)]
  /// What the server can, for OPTIONS.
  public static func abilities(of path: String, _ settings: MediaSettingsSize) -> [(name: String, value: String)] {
    guard path.hasPrefix("/api/v1/media/uploads") else { return [] }
    return [
      ("Tus-Resumable", version), ("Tus-Version", version), ("Tus-Max-Size", String(settings.largest)),
      ("Tus-Extension", "creation,expiration,termination,checksum"), ("Tus-Checksum-Algorithm", "sha256"),
    ]
  }
}

/// How large a file may be.
public struct MediaSettingsSize: Sendable {
  let largest: Int
  public init(_ context: Context) { largest = context.settings(MediaSettings.self).largest }
}

/// An answer of the protocol that no `Problem` has a number for.
struct TusRefusal: Error { let status: Int, words: String }

extension UploadRecord {
  fileprivate var fields: [(name: String, value: String)] {
    Tus.fields + [
      ("Upload-Offset", String(received)), ("Upload-Length", String(size)), ("Upload-Expires", expiresAt.httpDate),
    ]
  }
}

extension Response {
  fileprivate func adding(_ fields: [(name: String, value: String)]) -> Response {
    var response = self
    response.fields += fields
    return response
  }
}

extension Context {
  /// Answers a call of the protocol: with its version, and with its own numbers for what it refuses.
  fileprivate func tus(_ work: (Context) async throws -> Response) async throws -> Response {
    guard request.head.headers["tus-resumable"] == Tus.version else {
      return Response(status: 412, fields: [("Tus-Version", Tus.version)]).adding(Tus.fields)
    }
    do {
      return try await work(self).adding(Tus.fields)
    } catch let refusal as TusRefusal {
      return Response(status: refusal.status, type: "text/plain; charset=utf-8", Array((refusal.words + "\n").utf8))
        .adding(Tus.fields)
    }
  }

  fileprivate func beginUpload() async throws -> Response {
    let person = try viewer.requireBringingMedia(), head = request.head
    guard let size = head.headers["upload-length"].flatMap({ Int($0) }), size >= 0 else {
      throw Problem.malformed("Upload-Length is missing or no number.")
    }
    let words = try UploadWords(head.headers["upload-metadata"] ?? "")
    guard let name = words["filename"].flatMap({ MediaName($0) }) else {
      throw Problem.invalid("filename", "missing", "must stand in Upload-Metadata, with at most 200 characters")
    }
    try await facilities.limits.mediaUploads.take(person.text, at: now)
    let new = NewUpload(name: name.text, fingerprint: String((words["fingerprint"] ?? "").prefix(300)), size: size)
    let settings = settings(MediaSettings.self), viewer = viewer, now = now
    let upload = try await db.transaction { try await $0.beginUpload(new, settings, by: viewer, at: now) }
    return Response(
      status: 201,
      fields: [("Location", UploadAPI.show.path(upload.id).text), ("Upload-Expires", upload.expiresAt.httpDate)])
  }

  fileprivate func addPiece(to id: ID<MediaUpload>) async throws -> Response {
    guard request.head.mediaType == "application/offset+octet-stream" else {
      throw Problem.unsupportedType("application/offset+octet-stream")
    }
    guard let offset = request.head.headers["upload-offset"].flatMap({ Int($0) }), offset >= 0 else {
      throw Problem.malformed("Upload-Offset is missing or no number.")
    }
    let files = facilities.files
    // Asked first whose it is: nobody makes drafts by guessing numbers.
    _ = try await db.upload(id, for: viewer, at: now)
    guard let draft = try await files.draft(id.text) else {
      throw TusRefusal(status: 423, words: "Another piece of this upload is being taken.")
    }
    let upload = try await db.upload(id, for: viewer, at: now)
    if upload.isOver { throw TusRefusal(status: 410, words: upload.failure ?? "This upload is over.") }
    guard upload.received == offset else {
      throw TusRefusal(status: 409, words: "The offset is \(upload.received).")
    }
    let received = try await add(to: upload, draft)
    let isLast = received == upload.size
    let fields = [("Upload-Offset", String(received)), ("Upload-Expires", (now + UploadRules.patience).httpDate)]
    guard isLast else { return Response(status: 204, fields: fields) }
    let end = try await upload.finish(draft, in: files, db, settings(MediaSettings.self), by: viewer, at: now)
    switch end {
    case .media(let media): return Response(status: 204, fields: fields + [("Media-ID", media.id.text)])
    case .refused(let refusal): throw refusal.problem(of: "file")
    case .over: return Response(status: 204, fields: fields)
    }
  }

  /// Puts the piece that came on the disk and answers how many bytes there are.
  private func add(to upload: UploadRecord, _ draft: FileDraft) async throws -> Int {
    guard case .file(let path, let size) = request.body, size > 0 else { return upload.received }
    guard size <= upload.size - upload.received else { throw Problem.tooLarge(limit: upload.size - upload.received) }
    if let wanted = request.head.headers["upload-checksum"] {
      let parts = wanted.split(separator: " ")
      guard parts.count == 2, parts[0] == "sha256" else { throw Problem.malformed("Upload-Checksum must be sha256.") }
      guard try await facilities.files.digest(of: path) == UploadWords.bytes(String(parts[1])) else {
        throw TusRefusal(status: 460, words: "The piece is not what its checksum says.")
      }
    }
    let received = try await draft.add(path, at: upload.received), now = now
    try await db.transaction { try await $0.note(received, of: upload, at: now) }
    return received
  }
}
