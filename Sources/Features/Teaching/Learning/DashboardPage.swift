internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// A learner's first screen: go on where one stopped, then everything else.
struct DashboardPage: Page {
  let name: String
  let courses: [CourseTaken]
  let due: [DueLine], recent: [RecentStep]
  let now: Instant
  /// The course that was just finished.
  let finished: Slug<Course>?

  var title: String { "My learning" }

  private var current: [CourseTaken] {
    courses.filter { $0.enrollment.status == .active && $0.enrollment.isOpen(at: now) }
  }
  private var completed: [CourseTaken] { courses.filter { $0.enrollment.status == .completed } }

  var body: HTML {
    if let done = completed.first(where: { $0.slug == finished }) {
      celebration(of: done)
    } else {
      PageHeader("My learning", lead: lead) { Button("Use a code", to: AccessCodeRoutes.redeem.path(), icon: .ticket) }
    }
    if let latest = current.first { ContinueCard(taken: latest, cover: cover(of: latest)) }
    DueList(due, courses, at: now)
    if current.count > 1 { shelf("Also under way", Array(current.dropFirst())) }
    if courses.isEmpty {
      EmptyState("Your courses will be here", "Find one in the catalog, or use the access code you were given.", .shelf)
      {
        Button("Browse the catalog", to: TeachingLinks.catalog, .primary)
        Button("Use a code", to: AccessCodeRoutes.redeem.path())
      }
    }
    RecentList(steps: recent, now: now)
    if !completed.isEmpty { shelf("Finished", completed) }
  }

  private func celebration(of taken: CourseTaken) -> HTML {
    Finish(
      "You finished \(taken.title)",
      "\(taken.itemCount.counted("part")), one after the other. Every lesson stays open to you."
    ) {
      Button("Find the next course", to: TeachingLinks.catalog, .primary)
      Button("My certificates", to: CertificateRoutes.mine.path(), icon: .award)
      Button("Look back", to: LearningRoutes.resume.path(taken.slug))
    }.body
  }

  /// The course's own picture, else the drawn one.
  @HTMLBuilder private func cover(of taken: CourseTaken) -> HTML {
    if let cover = taken.cover {
      CoverPicture(link: cover)
    } else {
      Cover(
        taken.slug.text, hue: taken.hue.map { Hue(degrees: $0) }, letter: taken.title.first { $0.isLetter })
    }
  }

  private var lead: String? {
    if courses.isEmpty { return nil }
    let done = courses.reduce(0) { $0 + $1.enrollment.itemsDone }
    return "\(name), you have done \(done.counted("part")) of \(courses.count.counted("course"))."
  }

  private func shelf(_ heading: String, _ courses: [CourseTaken]) -> HTML {
    section(.class("shelf")) {
      h2 { heading }
      CardGrid {
        for taken in courses {
          MediaCard(
            taken.title, to: LearningRoutes.resume.path(taken.slug), cover: cover(of: taken),
            meta: taken.enrollment.status == .completed
              ? [] : taken.lastItemTitle.map { [MediaCard.Meta($0, .bookmark)] } ?? [],
            progress: (done: taken.enrollment.itemsDone, of: taken.itemCount))
        }
      }
    }
  }
}

/// The course touched last, with one button.
struct ContinueCard: Component {
  let taken: CourseTaken
  let cover: HTML

  var body: HTML {
    section(.class("continue-card"), .aria("label", "Continue")) {
      div(.class("continue-cover")) { cover }
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
