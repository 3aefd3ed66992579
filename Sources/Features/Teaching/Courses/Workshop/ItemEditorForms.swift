internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// A lesson as its form sends it.
struct LessonForm: Payload {
  enum Intent: String, PayloadChoice { case preview }
  let title: Text<ItemTitle>
  var markdown: Text<LessonMarkdown>?
  let isPreview: Bool
  var intent: Intent?
  static let shape = Shape(
    "LessonForm", Self.init, Field("title", \.title), Field("markdown", \.markdown), Field("is_preview", \.isPreview),
    Field("intent", \.intent))

  var item: NewItem {
    let text = LessonText(writing: markdown?.text ?? "", title: title.text)
    return NewItem(title: title, content: .lesson(text), isPreview: isPreview)
  }
  var values: FieldValues {
    FieldValues([
      (name: "title", value: title.text), (name: "markdown", value: markdown?.text ?? ""),
      (name: "is_preview", value: isPreview ? "true" : ""),
    ])
  }
}

/// A video as its form sends it: a film of the media or an address, unless a film comes with it.
struct VideoForm: Payload {
  let title: Text<ItemTitle>
  var media: ID<MediaFile>?
  var videoURL: VideoAddress?
  var description: Text<ItemDescription>?
  var durationSeconds: Number<VideoSeconds>?
  let isPreview: Bool, requiresCode: Bool
  static let shape = Shape(
    "VideoForm", Self.init, Field("title", \.title), Field("media", \.media), Field("video_url", \.videoURL),
    Field("description", \.description),
    Field("duration_seconds", \.durationSeconds), Field("is_preview", \.isPreview),
    Field("requires_code", \.requiresCode))

  func item(at address: VideoAddress) -> NewItem {
    NewVideo(
      title: title, videoURL: address, description: description, durationSeconds: durationSeconds,
      isPreview: isPreview, requiresCode: requiresCode
    ).item
  }
}

extension OpenItem {
  /// What its form shows before anything was typed.
  var draft: Draft {
    var values = [(name: "title", value: item.title), (name: "is_preview", value: item.isPreview ? "true" : "")]
    switch content {
    case .lesson(let text): values.append((name: "markdown", value: text.markdown))
    case .video(let video):
      values += [
        (name: "media", value: video.mediaID?.text ?? ""),
        (name: "video_url", value: video.mediaID == nil ? video.address : ""),
        (name: "description", value: video.description),
        (name: "duration_seconds", value: video.durationSeconds.map(String.init) ?? ""),
        (name: "requires_code", value: video.requiresCode ? "true" : ""),
      ]
    case .material(let material):
      values += [(name: "link", value: material.link ?? ""), (name: "description", value: material.description)]
    }
    return Draft(values: FieldValues(values))
  }
}
