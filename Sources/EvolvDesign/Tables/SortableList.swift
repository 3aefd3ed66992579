public import Essentials
public import Markup

/// A list whose order is the person's: dragged, moved by its buttons, or by the arrow keys on its grip. Each move is a
/// POST of `item` and `position` (counted from 0), so it works without a script.
public struct SortableList: Component {
  /// One line of the list.
  public struct Item {
    let id: String
    let name: String
    let content: HTML

    /// - Parameter name: Said by the buttons that move it.
    public init(_ id: String, name: String, @HTMLBuilder content: () -> HTML) {
      self.id = id
      self.name = name
      self.content = content()
    }
  }

  let label: String
  let action: Link
  let csrf: String
  let group: String?
  let items: [Item]

  /// - Parameters:
  ///   - action: Takes the moves into this list.
  ///   - group: Lists of one group exchange their items.
  public init(_ label: String, action: Link, csrf: String, group: String? = nil, _ items: [Item]) {
    self.label = label
    self.action = action
    self.csrf = csrf
    self.group = group
    self.items = items
  }

  public var body: HTML {
    let attributes: [Attribute] = [.data("sortable", group ?? ""), .data("action", action.text), .data("csrf", csrf)]
    ol(.class("sortable"), .aria("label", label), attributes[0], attributes[1], attributes[2]) {
      for (position, item) in items.enumerated() { line(item, at: position) }
    }
  }

  private func line(_ item: Item, at position: Int) -> HTML {
    li(.class("sortable-item"), .data("item", item.id), .data("name", item.name)) {
      button(.button, .class("sortable-grip"), .data("grip", "")) { Icon.grip.labelled("Move \(item.name)") }
      div(.class("sortable-content")) { item.content }
      Form(action, csrf: csrf, .plain) {
        input(.hidden, name: "item", .value(item.id))
        div(.class("sortable-moves")) {
          move("Move \(item.name) up", .arrowUp, to: position - 1, isPossible: position > 0)
          move("Move \(item.name) down", .arrowDown, to: position + 1, isPossible: position < items.count - 1)
        }
      }
    }
  }

  private func move(_ label: String, _ icon: Icon, to position: Int, isPossible: Bool) -> HTML {
    button(
      .submit,
      [
        .class("button button-quiet button-icon button-small"), .name("position"), .value(String(position)),
        .data("move", icon == .arrowUp ? "up" : "down"), .disabled(when: !isPossible),
      ]
    ) { icon.labelled(label) }
  }
}
