internal import Essentials
internal import EvolvCore
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
          frame.drawn.part(.personPlaces) { places }
          div(.class("person-menu-theme")) { ThemeChoice(frame: frame) }
          if frame.actions.signOut != nil { Self.signOut }
        }
      }
    }
  }

  @HTMLBuilder private var places: HTML {
    for place in frame.personPlaces {
      a(href: place.link, .class("menu-item")) {
        place.icon
        place.label
      }
    }
  }

  /// The same for everyone, so it is drawn once; `ShellForms` holds its form.
  private static let signOut: HTML =
    button(.submit, .class("menu-item"), .form(ShellForms.signOut)) {
      Icon.signOut
      "Sign out"
    }
}
