internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import SQLStore

/// How a file looks: the picture, the film or the sound itself, or a sign of its kind.
struct MediaPreview {
  let file: MediaRecord
  let renditions: [MediaRendition]
  let seal: MediaSeal
  var captions: [CaptionRecord] = []

  /// Small, for a card.
  var thumbnail: HTML {
    switch file.kind {
    case .image:
      if let small = renditions.first(where: { $0.name == "w640.webp" })
        ?? renditions.first(where: { $0.name == "w320.webp" })
      {
        return picture(small)
      }
      return file.state == .ready ? picture(nil) : sign
    case .video: return renditions.first { $0.name == "poster.webp" }.map { picture($0) } ?? sign
    default: return sign
    }
  }

  /// As large as there is room.
  @HTMLBuilder var whole: HTML {
    switch file.kind {
    case .image where file.state == .ready: picture(renditions.last { $0.name.hasSuffix(".webp") })
    case .video where file.state == .ready: film
    case .audio: audio(src: seal.link(to: .original, of: file.id), label: file.name, .loadsOnPlay)
    default: sign
    }
  }

  private func picture(_ rendition: MediaRendition?) -> HTML {
    let part = rendition.map { MediaPart($0.name) } ?? .original
    return img(
      src: seal.link(to: part, of: file.id), alt: "", width: rendition?.width ?? file.width ?? 16,
      height: rendition?.height ?? file.height ?? 9, .class("media-picture"), .loadsLazily)
  }

  @HTMLBuilder private var film: HTML {
    let part = renditions.contains { $0.name == "film.mp4" } ? MediaPart("film.mp4") : .original
    let poster = renditions.first { $0.name == "poster.webp" }
    let still = poster.map { [Attribute.poster(seal.link(to: MediaPart($0.name), of: file.id))] } ?? []
    video(
      src: seal.link(to: part, of: file.id), label: file.name, [.class("film-file"), .loadsOnPlay] + still
    ) {
      for caption in captions {
        track(
          .captions, src: seal.link(to: caption.part, of: file.id), language: caption.language.text,
          label: caption.label)
      }
      "Your browser plays no videos."
    }
  }

  private var sign: HTML {
    div(.class("media-sign")) {
      switch file.kind {
      case .image: Icon.image
      case .video: Icon.film
      case .audio: Icon.play
      case .document: Icon.file
      }
    }
  }
}
