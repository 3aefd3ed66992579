internal import Essentials
internal import Markup

/// The places of those who have signed in, at the side.
struct Rail: Component {
  let frame: Frame

  var body: HTML {
    nav(label: "Main", .class("rail")) {
      Logo(frame: frame)
      ul(.class("rail-places")) {
        for place in frame.places { li { PlaceLink(place: place) } }
      }
    }
  }
}

/// The same places on a phone: at most five.
struct BottomBar: Component {
  let places: [Place]

  var body: HTML {
    nav(label: "Main, short", .class("bottom-bar")) {
      for place in places.prefix(5) { PlaceLink(place: place) }
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
