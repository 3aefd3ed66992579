public import Essentials
public import Markup

/// What a person can do: a verb they would say. With `to` it is a link, without it sends its form.
public struct Button: Component {
  public enum Look: Sendable {
    case primary, secondary, quiet, danger

    fileprivate var words: String {
      switch self {
      case .primary: "button button-primary"
      case .secondary: "button button-secondary"
      case .quiet: "button button-quiet"
      case .danger: "button button-danger"
      }
    }
  }
  public enum Size: Sendable { case regular, small, large }

  let label: String
  let link: Link?
  let look: Look
  let icon: Icon?
  let size: Size
  let isIconOnly: Bool
  let isDisabled: Bool
  let isWide: Bool
  let attributes: [Attribute]

  /// Sends the form it stands in.
  /// - Parameters:
  ///   - name: With `value`, says in the form which button was pressed.
  ///   - busy: What the button says while the form is on its way.
  ///   - confirm: Asked before the form is sent; a page that works without a script needs its own question.
  public init(
    _ label: String, _ look: Look = .secondary, icon: Icon? = nil, size: Size = .regular, name: String? = nil,
    value: String? = nil, action: Link? = nil, form: String? = nil, busy: String? = nil, confirm: String? = nil,
    isIconOnly: Bool = false, isWide: Bool = false, isDisabled: Bool = false
  ) {
    self.label = label
    link = nil
    self.look = look
    self.icon = icon
    self.size = size
    self.isIconOnly = isIconOnly
    self.isWide = isWide
    self.isDisabled = isDisabled
    var attributes: [Attribute] = [.disabled(when: isDisabled)]
    if let name { attributes.append(.name(name)) }
    if let value { attributes.append(.value(value)) }
    if let action { attributes.append(.formAction(action)) }
    if let form { attributes.append(.form(form)) }
    if let busy { attributes.append(.data("busy", busy)) }
    if let confirm { attributes.append(.data("confirm", confirm)) }
    self.attributes = attributes
  }

  /// Leads somewhere; `opens` names a dialog that shows the same without leaving the page.
  public init(
    _ label: String, to link: Link, _ look: Look = .secondary, icon: Icon? = nil, size: Size = .regular,
    isIconOnly: Bool = false, isWide: Bool = false, opens dialog: String? = nil
  ) {
    self.label = label
    self.link = link
    self.look = look
    self.icon = icon
    self.size = size
    self.isIconOnly = isIconOnly
    self.isWide = isWide
    isDisabled = false
    attributes = dialog.map { [.data("opens", $0)] } ?? []
  }

  public var body: HTML {
    if let link {
      a(href: link, [classes] + attributes) { inside }
    } else {
      button(.submit, [classes] + attributes) { inside }
    }
  }

  private var classes: Attribute {
    .classes(
      look.words, size == .small ? "button-small" : size == .large ? "button-large" : nil,
      isIconOnly ? "button-icon" : nil, isWide ? "button-wide" : nil)
  }

  @HTMLBuilder private var inside: HTML {
    if let icon, !pointsOn { icon }
    if isIconOnly { span(.class("hidden-text")) { label } } else { span { label } }
    if let icon, pointsOn { icon }
  }

  /// What leads on has its arrow after the words.
  private var pointsOn: Bool { icon == .arrowRight || icon == .chevronRight || icon == .external }
}
