internal import Essentials
internal import Markup

/// The thin top bar of the public pages.
struct SiteHeader: Component {
  let frame: Frame

  var body: HTML {
    header(.class("site-header")) {
      div(.class("site-header-row")) {
        Logo(frame: frame)
        nav(label: "Main", .class("site-nav")) { links }
        div(.class("site-tools")) {
          if let search = frame.actions.search {
            Button("Search", to: search, .quiet, icon: .search, isIconOnly: true, opens: CommandPalette.id)
          }
          ThemeSwitch(frame: frame)
          entry
        }
        details(.class("menu site-menu")) {
          summary(.class("button button-quiet button-icon")) { Icon.menu.labelled("Menu") }
          nav(label: "All places", .class("menu-sheet")) {
            links
            for place in frame.personPlaces { a(href: place.link) { place.label } }
          }
        }
      }
    }
    if frame.actions.search != nil { CommandPalette(frame: frame) }
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
