internal import Essentials
internal import EvolvCore
internal import Markup

/// `/` or Ctrl/⌘ K: goes to any place, finds anything the search page finds. Without a script the search page serves.
struct CommandPalette: Component {
  static let id = "palette"
  let frame: Frame

  var body: HTML { frame.drawn.part(.palette) { drawing } }

  @HTMLBuilder private var drawing: HTML {
    if let search = frame.actions.search {
      dialog(.id(Self.id), .class("palette"), .aria("label", "Search and go to")) {
        form(.get, action: search, .role("search"), .class("palette-form")) {
          Icon.search
          input(
            .search, name: "q", .aria("label", "Search"), .placeholder("Search, or go to a place"), .autocomplete(.off),
            .role("combobox"), .aria("expanded", "true"), .aria("controls", "palette-list"),
            .aria("autocomplete", "list"))
          kbd(.aria("hidden", "true")) { "esc" }
        }
        ul(.id("palette-list"), .class("palette-list"), .role("listbox"), .aria("label", "Results")) {
          for place in frame.places + frame.personPlaces { option(place) }
        }
        p(.class("palette-empty"), .hidden) { "Nothing found. Press Enter to search everything." }
      }
    }
  }

  private func option(_ place: Place) -> HTML {
    li(.role("none")) {
      a(href: place.link, .role("option"), .aria("selected", "false")) {
        place.icon
        span { place.label }
      }
    }
  }
}
