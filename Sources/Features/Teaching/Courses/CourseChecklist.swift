internal import Payloads

/// What a course should have before people see it.
struct CourseChecklist: Hashable {
  struct Point: Hashable {
    let field: String, isDone: Bool, isNeeded: Bool
    /// What to do, as the person would say it.
    let words: String

    var fault: FieldError { FieldError(field: field, code: "missing", message: words) }
  }
  let points: [Point]

  init(_ outline: CourseOutline) {
    let course = outline.course, items = outline.items
    points = [
      Point(
        field: "short_description", isDone: !course.shortDescription.isEmpty, isNeeded: true,
        words: "Say in one sentence what the course gives"),
      Point(
        field: "sections", isDone: !items.isEmpty, isNeeded: true,
        words: "Add a section with at least one lesson, video or material"),
      Point(
        field: "sections", isDone: outline.sections.allSatisfy { !$0.items.isEmpty }, isNeeded: true,
        words: "Fill the empty sections or remove them"),
      Point(field: "category_id", isDone: course.categoryID != nil, isNeeded: false, words: "Choose a category"),
      Point(
        field: "description", isDone: !outline.description.isEmpty, isNeeded: false,
        words: "Tell who it is for and what they can do afterwards"),
      Point(
        field: "items", isDone: items.contains(where: \.isPreview), isNeeded: false,
        words: "Open one item as a preview"),
    ]
  }

  /// What keeps the course from being submitted.
  var missing: [Point] { points.filter { $0.isNeeded && !$0.isDone } }
  var isComplete: Bool { missing.isEmpty }
}
