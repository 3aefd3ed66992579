internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Routing

/// Where the pages of neighbors stand, for features that lead there.
enum TeachingLinks {
  static let catalog = CatalogRoutes.list.path()
  static func course(_ slug: Slug<Course>) -> Link { CourseRoutes.show.path(slug) }
  /// Where a visitor makes an account and comes back to `next`.
  static func register(next: Link) -> Link { Identity.registration.query(["next": next.text]) }
}
