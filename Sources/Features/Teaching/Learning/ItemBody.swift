internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What stands in an item, as a learner meets it.
struct ItemBody: Component {
  let open: OpenItem

  var body: HTML {
    switch open.content {
    case .lesson(let text): ReadingColumn(language: open.course.language.text) { text.page }
    case .video(let video): VideoFigure(video: video, title: open.item.title)
    case .material(let material): MaterialFigure(material: material, item: open.item)
    }
  }
}

/// A film on another site: played here where its host allows it, else a link.
struct VideoFigure: Component {
  let video: Video
  let title: String

  var body: HTML {
    figure(.class("video-figure")) {
      if let id = video.youtubeID, let player = Link(outside: "https://www.youtube-nocookie.com/embed/\(id)") {
        iframe(src: player, label: title, .class("video-frame"))
      }
      if let link = Link(outside: video.address) {
        figcaption {
          a(href: link, .class("video-source"), .rel("noopener noreferrer")) {
            Icon.external
            span { "Watch on \(link.site)" }
          }
        }
      }
    }
    if !video.description.isEmpty { ReadingColumn { HTML.description(video.description) } }
  }
}

/// A file or a link to take along.
struct MaterialFigure: Component {
  let material: Material
  let item: CourseItem

  var body: HTML {
    if !material.description.isEmpty { ReadingColumn { HTML.description(material.description) } }
    div(.class("material-figure")) {
      span(.class("material-mark")) { Icon.file }
      switch material.source {
      case .link(let address): if let link = Link(outside: address) { page(link) }
      case .file(let file):
        words(file.name, "A file to keep")
        Button("Download", to: CourseFileRoutes.show.path(item.courseID, file.id), .primary, icon: .download)
      }
    }
  }

  @HTMLBuilder private func page(_ target: Link) -> HTML {
    words(item.title, target.site)
    Button("Open", to: target, .primary, icon: .external)
  }

  private func words(_ title: String, _ note: String) -> HTML {
    div(.class("material-words")) {
      strong(.ownDirection) { title }
      span(.class("soft small"), .ownDirection) { note }
    }
  }
}

extension Link {
  /// The host of an address on another site, as people say it.
  fileprivate var site: String {
    let host = text.drop { $0 != ":" }.drop { $0 == ":" || $0 == "/" }.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return String(host.hasPrefix("www.") ? host.dropFirst(4) : host)
  }
}
