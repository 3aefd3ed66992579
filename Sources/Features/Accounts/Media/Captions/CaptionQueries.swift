internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// Captions of a film in one language, without their text.
struct CaptionRecord: RowDecodable, Sendable {
  let media: ID<MediaFile>, language: LanguageTag, label: String, count: Int
  static let columns: SQL = """
    media_captions.media_id, media_captions.language, media_captions.label, media_captions.cues
    """

  init(row: inout Row) throws {
    media = try row.next()
    language = try row.next()
    label = try row.next()
    count = try row.next()
  }

  /// What stands in its address: `captions-pt-br.vtt`.
  var part: MediaPart { MediaPart("captions-\(language.text).vtt") }
}

extension Query<[CaptionRecord]> {
  static func captions(of id: ID<MediaFile>) -> Query {
    .all("SELECT \(CaptionRecord.columns) FROM media_captions WHERE media_id = \(id) ORDER BY language")
  }
}

extension Reading {
  func mediaCaptions(of ids: [ID<MediaFile>]) async throws -> [CaptionRecord] {
    if ids.isEmpty { return [] }
    return try await all(
      "SELECT \(CaptionRecord.columns) FROM media_captions WHERE media_id IN \(ids) ORDER BY language")
  }
}

extension MediaPart {
  /// The language of captions.
  fileprivate var captionLanguage: LanguageTag? {
    guard pathText.hasPrefix("captions-"), pathText.hasSuffix(".vtt") else { return nil }
    return LanguageTag(pathText: String(pathText.dropFirst("captions-".count).dropLast(".vtt".count)))
  }
}

extension Context {
  /// Captions as browsers show them; nil for any other part.
  func captions(_ part: MediaPart, of file: MediaRecord) async throws -> Response? {
    guard let language = part.captionLanguage else { return nil }
    let text: String? = try await db.first(
      "SELECT body FROM media_captions WHERE media_id = \(file.id) AND language = \(language)")
    guard let text else { throw NothingFound() }
    var response = Response(status: 200, type: "text/vtt; charset=utf-8", Array(text.utf8))
    response.fields += [
      ("Cache-Control", "private, no-cache"), ("Content-Security-Policy", "default-src 'none'; sandbox"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    return response
  }
}
