internal import Essentials
public import FileStorage
internal import MediaCoding
public import Routing

extension Context {
  /// Keeps an uploaded file for good. What is wrong with it comes back as a fault of its field.
  public func keep(_ file: UploadedFile, as purpose: FilePurpose) async throws -> StoredFile {
    try await facilities.limits.upload.take(viewer.requirePerson().text, at: now)
    do { return try await facilities.files.keep(file.range, of: file.path, as: purpose) } catch let refusal
      as FileRefused
    { throw refusal.problem(of: file.field) }
  }

  /// Keeps a picture made anew, upright and within a square of `side` pixels: neither the place where it was taken nor what
  /// was hidden in it or hung on it goes further.
  public func keepPicture(_ file: UploadedFile, as purpose: FilePurpose, within side: Int) async throws -> StoredFile {
    try await facilities.limits.upload.take(viewer.requirePerson().text, at: now)
    do {
      let sent = try await facilities.files.inspected(file.range, of: file.path, for: purpose)
      let made = try await facilities.media.pictures.make(sent, within: side, side, as: .webp)
      return try await facilities.files.keep(made.bytes, as: purpose)
    } catch let refusal as FileRefused { throw refusal.problem(of: file.field) } catch is BrokenPicture {
      throw FileRefused.brokenImage.problem(of: file.field)
    }
  }

  /// What sends a kept file; the server answers ranges of it. Throws not-found for bytes that are gone.
  public func response(of digest: FileDigest, type: String) async throws -> Response {
    guard case .local(let path, let size)? = try await facilities.files.location(of: digest) else {
      throw Problem.notFound("file")
    }
    let fields = [("Content-Type", type), ("ETag", "\"\(digest.text)\"")]
    return Response(status: 200, fields: fields, body: .file(path: path, size: size))
  }
}

extension FileRefused {
  /// As a fault of the form field it came in.
  public func problem(of field: String) -> Problem {
    switch self {
    case .empty: .invalid(field, "empty", "is empty")
    case .tooLarge(let limit): .invalid(field, "too_large", "must have at most \(limit.asBytes)")
    case .wrongType(let found, _): .invalid(field, "content_type", "is of a kind that is not taken here (\(found))")
    case .brokenImage: .invalid(field, "broken_image", "is not a picture that can be shown, or has too many pixels")
    }
  }
}

extension Int {
  /// A number of bytes as people say it: `840 bytes`, `12 KB`, `3.4 MB`.
  public var asBytes: String {
    for (unit, name) in [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")] where self >= unit {
      let tenths = self * 10 / unit
      return tenths >= 100 || tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(self) bytes"
  }
}
