internal import Essentials
internal import EvolvCore
internal import Payloads

// What may be said about courses, from forms and from the API alike.

enum CourseTitle: TextRule { static let length = 1...255 }
enum ShortDescription: TextRule { static let length = 0...500 }
enum LongDescription: TextRule {
  static let length = 0...20_000
  static let isMultiline = true
}
enum CourseMinutes: NumberRule { static let range = 1...100_000 }
enum StudentLimit: NumberRule { static let range = 1...1_000_000 }
enum ReviewReason: TextRule {
  static let length = 1...2_000
  static let isMultiline = true
}

/// A course to be made; only the title is needed.
struct NewCourse: Payload {
  let title: Text<CourseTitle>
  var shortDescription: Text<ShortDescription>?
  var description: Text<LongDescription>?
  var categoryID: ID<Category>?
  var parentID: ID<Course>?
  var instructorID: ID<Person>?
  var level: Level?
  var language: LanguageTag?
  var durationMinutes: Number<CourseMinutes>?
  var price: DecimalAmount?
  var enrollmentMode: EnrollmentMode?
  var maxStudents: Number<StudentLimit>?

  static let shape = Shape(
    "NewCourse", Self.init,
    Field("title", \.title), Field("short_description", \.shortDescription),
    Field("description", \.description, "Markdown"), Field("category_id", \.categoryID),
    Field("parent_id", \.parentID, "The course this is a part of"),
    Field("instructor_id", \.instructorID, "Only with the permission to edit any course; else the person who asks"),
    Field("level", \.level), Field("language", \.language, "A BCP 47 tag"),
    Field("duration_minutes", \.durationMinutes), Field("price", \.price), Field("enrollment_mode", \.enrollmentMode),
    Field("max_students", \.maxStudents))
}

/// What a PATCH changes; what is left out stays.
struct CourseChanges: Payload {
  var title: Text<CourseTitle>?
  var shortDescription: Text<ShortDescription>?
  var description: Text<LongDescription>?
  var categoryID: Change<ID<Category>> = .keep
  var parentID: Change<ID<Course>> = .keep
  var instructorID: ID<Person>?
  var level: Level?
  var language: LanguageTag?
  var durationMinutes: Change<Number<CourseMinutes>> = .keep
  var price: DecimalAmount?
  var enrollmentMode: EnrollmentMode?
  var maxStudents: Change<Number<StudentLimit>> = .keep

  static let shape = Shape(
    "CourseChanges", Self.init,
    Field("title", \.title), Field("short_description", \.shortDescription),
    Field("description", \.description, "Markdown"), Field("category_id", \.categoryID),
    Field("parent_id", \.parentID, "The course this is a part of"),
    Field("instructor_id", \.instructorID, "Only with the permission to edit any course"), Field("level", \.level),
    Field("language", \.language, "A BCP 47 tag"), Field("duration_minutes", \.durationMinutes),
    Field("price", \.price), Field("enrollment_mode", \.enrollmentMode), Field("max_students", \.maxStudents))
}

/// Why a course is sent back to its instructor.
struct Rejection: Payload {
  let reason: Text<ReviewReason>
  static let shape = Shape("Rejection", Self.init, Field("reason", \.reason, "What to change, for the instructor"))
}

extension NewCourse {
  /// With what the school begins a course with, where nothing else was said.
  func completed(by settings: GeneralSettings) -> NewCourse {
    var new = self
    new.language = language ?? LanguageTag(settings.language.rawValue)
    return new
  }
}
