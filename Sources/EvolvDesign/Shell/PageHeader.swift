public import Markup

/// The name of the page, one sentence under it, and what one can do here.
public struct PageHeader: Component {
  let title: String
  let unbroken: String?
  let lead: String?
  let crumbs: Breadcrumbs?
  let actions: HTML

  /// `unbroken`: the end of the title, such as a number, that stays on one line where it fits.
  public init(
    _ title: String, unbroken: String? = nil, lead: String? = nil, crumbs: Breadcrumbs? = nil,
    @HTMLBuilder actions: () -> HTML = { HTML() }
  ) {
    self.title = title
    self.unbroken = unbroken
    self.lead = lead
    self.crumbs = crumbs
    self.actions = actions()
  }

  public var body: HTML {
    header(.class("page-header")) {
      if let crumbs { crumbs }
      div(.class("page-header-row")) {
        div(.class("page-header-words")) {
          h1(.ownDirection) {
            title
            if let unbroken {
              " "
              span(.class("unbroken")) { unbroken }
            }
          }
          if let lead { p(.class("lead")) { lead } }
        }
        if !actions.isEmpty { div(.class("page-header-actions")) { actions } }
      }
    }
  }
}
