internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What stands in an item, as a learner meets it.
struct ItemBody: Component {
  let open: OpenItem
  var film: MediaFilm?
  /// Where the player tells what was seen, for learners.
  var watching: WatchedFilm?

  var body: HTML {
    switch open.content {
    case .lesson(let text): ReadingColumn(language: open.course.language.text) { text.page }
    case .video(let video) where video.mediaID != nil:
      FilmFigure(film: film, title: open.item.title, watching: watching)
      if !video.description.isEmpty { ReadingColumn { HTML.description(video.description) } }
    case .video(let video): VideoFigure(video: video, title: open.item.title)
    case .material(let material): MaterialFigure(material: material, item: open.item)
    }
  }
}

/// A film on another site: a link that becomes the player when it is clicked, so that nothing is asked of that site
/// before; a film file plays in the browser's own player.
struct VideoFigure: Component {
  let video: Video
  let title: String

  var body: HTML {
    figure(.class("video-figure")) {
      if let player = Embed(film: video.address), let link = Link(outside: player.page) {
        a(
          href: link, .class("film"), .data("embed", player.player), .data("title", title), .rel("noopener noreferrer")
        ) {
          Cover(title, family: .waves)
          span(.class("film-play")) { Icon.play }
          span(.class("film-words")) {
            "Play the film"
            span(.class("faint")) { "from \(player.site.rawValue)" }
          }
        }
      } else if let link = Link(outside: video.address) {
        if video.isFile { Markup.video(src: link, label: title, .class("film-file"), .loadsOnPlay) {} }
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

extension Video {
  /// Whether the address is that of a film file, by its ending.
  fileprivate var isFile: Bool {
    let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return [".mp4", ".m4v", ".webm"].contains { path.hasSuffix($0) }
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
        words(file.name, file.facts)
        Button("Download", to: address, .primary, icon: .download)
      }
    }
    if let file = material.file { shown(file) }
  }

  private var address: Link { MaterialDownload.file.path(item.id) }

  /// What a browser can show or play at once.
  @HTMLBuilder private func shown(_ file: CourseFile) -> HTML {
    if file.isPicture, let width = file.width, let height = file.height {
      img(src: address, alt: item.title, width: width, height: height, .class("material-picture"), .loadsLazily)
    } else if file.isSound {
      audio(src: address, label: item.title, .class("material-sound"))
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
