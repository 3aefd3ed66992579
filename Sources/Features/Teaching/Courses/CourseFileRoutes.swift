internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Routing
internal import SQLStore

/// The pictures and files of courses.
enum CourseFileRoutes {
  static let show = Route.get(
    "/courses/{course}/files/{file}", ID<Course>.self, ID<CourseFile>.self, by: .everyone, "Show a picture of a course")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, course, id in
      let file = try await context.db.courseFile(id, of: course, for: context.viewer)
      guard let digest = FileDigest(pathText: file.sha256),
        case .local(let path, let size)? = try await context.facilities.files.location(of: digest)
      else { throw Problem.notFound("file") }
      var response = Response(status: 200, body: .file(path: path, size: size))
      response.fields = [
        ("Content-Type", file.contentType), ("ETag", "\"\(file.sha256)\""), ("Cache-Control", "private, max-age=86400"),
        ("Content-Disposition", file.isPicture ? "inline" : "attachment"),
      ]
      return response
    }
  }
}

extension Reading {
  /// A file of a course, for who may see the course; its lessons name their pictures by it.
  func courseFile(_ id: ID<CourseFile>, of course: ID<Course>, for viewer: Viewer) async throws -> CourseFile {
    try await one(
      """
      SELECT \(CourseFile.columns) FROM course_files JOIN courses ON courses.id = course_files.course_id
      WHERE course_files.id = \(id) AND courses.id = \(course) AND \(CourseFragments.isVisible(to: viewer))
      """)
  }
}

extension CourseFile {
  /// Whether a browser may show it inside our pages; an SVG could run scripts and never is.
  var isPicture: Bool { ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"].contains(contentType) }
}
