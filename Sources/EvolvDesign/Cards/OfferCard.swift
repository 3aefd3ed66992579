public import Markup

/// What one gets, what it costs, and the one button: beside the page, and on phones a bar at its foot.
public struct OfferCard: Component {
  let cover: HTML
  let price: String
  let note: String?
  let facts: [MediaCard.Meta]
  let actions: HTML

  /// - Parameter note: A short word beside the price, such as "14 seats left".
  public init(
    cover: HTML = HTML(), price: String, note: String? = nil, facts: [MediaCard.Meta] = [],
    @HTMLBuilder actions: () -> HTML
  ) {
    self.cover = cover
    self.price = price
    self.note = note
    self.facts = facts
    self.actions = actions()
  }

  public var body: HTML {
    aside(.class("offer"), .aria("label", "Enroll")) {
      if !cover.isEmpty { div(.class("offer-cover")) { cover } }
      div(.class("offer-bar")) {
        div(.class("offer-price")) {
          strong { price }
          if let note { span { note } }
        }
        div(.class("offer-actions")) { actions }
      }
      if !facts.isEmpty {
        ul(.class("offer-facts")) {
          for fact in facts {
            li {
              if let icon = fact.icon { icon }
              span { fact.text }
            }
          }
        }
      }
    }
  }
}
