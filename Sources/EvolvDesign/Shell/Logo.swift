internal import Essentials
internal import Markup

/// The school's mark and name, leading home.
struct Logo: Component {
  let frame: Frame

  var body: HTML {
    a(href: frame.home, .class("logo")) {
      LogoMark()
      span(.class("logo-name")) { frame.school }
    }
  }
}

/// Evolv's mark: three rising pages.
struct LogoMark: Component {
  var body: HTML {
    svg(width: 24, height: 24, .class("logo-mark"), .width(24), .height(24)) {
      rect(0, 0, width: 24, height: 24, corner: 7, .class("logo-ground"))
      path("M6 16.5c2.2-1 4-1 6 .3 2-1.3 3.8-1.3 6-.3", .class("logo-line"))
      path("M6 12.2c2.2-1 4-1 6 .3 2-1.3 3.8-1.3 6-.3", .class("logo-line logo-line-2"))
      path("M6 7.9c2.2-1 4-1 6 .3 2-1.3 3.8-1.3 6-.3", .class("logo-line logo-line-3"))
    }
  }
}
