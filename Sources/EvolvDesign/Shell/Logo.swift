internal import Essentials
internal import Markup

/// The school's mark and name, leading home.
struct Logo: Component {
  let frame: Frame

  var body: HTML {
    a(href: frame.home, .class("logo")) {
      if let logo = frame.brand?.logo { pictures(logo) } else { LogoMark() }
      span(.classes("logo-name", hasNamedPicture ? "hidden-text" : nil)) { frame.school }
    }
  }

  private var hasNamedPicture: Bool { frame.brand.map { $0.logo != nil && $0.logoHasName } ?? false }

  /// The school's own, in two forms if one of them is for dark grounds. The name stands beside it, so it needs none.
  @HTMLBuilder private func pictures(_ logo: Brand.Picture) -> HTML {
    let look = hasNamedPicture ? "logo-picture logo-wide" : "logo-picture"
    if let dark = frame.brand?.logoOnDark {
      img(src: logo.link, alt: "", width: logo.width, height: logo.height, .class("\(look) only-light"))
      img(src: dark.link, alt: "", width: dark.width, height: dark.height, .class("\(look) only-dark"))
    } else {
      img(src: logo.link, alt: "", width: logo.width, height: logo.height, .class(look))
    }
  }
}

/// Evolv's mark: three rising pages.
struct LogoMark: Component {
  var body: HTML { Self.drawn }

  /// The same on every page, so it is drawn once.
  private static let drawn: HTML =
    svg(width: 24, height: 24, .class("logo-mark"), .width(24), .height(24)) {
      rect(0, 0, width: 24, height: 24, corner: 7, .class("logo-ground"))
      path("M6 16.5c2.2-1 4-1 6 .3 2-1.3 3.8-1.3 6-.3", .class("logo-line"))
      path("M6 12.2c2.2-1 4-1 6 .3 2-1.3 3.8-1.3 6-.3", .class("logo-line logo-line-2"))
      path("M6 7.9c2.2-1 4-1 6 .3 2-1.3 3.8-1.3 6-.3", .class("logo-line logo-line-3"))
    }
}
