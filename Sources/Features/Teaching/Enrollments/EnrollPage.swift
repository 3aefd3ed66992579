internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Enrolling people: by their addresses, or found by name; and what came of it.
struct EnrollPage: Page {
  let course: Course
  let draft: Draft
  let words: String
  let candidates: [EnrollmentCandidate]
  let outcomes: [EnrollOutcome]?
  let csrf: String

  var title: String { "Enroll people" }

  var body: HTML {
    PageHeader(
      title, lead: seats,
      crumbs: Breadcrumbs([
        (label: "Teaching", link: TeachRoutes.mine.path()),
        (label: course.title, link: TeachRoutes.outline.path(course.slug)),
        (label: "Learners", link: LearnerRoutes.list.path(course.slug)),
      ]))
    if let outcomes { results(outcomes) }
    DraftErrors(draft: draft)
    Card("By mail address") {
      Form(LearnerRoutes.enroll.path(course.slug), csrf: csrf) {
        Field(
          "addresses", "Mail addresses", .area(rows: 6), value: draft.values["addresses"] ?? "",
          help: "Paste them as they are: separated by spaces, commas or lines. People need an account here.",
          error: draft.error(of: "addresses"), .required)
        waits
        FormActions { Button("Enroll them", .primary, busy: "Enrolling") }
      }
    }
    Card("By name") {
      FilterForm(LearnerRoutes.add.path(course.slug), label: "Find people") {
        SearchField(label: "Search people", value: words, placeholder: "Name or email")
        Button("Search")
      }
      found
    }
  }

  private var waits: Checkbox {
    Checkbox(
      "waits", "When the course is full, put them on the waiting list", isChecked: draft.values["waits"] == "true")
  }

  private var seats: String {
    course.seatsLeft.map { $0 == 0 ? "The course is full." : "\($0.counted("place")) left." }
      ?? "As many as you like."
  }

  @HTMLBuilder private var found: HTML {
    if !candidates.isEmpty {
      Form(LearnerRoutes.enroll.path(course.slug), csrf: csrf) {
        ChoiceGroup(
          "selected", "People found",
          candidates.map {
            Choice($0.person.text, $0.name, help: $0.isEnrolled ? "\($0.email) · takes the course already" : $0.email)
          }, anyOf: [])
        FormActions { Button("Enroll the chosen", .primary, busy: "Enrolling") }
      }
    } else if words.trimmed.count >= 2 {
      EmptyState("Nobody found", "No account matches these words.", .people)
    }
  }

  @HTMLBuilder private func results(_ outcomes: [EnrollOutcome]) -> HTML {
    let enrolled = outcomes.count { $0.result == .enrolled }
    Callout(enrolled == outcomes.count ? .good : .warn, "\(enrolled) of \(outcomes.count) enrolled") {
      "What came of each stands below."
    }
    Table("What came of it", outcomes) {
      Column("Who", .name) { outcome in
        if let person = outcome.person, outcome.result == .enrolled || outcome.result == .already {
          a(href: LearnerRoutes.show.path(course.slug, person)) { outcome.who }
        } else {
          span(.ownDirection) { outcome.who }
        }
      }
      Column("What came of it", .short) { outcome in
        Badge(outcome.result.words, outcome.result == .enrolled ? .good : outcome.result == .already ? .neutral : .warn)
      }
    }
  }
}
