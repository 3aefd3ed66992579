internal import Essentials
internal import EvolvCore
internal import Markup

/// Everything a school has, at the foot of the public pages.
struct SiteFooter: Component {
  let frame: Frame

  var body: HTML {
    footer(.class("site-footer")) {
      div(.class("site-footer-row")) {
        div(.class("site-footer-school")) {
          Logo(frame: frame)
          ThemeChoice(frame: frame)
        }
        frame.drawn.part(.footer) { columns }
      }
    }
  }

  @HTMLBuilder private var columns: HTML {
    for column in frame.footer {
      nav(label: column.heading) {
        h2 { column.heading }
        ul {
          for item in column.links { li { a(href: item.link) { item.label } } }
        }
      }
    }
  }
}
