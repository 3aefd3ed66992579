internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Who gets into a course, for how long, and what opens when.
struct TermsPage: Page {
  let outline: CourseOutline
  let terms: CourseTerms?
  let asked: [Prerequisite]
  let rules: [ItemRule]
  /// Courses that could be asked for.
  let others: [Prerequisite]
  let draft: Draft
  let csrf: String

  private var course: Course { outline.course }
  var title: String { "Access · \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .access)
    DraftErrors(draft: draft)
    times
    prerequisites
    section {
      SectionHeader("What opens when", lead: "An item without conditions is open from the start.")
      if outline.items.isEmpty {
        EmptyState("Nothing here yet", "Lessons appear here when the outline has some.", .shelf)
      } else {
        items
      }
    }
  }

  private var times: HTML {
    Form(TermsRoutes.save.path(course.slug), csrf: csrf) {
      FormSection(
        "Time and reading", lead: "Times hold for who enrolls from now on; one learner's can be changed in the list."
      ) {
        EvolvDesign.Field(
          "access_days", "Days of access", .number(min: 1, max: 3650),
          value: draft.values["access_days"] ?? terms?.accessDays.map(String.init) ?? "",
          help: "From the day of enrollment. Empty: without end.", error: draft.error(of: "access_days"), .optional)
        EvolvDesign.Field(
          "offer_hours", "Hours an offered place is kept", .number(min: 1, max: 720),
          value: draft.values["offer_hours"] ?? String(terms?.offerHours ?? CourseTerms.standardOfferHours),
          help: "For who is first on the waiting list.", error: draft.error(of: "offer_hours"), .required)
        Checkbox(
          "allows_offline", "Learners may keep lessons to read without a network",
          isChecked: draft.values["offer_hours"] == nil
            ? terms?.allowsOffline ?? true : draft.values["allows_offline"] != nil,
          help: "What is kept lies on their own devices until they sign out or lose access.")
        FormActions { Button("Save", .primary, busy: "Saving") }
      }
    }.body
  }

  private var prerequisites: HTML {
    FormSection("Courses to finish first", lead: "The staff can enroll people all the same.") {
      if asked.isEmpty {
        p(.class("soft")) { "None: everybody can enroll." }
      } else {
        ul(.class("plain-list")) {
          for one in asked {
            li(.class("row-apart")) {
              a(href: CourseRoutes.show.path(one.slug), .ownDirection) { one.title }
              Form(TermsRoutes.release.path(course.slug, one.course), csrf: csrf, .plain) {
                Button("Take away", .quiet, size: .small)
              }
            }
          }
        }
      }
      if !others.isEmpty {
        Form(TermsRoutes.require.path(course.slug), csrf: csrf, .inline) {
          EvolvDesign.Field(
            "course_id", "Course", .select(others.map { Choice($0.course.text, $0.title) }),
            error: draft.error(of: "course_id"))
          Button("Ask for it", icon: .plus)
        }
      }
    }.body
  }

  private var items: HTML {
    let rules = Dictionary(rules.map { ($0.item, $0) }) { first, _ in first }
    return Table("What opens when", outline.items) {
      Column("Item", .name) { item in span(.ownDirection) { item.title } }
      Column("Opens") { item in span(.ownDirection) { words(of: item, rules[item.id]) } }
      Column("Change", .actions) { item in
        Button("Change", to: TermsRoutes.item.path(item.id), .quiet, size: .small)
      }
    }.body
  }

  private func words(of item: CourseItem, _ rule: ItemRule?) -> String {
    if item.isPreview { return "Always: it is a preview" }
    guard let rule else { return "From the start" }
    let parts = [
      rule.needsCode ? "with a code of its own" : nil, rule.afterTitle.map { "after “\($0)”" },
      rule.opensAt.map { "on \($0.momentWords)" },
      rule.daysAfter.map { "\($0.counted("day")) after enrolling" },
    ].compactMap(\.self)
    let sentence = parts.joined(separator: ", and ")
    return sentence.isEmpty ? "From the start" : sentence.prefix(1).uppercased() + sentence.dropFirst()
  }
}

/// When one item opens.
struct ConditionPage: Page {
  let outline: CourseOutline
  let item: CourseItem
  let draft: Draft
  let csrf: String

  private var course: Course { outline.course }
  var title: String { "When “\(item.title)” opens" }

  var body: HTML {
    PageHeader(
      title, lead: "Everything that is filled in must be met. A preview is open to everyone anyway.",
      crumbs: Breadcrumbs([
        (label: course.title, link: TeachRoutes.outline.path(course.slug)),
        (label: "Access", link: TermsRoutes.show.path(course.slug)),
      ]))
    DraftErrors(draft: draft)
    Form(TermsRoutes.saveItem.path(item.id), csrf: csrf) {
      field("after_item_id", "After this item is done", .select([Choice("", "No other item")] + others))
      field("opens_at", "Not before (UTC)", .dateTime, help: "Empty: no date.")
      field(
        "days_after", "Days after enrolling", .number(min: 1, max: 3650),
        help: "Counted from each learner's own enrollment. Empty: at once.")
      FormActions {
        Button("Save", .primary, busy: "Saving")
        Button("Back", to: TermsRoutes.show.path(course.slug), .quiet)
      }
    }
  }

  private func field(_ name: String, _ label: String, _ control: Control, help: String? = nil) -> EvolvDesign.Field {
    EvolvDesign.Field(
      name, label, control, value: draft.value(name), help: help, error: draft.error(of: name), .optional)
  }

  private var others: [Choice] { outline.items.filter { $0.id != item.id }.map { Choice($0.id.text, $0.title) } }
}
