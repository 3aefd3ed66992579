internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// What has a date: places that are kept, access that ends, lessons that open.
struct DueList: Component {
  private struct Entry {
    let icon: Icon, words: String, link: Link, when: String, at: Instant
    var isUrgent = false
  }
  private let entries: [Entry]

  init(_ due: [DueLine], _ taken: [CourseTaken], at now: Instant) {
    let soon = now + DueLine.horizon
    let ending = taken.compactMap { taken -> Entry? in
      guard let end = taken.enrollment.expiresAt, end > now, end <= soon, taken.enrollment.status == .active else {
        return nil
      }
      return Entry(
        icon: .clock, words: "Your access to \(taken.title) ends", link: LearningRoutes.resume.path(taken.slug),
        when: end.dayWords, at: end, isUrgent: end <= now + .days(3))
    }
    entries = (due.map(Self.entry) + ending).sorted { ($0.at, $0.words) < ($1.at, $1.words) }
  }

  private static func entry(_ line: DueLine) -> Entry {
    let course = CourseRoutes.show.path(line.course)
    return switch line.kind {
    case .offered:
      Entry(
        icon: .ticket, words: "A place in \(line.courseTitle) is kept for you", link: course,
        when: "until \(line.at.momentWords)", at: line.at, isUrgent: true)
    case .waiting:
      Entry(
        icon: .people, words: "You wait for a place in \(line.courseTitle)", link: course,
        when: "since \(line.at.dayWords)", at: line.at)
    case .opens:
      Entry(
        icon: .unlock, words: "“\(line.itemTitle ?? "")” opens in \(line.courseTitle)",
        link: LearningRoutes.resume.path(line.course), when: line.at.dayWords, at: line.at)
    }
  }

  var body: HTML {
    if !entries.isEmpty {
      section(.class("shelf"), .aria("label", "What is due")) {
        h2 { "What is due" }
        ul(.class("due-list")) {
          for entry in entries {
            li(.classes(entry.isUrgent ? "due-soon" : nil)) {
              entry.icon
              a(href: entry.link, .ownDirection) { entry.words }
              span(.class("due-when")) { entry.when }
            }
          }
        }
      }
    }
  }
}

/// Where a learner was last.
struct RecentList: Component {
  let steps: [RecentStep]
  let now: Instant

  var body: HTML {
    if !steps.isEmpty {
      section(.class("shelf"), .aria("label", "Recent")) {
        h2 { "Recent" }
        ul(.class("due-list")) {
          for step in steps {
            li {
              if step.isDone { Icon.checkCircle } else { Icon.half }
              span(.class("recent-words")) {
                a(href: LearningRoutes.item.path(step.course, step.item), .ownDirection) { step.itemTitle }
                span(.class("soft small"), .ownDirection) { step.courseTitle }
              }
              span(.class("due-when")) { "\(step.isDone ? "Done" : "Opened") \(step.at.ago(from: now))" }
            }
          }
        }
      }
    }
  }
}
