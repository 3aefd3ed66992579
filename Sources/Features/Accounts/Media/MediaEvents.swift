public import Essentials
public import EvolvCore
public import Payloads

/// Somebody brought a file in.
public struct MediaAdded: DomainEvent {
  public let media: ID<MediaFile>
  public static let name = "media.added"
  public var subject: Subject { Subject("media", media) }
  public static let shape = Shape("MediaAdded", Self.init, Field("media", \.media))
}

/// A file has another name.
public struct MediaRenamed: DomainEvent {
  public let media: ID<MediaFile>
  public static let name = "media.renamed"
  public var subject: Subject { Subject("media", media) }
  public static let shape = Shape("MediaRenamed", Self.init, Field("media", \.media))
}

/// Everything that is shown of a file was made.
public struct MediaPrepared: DomainEvent {
  public let media: ID<MediaFile>
  public static let name = "media.prepared"
  public var subject: Subject { Subject("media", media) }
  public static let shape = Shape("MediaPrepared", Self.init, Field("media", \.media))
}

/// A file cannot be shown, for the reason given.
public struct MediaFailed: DomainEvent {
  public let media: ID<MediaFile>, reason: String
  public static let name = "media.failed"
  public var subject: Subject { Subject("media", media) }
  public static let shape = Shape("MediaFailed", Self.init, Field("media", \.media), Field("reason", \.reason))
}

/// A file was taken away.
public struct MediaDeleted: DomainEvent {
  public let media: ID<MediaFile>
  public static let name = "media.deleted"
  public var subject: Subject { Subject("media", media) }
  public static let shape = Shape("MediaDeleted", Self.init, Field("media", \.media))
}

/// Somebody has another amount of room, or with nil that of everyone.
public struct MediaRoomChanged: DomainEvent {
  public let person: ID<Person>, megabytes: Int?
  public static let name = "media.room_changed"
  public var subject: Subject { Subject("person", person) }
  public static let shape = Shape(
    "MediaRoomChanged", Self.init, Field("person", \.person), Field("megabytes", \.megabytes))
}

/// Captions of a film in one language were brought in, in place of what was there.
struct CaptionsChanged: DomainEvent {
  let media: ID<MediaFile>, language: LanguageTag
  static let name = "media.captions_changed"
  var subject: Subject { Subject("media", media) }
  static let shape = Shape("CaptionsChanged", Self.init, Field("media", \.media), Field("language", \.language))
}

/// Captions of a film in one language were taken away.
struct CaptionsRemoved: DomainEvent {
  let media: ID<MediaFile>, language: LanguageTag
  static let name = "media.captions_removed"
  var subject: Subject { Subject("media", media) }
  static let shape = Shape("CaptionsRemoved", Self.init, Field("media", \.media), Field("language", \.language))
}

/// What the audit log keeps of a file.
struct MediaValues: Payload {
  let name: String, kind: MediaKind, size: Int, sha256: String
  static let shape = Shape(
    "MediaValues", Self.init(name:kind:size:sha256:), Field("name", \.name), Field("kind", \.kind),
    Field("size", \.size), Field("sha256", \.sha256))
}

extension MediaValues {
  init(_ file: MediaRecord) { self.init(name: file.name, kind: file.kind, size: file.size, sha256: file.sha256) }
}

/// Somebody let a file that failed be made ready once more.
struct MediaRetried: DomainEvent {
  let media: ID<MediaFile>
  static let name = "media.retried"
  var subject: Subject { Subject("media", media) }
  static let shape = Shape("MediaRetried", Self.init, Field("media", \.media))
}
