import Essentials
import EvolvDesign
import Markup

/// A page with nothing of its own.
struct PlainPage: Page {
  var title = "Courses"
  var shell: Shell = .public
  var body: HTML { p { "What the page says" } }
}

extension Frame {
  static let here = Link(path: "/here")

  /// The frame of a small school; `person` signs somebody in.
  static func sample(person: String? = nil, theme: Theme = .auto) -> Frame {
    Frame(
      school: "Northside", home: Link(path: "/"), person: person.map { FramePerson(name: $0, role: "Student") },
      places: [Place("Courses", .book, here, isCurrent: true), Place("Messages", .message, here, count: 3)],
      personPlaces: [Place("Sign in", .signIn, Link(path: "/sign-in"))],
      footer: [FooterColumn("School", [("About", here)])], csrf: "to<ken", theme: theme,
      flashes: [Flash(.good, "Saved <all>")], banner: "A demonstration", path: "/courses?q=a&b",
      actions: FrameActions(
        search: Link(path: "/search"), notifications: Link(path: "/notifications"), unreadCount: 12,
        theme: Link(path: "/theme"), signOut: Link(path: "/sign-out")),
      asset: { Link(path: "/assets/\($0)") })
  }
}
