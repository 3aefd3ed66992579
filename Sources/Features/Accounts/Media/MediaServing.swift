internal import Cryptography
public import Essentials
public import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

// Bytes leave by sealed addresses alone: `/media/{id}/files/{part}?p=…&e=…&k=…&s=…`, where the seal is on the file, the
// person and the hour it ends. All parts of one file share a seal, so that a player finds pieces beside its playlist. The
// seal says that we gave the address to this person; whether they may still see the file is asked each time.

/// One of the things that a media file consists of, as it stands in an address.
public struct MediaPart: PathValue, Hashable {
  public let pathText: String
  public static var pathFormat: PathFormat { .text }
  /// The file as it came.
  public static let original = MediaPart("original")

  public init(_ name: String) { pathText = name }
  public init?(pathText: String) {
    let isName = pathText.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
    }
    guard isName, (1...60).contains(pathText.utf8.count), !pathText.hasPrefix(".") else { return nil }
    self.pathText = pathText
  }
}

/// Makes the addresses of media files for one viewer.
public struct MediaSeal: Sendable {
  /// How long an address holds, at most; it begins at a round half hour, so that browsers may keep what it brings.
  static let lifetime = Seconds.hours(4)
  private static let step: Int64 = 1800
  let person: String, expires: Int64
  private let seal: @Sendable (String) -> (key: String, code: String)

  init(person: ID<Person>?, at now: Instant, _ seal: @escaping @Sendable (String) -> (key: String, code: String)) {
    self.person = person?.text ?? "visitor"
    expires = now.unixSeconds / Self.step * Self.step + Self.lifetime.count
    self.seal = seal
  }

  static func text(_ file: ID<MediaFile>, person: String, expires: Int64) -> String {
    "media \(file.text) \(person) \(expires)"
  }

  func query(for file: ID<MediaFile>) -> [(name: StaticString, value: String?)] {
    let seal = seal(Self.text(file, person: person, expires: expires))
    return [("p", person), ("e", String(expires)), ("k", seal.key), ("s", seal.code)]
  }

  /// The address of a part of a file.
  public func link(to part: MediaPart, of file: ID<MediaFile>) -> Link {
    MediaServing.show.path(file, part).query(query(for: file))
  }
}

extension Context {
  /// For the addresses of media files that this viewer may see.
  public var mediaSeal: MediaSeal {
    MediaSeal(person: viewer.person, at: now) { [seals = facilities.media.seals] in seals.seal($0) }
  }
}

enum MediaServing {
  static let show = Route.get(
    "/media/{media}/files/{part}", ID<MediaFile>.self, MediaPart.self, by: .everyone,
    "A media file, by a sealed address")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, file, part in
      try context.checkSeal(of: file)
      let record = try await context.visibleMedia(file)
      return try await context.send(part, of: record)
    }
  }

  static let playlistType = "application/vnd.apple.mpegurl"
  /// What a browser shows by itself; everything else is taken along.
  static let shown: Set<MediaKind> = [.image, .video, .audio]
}

/// What stands behind a sealed address.
private struct SealQuery: Payload {
  let p: String, e: Int, k: String, s: String
  static let shape = Shape("SealQuery", Self.init, Field("p", \.p), Field("e", \.e), Field("k", \.k), Field("s", \.s))
}

extension Context {
  /// Throws `Problem.forbidden` unless this address was given to this viewer and still holds.
  fileprivate func checkSeal(of file: ID<MediaFile>) throws {
    let query: SealQuery
    do { query = try request.query(SealQuery.self) } catch is Problem { throw Self.refused }
    let text = MediaSeal.text(file, person: query.p, expires: Int64(query.e))
    guard facilities.media.seals.isValid(query.s, by: query.k, on: text), Int64(query.e) > now.unixSeconds,
      query.p == viewer.person?.text ?? "visitor"
    else { throw Self.refused }
  }
  private static var refused: Problem { .forbidden("open this file by this address") }

  /// The file, for who brought it in, who looks after the media, or who may open a place that shows it.
  fileprivate func visibleMedia(_ id: ID<MediaFile>) async throws -> MediaRecord {
    let file = try await db.mediaFile(id)
    if let owner = file.owner, owner == viewer.person { return file }
    if viewer.may(.manageMedia) { return file }
    guard try await facilities.media.places.shows(id, viewer, db) else { throw Self.refused }
    return file
  }

  fileprivate func send(_ part: MediaPart, of file: MediaRecord) async throws -> Response {
    if let captions = try await captions(part, of: file) { return captions }
    var sha256 = file.sha256, type = file.contentType, name = file.name
    if part != .original {
      let rendition = try await db.mediaRendition(part, of: file.id, accepting: request.head.headers["accept"] ?? "")
      (sha256, type, name) = (rendition.sha256, rendition.contentType, rendition.name)
    }
    guard let digest = FileDigest(pathText: sha256) else { throw Problem.notFound("file") }
    var response: Response
    if type == MediaServing.playlistType {
      response = try await playlist(digest)
    } else {
      response = try await self.response(of: digest, type: type)
    }
    let isShown = MediaServing.shown.contains(file.kind)
    response.fields += [
      ("Cache-Control", file.kind == .image ? "private, max-age=1800" : "private, no-cache"),
      // Whatever the bytes hold besides what they are: here it neither runs nor loads anything, nor stands on other sites.
      ("Content-Security-Policy", "default-src 'none'; sandbox"), ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Content-Disposition", "\(isShown ? "inline" : "attachment"); filename*=UTF-8''\(name.percentEncoded)"),
    ]
    if part.isNegotiated { response.fields.append(("Vary", "Accept")) }
    return response
  }

  /// A playlist whose addresses carry the seal that it was asked for with.
  private func playlist(_ digest: FileDigest) async throws -> Response {
    guard let bytes = try await facilities.files.bytes(of: digest) else { throw Problem.notFound("file") }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let seal = "?" + request.head.query
    let sealed = lines.map { line in
      if line.isEmpty { return String(line) }
      return line.hasPrefix("#") ? String(line).replacing(".m4s\"", with: ".m4s\(seal)\"") : String(line) + seal
    }
    return Response(status: 200, type: MediaServing.playlistType, Array(sealed.joined(separator: "\n").utf8))
  }
}

extension MediaPart {
  /// A size of a picture without its form, which is chosen by what the reader takes: `w640`.
  var isNegotiated: Bool { pathText.hasPrefix("w") && pathText.dropFirst().allSatisfy(\.isNumber) }
}

extension Reading {
  func mediaRendition(_ part: MediaPart, of file: ID<MediaFile>, accepting accept: String) async throws
    -> MediaRendition
  {
    let names = part.isNegotiated ? accept.pictureEndings.map { "\(part.pathText).\($0)" } : [part.pathText]
    let found: [MediaRendition] = try await all(
      """
      SELECT \(MediaRendition.columns) FROM media_renditions WHERE media_id = \(file) AND name IN \(names)
      """)
    guard let best = names.lazy.compactMap({ name in found.first { $0.name == name } }).first else {
      throw NothingFound()
    }
    return best
  }
}

extension String {
  /// The forms of pictures that an Accept field names, the smallest first; everyone reads JPEG.
  fileprivate var pictureEndings: [String] {
    let words = lowercased()
    return ["avif", "webp"].filter { words.contains("image/" + $0) } + ["jpeg"]
  }
}
