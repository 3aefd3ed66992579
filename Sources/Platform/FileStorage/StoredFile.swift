internal import Cryptography
public import Essentials

/// The SHA-256 of a file's bytes: its name, and the proof that it is whole.
public struct FileDigest: PathValue {
  /// 64 lower-case hexadecimal digits.
  public let text: String

  init(bytes: [UInt8]) { text = Hex.text(bytes) }
  public init?(pathText: String) {
    let isDigest =
      pathText.utf8.count == 64 && pathText.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard isDigest else { return nil }
    text = pathText
  }
  public var pathText: String { text }
  public static var pathFormat: PathFormat { .text }
}

/// Width and height of an image as it is stored, in pixels.
public struct PixelSize: Sendable, Hashable {
  public let width: Int, height: Int
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// What is known of a file that was kept. Feature tables refer to it by its digest.
public struct StoredFile: Sendable, Hashable {
  public let digest: FileDigest
  public let size: Int
  /// The content type found in the bytes, never the one that was claimed.
  public let type: String
  /// Only for images.
  public let pixels: PixelSize?
}

/// What a file is wanted for: which content types and how much of them.
public struct FilePurpose: Sendable {
  public let name: String
  public let types: Set<String>
  public let limit: Int
  /// More pixels than this fill the memory of whoever decodes them.
  static let mostPixels = 64_000_000

  public init(name: String, types: Set<String>, limit: Int) {
    self.name = name
    self.types = types
    self.limit = limit
  }

  public static let image = FilePurpose(
    name: "image", types: ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"], limit: 20 << 20)
  public static let video = FilePurpose(
    name: "video", types: ["video/mp4", "video/webm", "video/quicktime", "video/x-matroska", "video/x-m4v"],
    limit: 4 << 30)
  public static let audio = FilePurpose(
    name: "audio", types: ["audio/mpeg", "audio/ogg", "audio/x-m4a", "audio/mp4", "audio/x-wav", "audio/flac"],
    limit: 200 << 20)
  /// What learners read and hand in. Neither HTML nor SVG: they could run script under our name.
  public static let document = FilePurpose(
    name: "document",
    types: [
      "application/pdf", "text/plain", "text/csv", "text/rtf", "application/rtf", "application/zip",
      "application/epub+zip",
      "application/json", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
      "application/vnd.oasis.opendocument.presentation",
    ], limit: 100 << 20)

  /// The same with another limit in bytes.
  public func limited(to limit: Int) -> FilePurpose { FilePurpose(name: name, types: types, limit: limit) }
  /// Either of two purposes, with the larger limit.
  public func or(_ other: FilePurpose) -> FilePurpose {
    FilePurpose(name: "\(name) or \(other.name)", types: types.union(other.types), limit: max(limit, other.limit))
  }
}

/// Why a file is not taken; each is the sender's to mend.
public enum FileRefused: Error, Sendable, Equatable {
  case empty
  case tooLarge(limit: Int)
  case wrongType(found: String, allowed: [String])
  /// An image whose size cannot be read, or that has too many pixels.
  case brokenImage
}

/// What the disk did not do.
public enum FileStoreError: Error, Sendable, Equatable {
  case full
  case disk(String, code: Int32)
}

/// Where the bytes of a file can be read.
public enum FileLocation: Sendable, Equatable {
  /// A file of this machine, for sendfile.
  case local(path: String, size: Int)
}
