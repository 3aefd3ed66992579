internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Markup
internal import Routing

/// What a course says about itself, as one form.
struct DetailsPage: Page {
  let outline: CourseOutline
  let categories: CategoryTree
  let draft: Draft
  let coverFault: String?
  let viewer: Viewer
  let csrf: String
  var thing: UUIDBits? { outline.course.id.bits }

  private var course: Course { outline.course }
  var title: String { "Details · \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .details)
    ClosedNotice(outline: outline, viewer: viewer)
    DraftErrors(draft: draft)
    Form(TeachRoutes.save.path(course.slug), csrf: csrf, warnsOnLeaving: true) {
      words
      placing
      taking
      FormActions { Button("Save details", .primary, busy: "Saving", isDisabled: !course.isOpenToChanges(by: viewer)) }
    }
    picture
  }

  /// A form of its own, because it sends a file.
  @HTMLBuilder private var picture: HTML {
    Form(CourseFileRoutes.saveCover.path(course.slug), csrf: csrf, hasFiles: true) {
      FormSection("Picture", lead: "What stands on its card and page.") {
        div(.class("cover-present")) {
          CourseCover(course: course.brief, hue: outline.course.categoryID.flatMap { categories[$0] }.map(\.hue))
        }
        Field(
          "file", course.cover == nil ? "Picture" : "Another picture", .file(accept: "image/jpeg,image/png,image/webp"),
          help:
            "JPEG, PNG or WebP, at most \(FilePurpose.cover.limit.asBytes); the shape of a screen, 16 to 9, fits best.",
          error: coverFault)
        FormActions { Button("Save picture", busy: "Sending", isDisabled: !course.isOpenToChanges(by: viewer)) }
      }
    }
    if course.cover != nil {
      Form(CourseFileRoutes.removeCover.path(course.slug), csrf: csrf, .plain) {
        Button("Take the picture away", .quiet, icon: .trash, size: .small)
      }
    }
  }

  private var words: HTML {
    FormSection("Words", lead: "What people read before they decide.") {
      field("title", "Title", .text, .required.longest(255))
      field(
        "short_description", "In one sentence", .area(rows: 2), .longest(500),
        help: "Stands on the card and under the title.")
      field(
        "description", "About the course", .area(rows: 10), .optional,
        help: "Who is it for, what can they do afterwards, what do they need? Markdown.")
    }.body
  }

  private var placing: HTML {
    FormSection("Place", lead: "How people find it.") {
      field("category_id", "Category", .select([Choice("", "None")] + categories.choices(keeping: course.categoryID)))
      ChoiceGroup(
        "level", "Level", Level.allCases.map { Choice($0.rawValue, $0.words) }, selected: draft.value("level"),
        look: .chips, error: draft.error(of: "level"))
      field("language", "Language", .select(languages))
      field("duration_minutes", "Time it takes, in minutes", .number(min: 1, max: 100_000), .optional)
    }.body
  }

  private var taking: HTML {
    FormSection("Taking part", lead: "Who gets in.") {
      ChoiceGroup(
        "enrollment_mode", "Enrollment", EnrollmentMode.allCases.map { Choice($0.rawValue, $0.words) },
        selected: draft.value("enrollment_mode"), error: draft.error(of: "enrollment_mode"))
      field(
        "price", "Price in \(course.price.currency)", .text, FieldOptions().inputMode(.decimal),
        help: "0 is free. Shown on the course's page.")
      field("max_students", "Places", .number(min: 1, max: 1_000_000), .optional, help: "Empty: as many as come.")
    }.body
  }

  private func field(
    _ name: String, _ label: String, _ control: Control, _ options: FieldOptions = FieldOptions(), help: String? = nil
  ) -> Field {
    Field(
      name, label, control, value: draft.value(name), help: help, error: draft.error(of: name), options)
  }

  /// A language that came by the API stays choosable.
  private var languages: [Choice] {
    let known = LanguageTag.choices, current = draft.value("language")
    return current.isEmpty || known.contains { $0.value == current } ? known : known + [Choice(current, current)]
  }
}

extension CategoryTree {
  /// For a select, indented; an archived category is only there when it is the present one.
  func choices(keeping current: ID<Category>? = nil) -> [Choice] {
    flattened.filter { !$0.branch.category.isArchived || $0.branch.category.id == current }.map { line in
      let category = line.branch.category
      return Choice(category.id.text, String(repeating: "\u{2003}", count: line.depth) + category.name)
    }
  }
}
