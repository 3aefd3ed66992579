internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// A learner's first screen: go on where one stopped, then everything else.
struct DashboardPage: Page {
  let name: String
  let courses: [CourseTaken]
  let csrf: String

  var title: String { "My learning" }

  private var current: [CourseTaken] { courses.filter { $0.enrollment.status == .active } }
  private var finished: [CourseTaken] { courses.filter { $0.enrollment.status == .completed } }

  var body: HTML {
    PageHeader("My learning", lead: lead) { Button("Use a code", to: AccessCodeRoutes.redeem.path(), icon: .ticket) }
    if let latest = current.first { ContinueCard(taken: latest) }
    if current.count > 1 { shelf("Also under way", Array(current.dropFirst())) }
    if courses.isEmpty {
      EmptyState("Your courses will be here", "Find one in the catalog, or use the access code you were given.", .shelf)
      {
        Button("Browse the catalog", to: TeachingLinks.catalog, .primary)
        Button("Use a code", to: AccessCodeRoutes.redeem.path())
      }
    }
    if !finished.isEmpty { shelf("Finished", finished) }
  }

  private var lead: String? {
    if courses.isEmpty { return nil }
    let done = courses.reduce(0) { $0 + $1.enrollment.itemsDone }
    return
      "\(name), you have finished \(done) \(done == 1 ? "item" : "items") in \(courses.count) \(courses.count == 1 ? "course" : "courses")."
  }

  private func shelf(_ heading: String, _ courses: [CourseTaken]) -> HTML {
    section(.class("shelf")) {
      h2 { heading }
      CardGrid {
        for taken in courses {
          MediaCard(
            taken.title, to: LearningRoutes.resume.path(taken.slug), cover: Cover(taken.slug.text).body,
            meta: taken.lastItemTitle.map { [MediaCard.Meta($0, .bookmark)] } ?? [],
            progress: (done: taken.enrollment.itemsDone, of: taken.itemCount))
        }
      }
    }
  }
}

/// The course touched last, with one button.
struct ContinueCard: Component {
  let taken: CourseTaken

  var body: HTML {
    section(.class("continue-card"), .aria("label", "Continue")) {
      div(.class("continue-cover")) { Cover(taken.slug.text) }
      div(.class("continue-words")) {
        p(.class("eyebrow")) { taken.enrollment.lastItem == nil ? "Start here" : "Continue" }
        h2(.ownDirection) { taken.title }
        if let lesson = taken.lastItemTitle { p(.class("continue-lesson"), .ownDirection) { lesson } }
        ProgressBar(done: taken.enrollment.itemsDone, of: taken.itemCount, unit: "items done")
        Button(
          taken.enrollment.lastItem == nil ? "Start" : "Continue", to: LearningRoutes.resume.path(taken.slug), .primary,
          icon: .play)
      }
      ProgressRing(done: taken.enrollment.itemsDone, of: taken.itemCount, unit: "items done")
    }
  }
}
