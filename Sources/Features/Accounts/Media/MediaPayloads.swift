internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

enum MediaNameRule: TextRule { static let length = 1...200 }
typealias MediaName = Text<MediaNameRule>

/// What may be changed of a file.
struct MediaPatch: Payload {
  let name: MediaName
  static let shape = Shape("MediaPatch", Self.init, Field("name", \.name))
}

/// A file as the API tells of it.
struct MediaAnswer: Payload, Located {
  let id: ID<MediaFile>, owner: ID<Person>?, name: String, kind: MediaKind, contentType: String, size: Int
  let sha256: String, width: Int?, height: Int?, durationSeconds: Int?, state: MediaState, progress: Int
  let failure: String?, createdAt: Instant, url: String, files: [MediaFileAnswer]
  let captions: [CaptionAnswer]
  var location: Link { MediaAPI.show.path(id) }

  static let shape = Shape(
    "Media",
    Self.init(
      id:owner:name:kind:contentType:size:sha256:width:height:durationSeconds:state:progress:failure:createdAt:url:
      files:captions:),
    Field("id", \.id), Field("owner_id", \.owner), Field("name", \.name), Field("kind", \.kind),
    Field("content_type", \.contentType, "Found in the bytes"), Field("size", \.size, "Bytes"),
    Field("sha256", \.sha256, "Of the bytes as they came"), Field("width", \.width), Field("height", \.height),
    Field("duration_seconds", \.durationSeconds), Field("state", \.state),
    Field("progress", \.progress, "Of 100, while it is processed"),
    Field("failure", \.failure, "Why it cannot be shown"), Field("created_at", \.createdAt),
    Field("url", \.url, "The file as it came, by a sealed address that holds for four hours and for the caller"),
    Field("files", \.files, "What was made of it"), Field("captions", \.captions, "Of a video"))
}

/// Something made of a file.
struct MediaFileAnswer: Payload {
  let name: String, contentType: String, size: Int, width: Int?, height: Int?, url: String
  static let shape = Shape(
    "MediaFile", Self.init(name:contentType:size:width:height:url:), Field("name", \.name),
    Field("content_type", \.contentType), Field("size", \.size), Field("width", \.width), Field("height", \.height),
    Field("url", \.url))
}

extension MediaAnswer {
  init(_ file: MediaRecord, _ renditions: [MediaRendition], _ captions: [CaptionRecord], _ seal: MediaSeal) {
    self.init(
      id: file.id, owner: file.owner, name: file.name, kind: file.kind, contentType: file.contentType, size: file.size,
      sha256: file.sha256, width: file.width, height: file.height,
      durationSeconds: file.durationMilliseconds.map { ($0 + 500) / 1000 }, state: file.state, progress: file.progress,
      failure: file.failure, createdAt: file.createdAt, url: seal.link(to: .original, of: file.id).text,
      files: renditions.filter { $0.media == file.id }.map { rendition in
        MediaFileAnswer(
          name: rendition.name, contentType: rendition.contentType, size: rendition.size, width: rendition.width,
          height: rendition.height, url: seal.link(to: MediaPart(rendition.name), of: file.id).text)
      },
      captions: captions.filter { $0.media == file.id }.map {
        CaptionAnswer(language: $0.language, label: $0.label, url: seal.link(to: $0.part, of: file.id).text)
      })
  }
}

struct MediaList: Payload {
  let data: [MediaAnswer], meta: ListMeta
  static let shape = Shape("MediaList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
