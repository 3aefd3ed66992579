public import Essentials
public import Markup

/// More that can be done with one thing, behind one button; opens without a script.
public struct Menu: Component {
  let label: String
  let icon: Icon
  let showsLabel: Bool
  let content: HTML

  public init(_ label: String = "More", icon: Icon = .more, showsLabel: Bool = false, @HTMLBuilder content: () -> HTML)
  {
    self.label = label
    self.icon = icon
    self.showsLabel = showsLabel
    self.content = content()
  }

  public var body: HTML {
    details(.class("menu")) {
      summary(.classes("button", showsLabel ? "button-secondary" : "button-quiet button-icon")) {
        icon
        span(.classes(showsLabel ? nil : "hidden-text")) { label }
      }
      div(.class("menu-sheet")) { content }
    }
  }
}

/// One line of a menu: a link, or with `csrf` a form of one button.
public struct MenuItem: Component {
  let label: String
  let icon: Icon?
  let link: Link
  let csrf: String?
  let isDanger: Bool
  let confirm: String?

  /// Leads somewhere.
  public init(_ label: String, to link: Link, icon: Icon? = nil) {
    self.init(label, link, icon, csrf: nil, isDanger: false, confirm: nil)
  }

  /// Does something.
  public init(
    _ label: String, posts action: Link, csrf: String, icon: Icon? = nil, isDanger: Bool = false, confirm: String? = nil
  ) {
    self.init(label, action, icon, csrf: csrf, isDanger: isDanger, confirm: confirm)
  }

  private init(_ label: String, _ link: Link, _ icon: Icon?, csrf: String?, isDanger: Bool, confirm: String?) {
    self.label = label
    self.link = link
    self.icon = icon
    self.csrf = csrf
    self.isDanger = isDanger
    self.confirm = confirm
  }

  public var body: HTML {
    let classes: Attribute = .classes("menu-item", isDanger ? "menu-item-danger" : nil)
    if let csrf {
      Form(link, csrf: csrf, .plain) {
        button(.submit, [classes] + (confirm.map { [.data("confirm", $0)] } ?? [])) { inside }
      }
    } else {
      a(href: link, [classes]) { inside }
    }
  }

  @HTMLBuilder private var inside: HTML {
    if let icon { icon }
    span { label }
  }
}
