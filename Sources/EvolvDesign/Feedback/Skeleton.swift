public import Markup

/// The page's own shape while something really waits.
public struct Skeleton: Component {
  public enum Shape: Sendable { case lines(Int), card, row }

  let shape: Shape

  public init(_ shape: Shape = .lines(3)) { self.shape = shape }

  public var body: HTML {
    div(.class("skeleton"), .role("status")) {
      span(.class("hidden-text")) { "Loading" }
      switch shape {
      case .lines(let count): for _ in 0..<count { span(.class("skeleton-line")) {} }
      case .card:
        span(.class("skeleton-cover")) {}
        span(.class("skeleton-line")) {}
        span(.class("skeleton-line")) {}
      case .row:
        div(.class("skeleton-row")) {
          span(.class("skeleton-dot")) {}
          span(.class("skeleton-line")) {}
        }
      }
    }
  }
}
