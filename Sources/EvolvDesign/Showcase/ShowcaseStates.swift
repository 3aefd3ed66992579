internal import Markup

struct ShowcaseStates: Component {
  var body: HTML {
    ShowcaseSection("Words in between") {
      div(.class("row")) {
        Badge("Draft")
        Badge("In review", .info)
        Badge("Published", .good, icon: .check)
        Badge("Due tomorrow", .warn, icon: .clock)
        Badge("Overdue", .bad)
        Badge("Featured", .accent, icon: .star)
      }
      div(.class("split")) {
        Callout(.info, "Next class on Tuesday") { "Bring the exercise of lesson 12. It takes about 20 minutes." }
        Callout(.good, "You passed") { "The certificate is in your profile." }
        Callout(.warn, "Two days left") { "The code stops working on Friday, 4 December." }
        Callout(.bad, "The file was not taken") {
          "It has 12 MB; up to 10 MB are possible. Save it smaller and try again."
        }
      }
      FlashSample()
      div(.class("split")) {
        Card {
          EmptyState("No courses yet", "Your courses appear here as soon as you enroll in one.", .shelf) {
            Button("Browse courses", to: nowhere, .primary)
          }
        }
        Card { EmptyState("Nothing found for “xyzzy”", "Check the spelling, or take a filter away.", .search) }
        Card { EmptyState("All done", "Every application of this week has its answer.", .done) }
        Card { EmptyState("Nobody here yet", "Invite the first learners.", .people) }
        Card { EmptyState("No messages", "What people write to you arrives here.", .letters) }
        Card { EmptyState("This lesson is locked", "It opens when you have finished lesson 11.", .locked) }
        Card { EmptyState("This page does not exist", "The address may be old. The search finds what moved.", .lost) }
        Card {
          div(.class("stack")) {
            Skeleton(.row)
            Skeleton(.lines(4))
          }
        }
      }
    }
  }
}

/// The messages as they look, without their place at the foot of the window.
struct FlashSample: Component {
  var body: HTML {
    div(.class("row")) {
      for flash in [Flash(.good, "Course published"), Flash(.bad, "Not saved: the title is missing")] {
        div(.class("flash tone-\(flash.tone.rawValue)")) {
          flash.tone.icon
          p { flash.text }
        }
      }
    }
  }
}
