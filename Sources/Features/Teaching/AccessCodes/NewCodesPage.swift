internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The form for a batch of codes.
struct NewCodesPage: Page {
  let outline: CourseOutline
  let draft: Draft
  let csrf: String

  private var course: Course { outline.course }
  var title: String { "Make access codes" }

  var body: HTML {
    PageHeader(
      title, lead: "Hand them out on paper, by mail or as links; each opens \(course.title) or one part of it.",
      crumbs: Breadcrumbs([
        (label: "Teaching", link: TeachRoutes.mine.path()),
        (label: course.title, link: TeachRoutes.outline.path(course.slug)),
        (label: "Access codes", link: AccessCodeRoutes.list.path(course.slug)),
      ]))
    DraftErrors(draft: draft)
    Form(AccessCodeRoutes.generate.path(course.slug), csrf: csrf) {
      what
      uses
      words
      FormActions {
        Button("Make codes", .primary, icon: .ticket, busy: "Making")
        Button("Cancel", to: AccessCodeRoutes.list.path(course.slug), .quiet)
      }
    }
  }

  private var what: HTML {
    FormSection("What they open", lead: "A code for one item opens that item and nothing else.") {
      field("count", "How many", .number(min: 1, max: 500), .required, "10")
      field("item_id", "Each opens", .select([Choice("", "The whole course")] + items), FieldOptions())
      field(
        "access_days", "Days of access", .number(min: 1, max: 3650), .optional,
        help: "From the day it is used. Empty: as the course says.")
    }.body
  }

  private var uses: HTML {
    FormSection("How often, how long", lead: "A used-up or expired code opens nothing.") {
      ChoiceGroup(
        "type", "Each can be used", AccessCodeType.allCases.map { Choice($0.rawValue, $0.words) },
        selected: draft.values["type"] ?? AccessCodeType.singleUse.rawValue, look: .chips,
        error: draft.error(of: "type"))
      field(
        "max_uses", "Uses, if several", .number(min: 1, max: 100_000), .optional,
        help: "Only for codes that can be used several times.")
      field("days", "Valid for days", .number(min: 1, max: 3650), .optional, help: "Empty: without end.")
    }.body
  }

  private var words: HTML {
    FormSection("To find them again", lead: "Only those who make codes see this.") {
      field("label", "Label", .text, .optional.longest(80), help: "Such as the class or the shop they are for.")
      field(
        "prefix", "Begin with", .text, .optional.longest(4),
        help: "Up to four letters or digits, without I, O, 0 and 1.")
      field("notes", "Notes", .area(rows: 3), .optional)
    }.body
  }

  private func field(
    _ name: String, _ label: String, _ control: Control, _ options: FieldOptions, _ standard: String = "",
    help: String? = nil
  ) -> EvolvDesign.Field {
    EvolvDesign.Field(
      name, label, control, value: draft.values[name] ?? standard, help: help, error: draft.error(of: name), options)
  }

  private var items: [Choice] {
    outline.sections.flatMap { section in section.items.map { Choice($0.id.text, "\(section.title): \($0.title)") } }
  }
}
