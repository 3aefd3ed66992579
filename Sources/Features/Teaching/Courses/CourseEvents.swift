internal import Essentials
internal import EvolvCore
internal import Payloads

/// A step of a course's life that names nothing but the course.
protocol CourseEvent: DomainEvent {
  init(course: ID<Course>)
  var course: ID<Course> { get }
}

extension CourseEvent {
  static var shape: Shape<Self> { Shape(name, Self.init, Field("course_id", \.course)) }
  var subject: Subject { Subject("course", course) }
}

struct CourseCreated: CourseEvent {
  static let name = "course.created"
  let course: ID<Course>
}
struct CourseEdited: CourseEvent {
  static let name = "course.edited"
  let course: ID<Course>
}
struct CourseCoverChanged: CourseEvent {
  static let name = "course.cover_changed"
  let course: ID<Course>
}
struct CourseDeleted: CourseEvent {
  static let name = "course.deleted"
  let course: ID<Course>
}
struct CourseSubmitted: CourseEvent {
  static let name = "course.submitted"
  let course: ID<Course>
}
struct CourseWithdrawn: CourseEvent {
  static let name = "course.withdrawn"
  let course: ID<Course>
}
struct CoursePublished: CourseEvent {
  static let name = "course.published"
  let course: ID<Course>
}
struct CourseFeatured: CourseEvent {
  static let name = "course.featured"
  let course: ID<Course>
}
struct CourseUnfeatured: CourseEvent {
  static let name = "course.unfeatured"
  let course: ID<Course>
}
struct CourseArchived: CourseEvent {
  static let name = "course.archived"
  let course: ID<Course>
}
struct CourseRestored: CourseEvent {
  static let name = "course.restored"
  let course: ID<Course>
}

struct CourseRejected: DomainEvent {
  static let name = "course.rejected"
  let course: ID<Course>, reason: String
  static let shape = Shape(name, Self.init, Field("course_id", \.course), Field("reason", \.reason))
  var subject: Subject { Subject("course", course) }
}

/// A section or an item came, went, moved or changed.
struct OutlineChanged: DomainEvent {
  enum Change: String, PayloadChoice { case added, edited, moved, removed }
  enum Part: String, PayloadChoice { case section, lesson, video, material }

  static let name = "course.outline_changed"
  let course: ID<Course>, change: Change, part: Part, partID: ID<OutlineChanged>, title: String

  static let shape = Shape(
    name, Self.init, Field("course_id", \.course), Field("change", \.change), Field("part", \.part),
    Field("part_id", \.partID), Field("title", \.title))
  var subject: Subject { Subject(part.rawValue, partID) }

  static func section(_ section: CourseSection, _ change: Change) -> OutlineChanged {
    OutlineChanged(
      course: section.courseID, change: change, part: .section, partID: section.id.retyped(), title: section.title)
  }
  static func item(_ item: CourseItem, _ change: Change) -> OutlineChanged {
    let part: Part =
      switch item.kind {
      case .lesson: .lesson
      case .video: .video
      case .material: .material
      }
    return OutlineChanged(
      course: item.courseID, change: change, part: part, partID: item.id.retyped(), title: item.title)
  }
}

/// The fields of a course as the audit log keeps them before and after a change.
struct CourseRecord: Payload {
  let title: String, shortDescription: String, categoryID: ID<Category>?, parentID: ID<Course>?
  let instructorID: ID<Person>, level: Level, language: LanguageTag, durationMinutes: Int?
  let price: DecimalAmount, enrollmentMode: EnrollmentMode, maxStudents: Int?, status: CourseStatus

  static let shape = Shape(
    "CourseRecord", Self.init, Field("title", \.title), Field("short_description", \.shortDescription),
    Field("category_id", \.categoryID), Field("parent_id", \.parentID), Field("instructor_id", \.instructorID),
    Field("level", \.level), Field("language", \.language), Field("duration_minutes", \.durationMinutes),
    Field("price", \.price), Field("enrollment_mode", \.enrollmentMode), Field("max_students", \.maxStudents),
    Field("status", \.status))
}

extension CourseRecord {
  init(_ course: Course) {
    self.init(
      title: course.title, shortDescription: course.shortDescription, categoryID: course.categoryID,
      parentID: course.parentID, instructorID: course.instructorID, level: course.level, language: course.language,
      durationMinutes: course.durationMinutes, price: DecimalAmount(minorUnits: course.price.minorUnits),
      enrollmentMode: course.enrollmentMode, maxStudents: course.maxStudents, status: course.status)
  }
}
