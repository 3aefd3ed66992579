internal import Essentials
internal import Markup

/// The places of those who have signed in, at the side; the person may narrow it to its icons.
struct Rail: Component {
  let frame: Frame

  var body: HTML {
    nav(label: "Main", .class("rail")) {
      div(.class("rail-sheet")) {
        Logo(frame: frame)
        ul(.class("rail-places")) {
          for place in frame.places { li { PlaceLink(place: place) } }
        }
        button(
          .button,
          [
            .class("place rail-fold"), .data("folds-rail", ""), .data("needs-script", ""), .hidden,
            .aria("pressed", frame.isRailNarrow ? "true" : "false"),
          ]
        ) {
          Icon.chevronLeft
          span(.class("place-label")) { "Narrow menu" }
        }
      }
    }
  }
}

/// The same places on a phone: five at most, what is more behind the last of them.
struct BottomBar: Component {
  let places: [Place]
  private var shown: [Place] { places.count > 5 ? Array(places.prefix(4)) : places }
  private var more: [Place] { Array(places.dropFirst(shown.count)) }

  var body: HTML {
    nav(label: "Main, short", .class("bottom-bar")) {
      for place in shown { PlaceLink(place: place) }
      if !more.isEmpty {
        details(.class("menu bottom-more")) {
          summary(.classes("place", more.contains(where: \.isCurrent) ? "is-current" : nil)) {
            Icon.more
            span(.class("place-label")) { "More" }
          }
          div(.class("menu-sheet")) {
            for place in more {
              a(href: place.link, .class("menu-item"), .aria("current", "page", when: place.isCurrent)) {
                place.icon
                span { place.label }
                if place.count > 0 { span(.class("count")) { "\(place.count)" } }
              }
            }
          }
        }
      }
    }
  }
}

struct PlaceLink: Component {
  let place: Place

  var body: HTML {
    a(href: place.link, .class("place"), .aria("current", "page", when: place.isCurrent)) {
      place.icon
      span(.class("place-label")) { place.label }
      if place.count > 0 { span(.class("count")) { "\(place.count)" } }
    }
  }
}
