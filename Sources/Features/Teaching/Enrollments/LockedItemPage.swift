internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// An item that is closed to its reader: why, and what opens it.
struct LockedItemPage: Page {
  let outline: CourseOutline
  let item: CourseItem
  let lock: ItemLock
  /// The item before the learner last, to go back to.
  let last: CourseItem?

  var title: String { "\(item.title) · \(outline.course.title)" }
  var isIndexed: Bool { false }

  var body: HTML {
    PageHeader(
      item.title,
      crumbs: Breadcrumbs([(label: outline.course.title, link: CourseRoutes.show.path(outline.course.slug))]))
    EmptyState("Not open yet", lock.words, .locked) {
      way
      Button("See the whole course", to: CourseRoutes.show.path(outline.course.slug))
    }
  }

  @HTMLBuilder private var way: HTML {
    switch lock.reason {
    case .enrollment: HTML()
    case .code: Button("Enter the code", to: AccessCodeRoutes.redeem.path(), .primary, icon: .key)
    case .item(let title, let slug):
      if let slug {
        Button("Go to \(title)", to: LearningRoutes.item.path(outline.course.slug, slug), .primary, icon: .arrowRight)
      }
    case .date:
      if let last, last.id != item.id {
        Button("Back to \(last.title)", to: LearningRoutes.item.path(outline.course.slug, last.slug), .primary)
      }
    }
  }

  /// Says why, to who asked for an item that is closed.
  static func answer(_ context: Context, _ course: Slug<Course>, _ slug: Slug<CourseItem>) async throws -> Response {
    let outline = try await context.db.outline(of: .slug(course), for: context.viewer)
    guard let item = outline.item(slug),
      let lock = try await context.db.lock(of: item, for: context.viewer, at: context.now)
    else { throw Problem.forbidden("read the lessons of this course") }
    let enrollment = try await context.db.enrollment(of: context.viewer, in: outline.course.id)
    return context.page(
      LockedItemPage(
        outline: outline, item: item, lock: lock, last: outline.items.first { $0.id == enrollment?.lastItem }),
      status: 403)
  }
}
