internal import Accounts
internal import Essentials
internal import EvolvCore

/// Where the pages of neighbors stand, for features that lead there.
enum TeachingLinks {
  static let catalog = own("/courses")
  static func course(_ slug: Slug<Course>) -> Link { own("/courses/" + slug.text) }
  /// Where a visitor makes an account and comes back to `next`.
  static func register(next: Link) -> Link { Identity.registration.query(["next": next.text]) }

  private static func own(_ path: String) -> Link {
    guard let link = Link(own: path) else { preconditionFailure("A slug stands in an address as it is.") }
    return link
  }
}
