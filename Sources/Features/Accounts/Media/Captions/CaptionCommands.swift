internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum CaptionLabelRule: TextRule { static let length = 1...60 }

extension Transaction {
  /// Puts captions beside a film of the viewer's, in place of those in the same language.
  func setCaptions(
    _ text: CaptionText, in language: LanguageTag, called label: Text<CaptionLabelRule>?, of id: ID<MediaFile>,
    by viewer: Viewer, at now: Instant
  ) async throws -> MediaRecord {
    let file = try await mediaFile(id, for: viewer)
    guard file.kind == .video else { throw Problem.conflict("Only videos have captions.") }
    let others: Int = try await value(
      "SELECT count(*) FROM media_captions WHERE media_id = \(id) AND language <> \(language)")
    guard others < 50 else { throw Problem.conflict("A video has captions in at most 50 languages.") }
    try await execute(
      """
      INSERT INTO media_captions (media_id, language, label, body, cues, created_at)
      VALUES (\(id), \(language), \(label?.text ?? language.name), \(text.webVTT), \(text.cues.count), \(now))
      ON CONFLICT (media_id, language) DO UPDATE SET label = excluded.label, body = excluded.body,
        cues = excluded.cues, created_at = excluded.created_at
      """)
    record(CaptionsChanged(media: id, language: language), by: viewer, at: now)
    return file
  }

  func removeCaptions(in language: LanguageTag, of id: ID<MediaFile>, by viewer: Viewer, at now: Instant) async throws {
    _ = try await mediaFile(id, for: viewer)
    let isGone =
      try await execute("DELETE FROM media_captions WHERE media_id = \(id) AND language = \(language)") == 1
    guard isGone else { throw NothingFound() }
    record(CaptionsRemoved(media: id, language: language), by: viewer, at: now)
  }
}

extension CaptionText {
  /// The same, with a fault told as one of the field.
  init(_ bytes: [UInt8], of field: String) throws {
    do throws(CaptionFault) {
      try self.init(reading: bytes)
    } catch { throw Problem.invalid(field, "captions", error.words) }
  }
}

extension Context {
  /// The captions that came with a form.
  func sentCaptions() async throws -> CaptionText {
    try await facilities.limits.upload.take(viewer.requirePerson().text, at: now)
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    guard file.range.count <= CaptionText.mostBytes else {
      throw Problem.invalid("file", "too_large", "must have at most \(CaptionText.mostBytes.asBytes)")
    }
    return try await facilities.aside { try CaptionText(try file.bytes(file.range.count), of: "file") }
  }
}
