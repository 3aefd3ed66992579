internal import Essentials
public import Markup

/// What is wrong with a form, above it, each line leading to its field.
public struct ErrorSummary: Component {
  let heading: String
  let faults: [(field: String?, message: String)]

  let takesFocus: Bool

  /// - Parameter takesFocus: Where the keyboard goes when the form comes back.
  public init(
    _ faults: [(field: String?, message: String)], heading: String = "Check these answers", takesFocus: Bool = true
  ) {
    self.faults = faults
    self.takesFocus = takesFocus
    self.heading = heading
  }

  public var body: HTML {
    if !faults.isEmpty {
      div(.class("error-summary"), .role("alert"), .focusTarget, .data("takes-focus", "", when: takesFocus)) {
        h2 { heading }
        ul {
          for fault in faults {
            li {
              if let field = fault.field {
                a(href: Link(path: "#\(Field.id(field))")) { fault.message }
              } else {
                fault.message
              }
            }
          }
        }
      }
    }
  }
}
