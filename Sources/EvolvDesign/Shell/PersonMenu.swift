internal import Essentials
internal import Markup

/// The person's own places and the way out.
struct PersonMenu: Component {
  let frame: Frame

  var body: HTML {
    if let person = frame.person {
      details(.class("menu person-menu")) {
        summary(.class("person-menu-opener")) {
          Avatar(name: person.name, picture: person.picture, size: .small)
          span(.class("hidden-text")) { "Your menu, \(person.name)" }
        }
        div(.class("menu-sheet")) {
          div(.class("person-menu-head")) {
            strong(.ownDirection) { person.name }
            span { person.role }
          }
          for place in frame.personPlaces {
            a(href: place.link, .class("menu-item")) {
              place.icon
              place.label
            }
          }
          div(.class("person-menu-theme")) { ThemeChoice(frame: frame) }
          if let link = frame.actions.signOut {
            Form(link, csrf: frame.csrf, .plain) {
              button(.submit, .class("menu-item")) {
                Icon.signOut
                "Sign out"
              }
            }
          }
        }
      }
    }
  }
}
