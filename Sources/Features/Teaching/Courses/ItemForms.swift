internal import Essentials
internal import Payloads

enum ItemTitle: TextRule { static let length = 1...255 }
enum LessonMarkdown: TextRule {
  static let length = 0...500_000
  static let isMultiline = true
}
enum ItemDescription: TextRule {
  static let length = 0...5_000
  static let isMultiline = true
}
enum VideoSeconds: NumberRule { static let range = 1...360_000 }

/// A lesson to be added to a section.
struct NewLesson: Payload {
  let title: Text<ItemTitle>
  var markdown: Text<LessonMarkdown>?
  var isPreview: Bool?
  var position: Number<Position>?
  static let shape = Shape(
    "NewLesson", Self.init, Field("title", \.title), Field("markdown", \.markdown),
    Field("is_preview", \.isPreview, "Open to everyone"),
    Field("position", \.position, "From 1; at the end if left out"))
}

/// A video to be added to a section.
struct NewVideo: Payload {
  let title: Text<ItemTitle>
  let videoURL: VideoAddress
  var description: Text<ItemDescription>?
  var durationSeconds: Number<VideoSeconds>?
  var isPreview: Bool?
  var requiresCode: Bool?
  var position: Number<Position>?
  static let shape = Shape(
    "NewVideo", Self.init, Field("title", \.title),
    Field(
      "video_url", \.videoURL,
      "https, or /media/ and the number of a video of mine; YouTube in any of its forms is recognized"),
    Field("description", \.description, "Markdown"), Field("duration_seconds", \.durationSeconds),
    Field("is_preview", \.isPreview, "Open to everyone"), Field("requires_code", \.requiresCode),
    Field("position", \.position, "From 1; at the end if left out"))
}

/// A material to be added to a section: a link to another site, or the file that comes with it.
struct NewMaterial: Payload {
  let title: Text<ItemTitle>
  var link: WebLink?
  var description: Text<ItemDescription>?
  var isPreview: Bool?
  var position: Number<Position>?
  static let shape = Shape(
    "NewMaterial", Self.init, Field("title", \.title), Field("link", \.link, "https; left out where a file is sent"),
    Field("description", \.description, "Markdown"), Field("is_preview", \.isPreview, "Open to everyone"),
    Field("position", \.position, "From 1; at the end if left out"))
}

/// A material with the section it goes to.
struct PlacedMaterial: Payload {
  let material: NewMaterial, place: MaterialPlace
  var sectionID: ID<CourseSection> { place.sectionID }
  static let shape = Shape(NewMaterial.shape, \.material, MaterialPlace.shape, \.place, Self.init)
}

/// Where a material goes.
struct MaterialPlace: Payload {
  let sectionID: ID<CourseSection>
  static let shape = Shape("PlacedMaterial", Self.init, Field("section_id", \.sectionID))
}

/// What a PATCH changes of a lesson.
struct LessonChanges: Payload {
  var title: Text<ItemTitle>?
  var markdown: Text<LessonMarkdown>?
  var isPreview: Bool?
  var sectionID: ID<CourseSection>?
  var position: Number<Position>?
  static let shape = Shape(
    "LessonChanges", Self.init, Field("title", \.title), Field("markdown", \.markdown),
    Field("is_preview", \.isPreview),
    Field("section_id", \.sectionID, "Moves it to another section of its course"), Field("position", \.position))
}

/// What a PATCH changes of a video.
struct VideoChanges: Payload {
  var title: Text<ItemTitle>?
  var videoURL: VideoAddress?
  var description: Text<ItemDescription>?
  var durationSeconds: Number<VideoSeconds>?
  var isPreview: Bool?
  var requiresCode: Bool?
  var sectionID: ID<CourseSection>?
  var position: Number<Position>?
  static let shape = Shape(
    "VideoChanges", Self.init, Field("title", \.title), Field("video_url", \.videoURL),
    Field("description", \.description, "Markdown"), Field("duration_seconds", \.durationSeconds),
    Field("is_preview", \.isPreview), Field("requires_code", \.requiresCode),
    Field("section_id", \.sectionID, "Moves it to another section of its course"), Field("position", \.position))
}

/// What a PATCH changes of a material.
struct MaterialChanges: Payload {
  var title: Text<ItemTitle>?
  var link: WebLink?
  var description: Text<ItemDescription>?
  var isPreview: Bool?
  var isDownloadable: Bool?
  var sectionID: ID<CourseSection>?
  var position: Number<Position>?
  static let shape = Shape(
    "MaterialChanges", Self.init, Field("title", \.title), Field("link", \.link),
    Field("description", \.description, "Markdown"), Field("is_preview", \.isPreview),
    Field("is_downloadable", \.isDownloadable),
    Field("section_id", \.sectionID, "Moves it to another section of its course"), Field("position", \.position))
}

/// What is to change of an item of any kind.
struct ItemChanges: Sendable {
  var title: Text<ItemTitle>?
  var isPreview: Bool?
  var section: ID<CourseSection>?
  var position: Number<Position>?
  /// What stands in it from now on; of the same kind.
  var content: ItemContent?
}
