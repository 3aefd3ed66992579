internal import Essentials
public import Markup

/// The whole document of a page in its frame.
public func render(_ page: some Page, in frame: Frame) -> HTML {
  let theme: Attribute = .data("theme", frame.theme.rawValue, when: frame.theme != .auto)
  return document(
    frame.head(of: page), .class("\(frame.hue.name) shell-\(page.shell.name)"), theme,
    .data("reading-typeface", frame.reading.typeface.rawValue), .data("reading-size", frame.reading.size.rawValue),
    .data("rail", "narrow", when: frame.isRailNarrow),
    .data("person", frame.person?.key ?? "", when: frame.person != nil)
  ) {
    SkipLink()
    if let acting = frame.acting { ActingBar(note: acting, csrf: frame.csrf) }
    if let banner = frame.banner { Banner(text: banner) }
    frame.surrounding(page)
    FlashList(frame.flashes)
  }
}

extension Frame {
  fileprivate func head(of page: some Page) -> DocumentHead {
    DocumentHead(
      title: page.title == school ? school : "\(page.title) · \(school)", language: language, direction: direction,
      stylesheets: [asset("site.css")] + (brand?.stylesheet.map { [$0] } ?? []),
      modules: (["site.js"] + page.scripts).map(asset),
      description: page.description, canonical: canonical,
      icon: brand?.icon ?? asset("favicon.svg"), manifest: manifest, touchIcon: touchIcon, siteName: school,
      themeColors: ("#fcfcfd", "#101318"),
      isIndexed: page.isIndexed)
  }

  @HTMLBuilder fileprivate func surrounding(_ page: some Page) -> HTML {
    switch page.shell {
    case .public:
      SiteHeader(frame: self)
      main(.id("content"), .class("site-main"), .focusTarget) { page.body }
      SiteFooter(frame: self)
      ShellForms(frame: self)
    case .app:
      div(.class("app")) {
        Rail(frame: self)
        div(.class("app-column")) {
          TopBar(frame: self)
          main(.id("content"), .class("app-main"), .focusTarget) {
            page.body
            if let history, let thing = page.thing { HistoryLink(link: history.query(["entity": thing.text])) }
          }
        }
      }
      BottomBar(places: places)
      CommandPalette(frame: self)
      ShellForms(frame: self)
    case .player:
      PlayerHeader(frame: self)
      page.body
      ShellForms(frame: self)
    case .kept(let since):
      KeptHeader(frame: self, since: since)
      page.body
    case .bare:
      div(.class("bare")) {
        header { Logo(frame: self) }
        main(.id("content"), .class("bare-main"), .focusTarget) { page.body }
      }
    }
  }
}

extension Shell {
  var name: String {
    switch self {
    case .public: "public"
    case .app: "app"
    case .player: "player"
    case .kept: "kept"
    case .bare: "bare"
    }
  }
}

/// The way to all that happened to the thing of a page.
struct HistoryLink: Component {
  let link: Link

  var body: HTML {
    p(.class("page-history")) {
      a(href: link, .class("page-history-link")) {
        Icon.history
        "History"
      }
    }
  }
}
