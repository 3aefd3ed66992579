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
        figcaption { a(href: link, .rel("noopener noreferrer")) { "Watch on its own page" } }
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
      Icon.file
      switch material.source {
      case .link(let address):
        if let link = Link(outside: address) { Button("Open the material", to: link, .primary, icon: .external) }
      case .file(let file):
        Button(
          "Download \(file.name)", to: CourseFileRoutes.show.path(item.courseID, file.id), .primary, icon: .download)
      }
    }
  }
}
