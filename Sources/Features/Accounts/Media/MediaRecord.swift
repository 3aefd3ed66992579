public import Essentials
public import EvolvCore
internal import FileStorage
public import Payloads
public import SQLStore

/// What a file is to people.
public enum MediaKind: String, PayloadChoice, ColumnWord, CaseIterable {
  case image, video, audio, document

  /// What a file of these bytes is.
  init?(type: String) {
    guard let kind = Self.allCases.first(where: { $0.types.contains(type) }) else { return nil }
    self = kind
  }

  /// The content types that count as this kind, as the bytes say.
  var types: Set<String> {
    switch self {
    case .image: FilePurpose.image.types
    case .video: FilePurpose.video.types.union(Self.moreVideo)
    case .audio: FilePurpose.audio.types
    case .document: FilePurpose.document.types
    }
  }
  /// What phones and old cameras make; every film is made anew before it is shown.
  private static let moreVideo: Set = [
    "video/3gpp", "video/3gpp2", "video/x-msvideo", "video/mpeg", "video/mp2t", "video/MP2T", "video/ogg",
    "video/x-ms-asf",
    "video/x-flv",
  ]

  var words: String {
    switch self {
    case .image: "Picture"
    case .video: "Video"
    case .audio: "Sound"
    case .document: "Document"
    }
  }
  var plural: String { words + "s" }
}

/// Where a file stands.
public enum MediaState: String, PayloadChoice, ColumnWord {
  /// What is shown of it is being made.
  case processing
  case ready
  /// It cannot be shown; `failure` says why.
  case failed
}

/// A file that somebody brought in.
public struct MediaRecord: RowDecodable, Hashable, Sendable {
  public let id: ID<MediaFile>
  /// Who brought it in.
  public let owner: ID<Person>?
  public let name: String
  public let sha256: String
  /// Found in the bytes.
  public let contentType: String
  public let kind: MediaKind
  public let size: Int
  public let width: Int?
  public let height: Int?
  public let durationMilliseconds: Int?
  public let state: MediaState
  /// Of 100, while it is processed.
  public let progress: Int
  public let failure: String?
  public let createdAt: Instant

  static let columns: SQL = """
    media_files.id, media_files.owner_id, media_files.name, media_files.sha256, media_files.content_type,
    media_files.kind, media_files.size, media_files.width, media_files.height, media_files.duration_ms,
    media_files.state, media_files.progress, media_files.failure, media_files.created_at
    """

  public init(row: inout Row) throws {
    id = try row.next()
    owner = try row.nextIfPresent()
    name = try row.next()
    sha256 = try row.next()
    contentType = try row.next()
    kind = try row.next()
    size = try row.next()
    width = try row.nextIfPresent()
    height = try row.nextIfPresent()
    durationMilliseconds = try row.nextIfPresent()
    state = try row.next()
    progress = try row.next()
    failure = try row.nextIfPresent()
    createdAt = try row.next()
  }
}

/// Something made of a file: a smaller picture, a film that every browser plays, a poster.
public struct MediaRendition: RowDecodable, Hashable, Sendable {
  public let media: ID<MediaFile>
  /// Stands in its address: `w640.webp`.
  public let name: String
  public let sha256: String
  public let contentType: String
  public let size: Int
  public let width: Int?
  public let height: Int?

  static let columns: SQL = """
    media_renditions.media_id, media_renditions.name, media_renditions.sha256, media_renditions.content_type,
    media_renditions.size, media_renditions.width, media_renditions.height
    """

  public init(row: inout Row) throws {
    media = try row.next()
    name = try row.next()
    sha256 = try row.next()
    contentType = try row.next()
    size = try row.next()
    width = try row.nextIfPresent()
    height = try row.nextIfPresent()
  }
}

extension MediaSettings {
  /// What is taken in, of every kind, each up to its limit.
  func purposes(of kind: MediaKind? = nil) -> [FilePurpose] {
    MediaKind.allCases.filter { kind == nil || kind == $0 }.map {
      FilePurpose(name: $0.rawValue, types: $0.types, limit: limit(of: $0))
    }
  }
  func limit(of kind: MediaKind) -> Int {
    switch kind {
    case .image: imageMegabytes.megabytes
    case .video: videoMegabytes.megabytes
    case .audio: audioMegabytes.megabytes
    case .document: documentMegabytes.megabytes
    }
  }
  /// The largest file of any kind.
  var largest: Int { MediaKind.allCases.map(limit(of:)).max() ?? 0 }
}
