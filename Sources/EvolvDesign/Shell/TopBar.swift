internal import Essentials
internal import Markup

/// Search, notifications and the person, above the pages of those who have signed in.
struct TopBar: Component {
  let frame: Frame

  var body: HTML {
    header(.class("top-bar")) {
      div(.class("top-bar-logo")) { Logo(frame: frame) }
      if let search = frame.actions.search { SearchOpener(link: search) }
      div(.class("top-bar-tools")) {
        ThemeSwitch(frame: frame)
        if let link = frame.actions.notifications { notifications(link) }
        PersonMenu(frame: frame)
      }
    }
  }

  private func notifications(_ link: Link) -> HTML {
    let unread = frame.actions.unreadCount
    return a(href: link, .class("button button-quiet button-icon bell")) {
      Icon.bell
      span(.class("hidden-text")) { unread == 0 ? "Notifications" : "Notifications, \(unread) unread" }
      if unread > 0 { span(.class("bell-mark"), .aria("hidden", "true")) { unread > 9 ? "9+" : "\(unread)" } }
    }
  }
}

/// Looks like a field, leads to the search page, and opens the palette where it can.
struct SearchOpener: Component {
  let link: Link

  var body: HTML {
    a(href: link, .class("search-opener"), .data("opens", CommandPalette.id)) {
      Icon.search
      span(.class("search-opener-label")) { "Search" }
      kbd(.aria("hidden", "true")) { "/" }
    }
  }
}
