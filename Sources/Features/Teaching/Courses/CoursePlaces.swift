internal import Essentials

/// Addresses around a course that other features answer.
enum CoursePlaces {
  static func show(_ course: Slug<Course>) -> Link { CourseRoutes.show.path(course) }
  static func register(next: Link) -> Link { Link(path: "/register").query(["next": next.text]) }
  static func enroll(_ course: Slug<Course>) -> Link { Link(path: "/courses/\(course.text)/enrollment") }
  static func resume(_ course: Slug<Course>) -> Link { Link(path: "/learn/\(course.text)") }
  static func study(_ item: Slug<CourseItem>, of course: Slug<Course>) -> Link { Link(path: "/learn/\(course.text)/\(item.text)") }
  static let redeem = Link(path: "/redeem")
  static func learners(of course: Slug<Course>) -> Link { Link(path: "/teach/courses/\(course.text)/learners") }
  static func codes(of course: Slug<Course>) -> Link { Link(path: "/teach/courses/\(course.text)/codes") }
}
