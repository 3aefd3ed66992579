internal import Essentials
internal import EvolvCore
internal import Markup

/// The thin top bar of the public pages.
struct SiteHeader: Component {
  let frame: Frame

  var body: HTML {
    header(.class("site-header")) {
      div(.class("site-header-row")) {
        Logo(frame: frame)
        frame.drawn.part(.siteNavigation, current) { nav(label: "Main", .class("site-nav")) { links } }
        div(.class("site-tools")) {
          if let search = frame.actions.search { frame.drawn.part(.searchButton) { button(to: search) } }
          ThemeSwitch(frame: frame)
          entry
        }
        frame.drawn.part(.siteMenu, current) { menu }
      }
    }
    if frame.actions.search != nil { CommandPalette(frame: frame) }
  }

  /// Which of the places are current, a bit for each: they alone differ from page to page.
  private var current: Int {
    frame.places.enumerated().reduce(0) { bits, place in place.element.isCurrent ? bits | 1 << place.offset : bits }
  }

  private func button(to search: Link) -> HTML {
    Button("Search", to: search, .quiet, icon: .search, isIconOnly: true, opens: CommandPalette.id).body
  }

  private var menu: HTML {
    details(.class("menu site-menu")) {
      summary(.class("button button-quiet button-icon")) { Icon.menu.labelled("Menu") }
      nav(label: "All places", .class("menu-sheet")) {
        links
        for place in frame.personPlaces { a(href: place.link) { place.label } }
      }
    }
  }

  @HTMLBuilder private var links: HTML {
    for place in frame.places {
      a(href: place.link, .aria("current", "page", when: place.isCurrent)) { place.label }
    }
  }

  @HTMLBuilder private var entry: HTML {
    if frame.person != nil {
      PersonMenu(frame: frame)
    } else {
      for (index, place) in frame.personPlaces.enumerated() {
        Button(place.label, to: place.link, index == frame.personPlaces.count - 1 ? .primary : .quiet)
      }
    }
  }
}
