internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// The one question of a new course.
struct NewCourseForm: Payload {
  let title: Text<CourseTitle>
  static let shape = Shape("NewCourseForm", Self.init, Field("title", \.title))
}

/// Which page of a list.
struct PageQuery: Payload {
  let page: Number<PageNumber>?
  static let shape = Shape("PageQuery", Self.init, Field("page", \.page))
}

/// A step of a course's life, by a button.
struct StepForm: Payload {
  enum Step: String, PayloadChoice {
    case submit, withdraw, archive, restore, delete

    /// What is said when it is done.
    var words: String {
      switch self {
      case .submit: "Submitted. You hear from the reviewers."
      case .withdraw: "Taken back. You can change the course again."
      case .archive: "Archived. Who learns in it goes on."
      case .restore: "The course is a draft again."
      case .delete: "Deleted."
      }
    }
  }
  let step: Step
  static let shape = Shape("StepForm", Self.init, Field("step", \.step))
}

/// Everything a course says about itself, as the details form sends it: what is empty is meant to be empty.
struct DetailsForm: Payload {
  let title: Text<CourseTitle>
  var shortDescription: Text<ShortDescription>?
  var description: Text<LongDescription>?
  var categoryID: ID<Category>?
  let level: Level
  let language: LanguageTag
  var durationMinutes: Number<CourseMinutes>?
  var price: DecimalAmount?
  let enrollmentMode: EnrollmentMode
  var maxStudents: Number<StudentLimit>?

  static let shape = Shape(
    "DetailsForm", Self.init, Field("title", \.title), Field("short_description", \.shortDescription),
    Field("description", \.description), Field("category_id", \.categoryID), Field("level", \.level),
    Field("language", \.language), Field("duration_minutes", \.durationMinutes), Field("price", \.price),
    Field("enrollment_mode", \.enrollmentMode), Field("max_students", \.maxStudents))

  var changes: CourseChanges {
    CourseChanges(
      title: title, shortDescription: shortDescription ?? Text(""), description: description ?? Text(""),
      categoryID: Change(categoryID), level: level, language: language, durationMinutes: Change(durationMinutes),
      price: price ?? DecimalAmount(minorUnits: 0), enrollmentMode: enrollmentMode, maxStudents: Change(maxStudents))
  }

  /// What the form shows before anything was typed.
  static func draft(of outline: CourseOutline) -> Draft {
    let course = outline.course
    return Draft(
      values: FieldValues([
        (name: "title", value: course.title), (name: "short_description", value: course.shortDescription),
        (name: "description", value: outline.description), (name: "category_id", value: course.categoryID?.text ?? ""),
        (name: "level", value: course.level.rawValue), (name: "language", value: course.language.text),
        (name: "duration_minutes", value: course.durationMinutes.map(String.init) ?? ""),
        (name: "price", value: course.price.decimal), (name: "enrollment_mode", value: course.enrollmentMode.rawValue),
        (name: "max_students", value: course.maxStudents.map(String.init) ?? ""),
      ]))
  }
}

extension Change {
  /// Of a form that shows the whole: empty means empty.
  init(_ value: Value?) { self = value.map { .set($0) } ?? .clear }
}

extension Draft {
  /// What was typed into a field.
  func value(_ field: String) -> String { values[field] ?? "" }
}
