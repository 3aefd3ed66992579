internal import CMagic
internal import Synchronization

/// Finds out what bytes are by looking at them (libmagic). A cookie is for one thread at a time, so it is lent under a lock.
final class ContentType: Sendable {
  /// As much of a file's beginning as is looked at.
  static let head = 256 << 10
  static let shared = ContentType()

  @safe private struct Cookie: @unchecked Sendable {
    let magic: magic_t?
  }
  private let cookie: Mutex<Cookie>

  private init() {
    // No look into compressed files or archives: that would unpack what a stranger sent.
    let magic = unsafe magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR)
    if unsafe magic_load(magic, nil) != 0 {
      preconditionFailure("The database of libmagic is missing (package libmagic-mgc).")
    }
    cookie = Mutex(unsafe Cookie(magic: magic))
  }

  /// The content type; `application/octet-stream` for what nobody knows.
  func find(in head: [UInt8]) -> String {
    let found = cookie.withLock { cookie -> String in
      guard let name = unsafe magic_buffer(cookie.magic, head, head.count) else { return "application/octet-stream" }
      return unsafe String(cString: name)
    }
    return Self.plain(found, head)
  }

  /// Source code is text to us: a browser must not guess otherwise. What could run in a browser keeps its own name.
  private static func plain(_ type: String, _ head: [UInt8]) -> String {
    switch type {
    case "text/html", "text/xml", "text/javascript", "image/svg+xml", "application/javascript": type
    case "text/csv", "text/rtf": type
    case "application/x-ndjson": "application/json"
    default: type.hasPrefix("text/") ? "text/plain" : type
    }
  }
}
