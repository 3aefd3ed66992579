internal import Essentials
internal import Markup

/// The forms behind the buttons of the shell. They stand once, at the end of the page, and hold what differs from page to
/// page; the buttons name the form they belong to, and so look the same everywhere and are drawn once.
struct ShellForms: Component {
  static let theme = "theme-form", signOut = "sign-out-form"
  let frame: Frame

  var body: HTML {
    if let link = frame.actions.theme {
      Form(link, csrf: frame.csrf, .plain, id: Self.theme) { input(.hidden, name: "next", .value(frame.path)) }
    }
    if let link = frame.actions.signOut, frame.person != nil {
      Form(link, csrf: frame.csrf, .plain, id: Self.signOut) {}
    }
  }
}
