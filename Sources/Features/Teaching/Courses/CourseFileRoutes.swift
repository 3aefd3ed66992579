internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// The pictures of courses: those in lessons, and the cover, which its teacher sends by a form or a call.
enum CourseFileRoutes {
  static let show = Route.get(
    "/courses/{course}/files/{file}", ID<Course>.self, ID<CourseFile>.self, by: .everyone, "Show a picture of a course")
  static let saveCover = Route.post(
    "/teach/courses/{course}/cover", Slug<Course>.self, by: .signedIn,
    body: .upload(limit: FilePurpose.cover.bodyLimit), "Give a course a picture")
  static let removeCover = Route.post(
    "/teach/courses/{course}/cover/removal", Slug<Course>.self, by: .signedIn, "Take a course's picture away")
  static let putCover = Route.put(
    "/api/v1/courses/{course}/cover", Reference<Course>.self, by: .signedIn,
    body: .upload(limit: FilePurpose.cover.bodyLimit), "Give a course a picture: JPEG, PNG or WebP of at most 5 MB"
  ).answers(CourseDetail.self)
  static let deleteCover = Route.delete(
    "/api/v1/courses/{course}/cover", Reference<Course>.self, by: .signedIn, "Take a course's picture away"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, course, id in try await picture(id, of: course, context) }
    table.on(saveCover) { context, slug in
      do {
        let cover = try await context.cover(for: .slug(slug))
        return try await context.setCover(of: slug, to: cover, saying: "The picture is there.")
      } catch Problem.invalid(let errors) {
        return try await TeachRoutes.showDetails(
          of: slug, context, coverFault: errors.first.map { "It \($0.message)." })
      }
    }
    table.on(removeCover) { context, slug in
      try await context.setCover(of: slug, to: nil, saying: "The picture is gone.")
    }
    table.on(putCover) { context, course in
      let cover = try await context.cover(for: course)
      return try await context.change {
        try await $0.setCover(of: course, to: cover, by: context.viewer, at: context.now)
      }
    }
    table.on(deleteCover) { context, course in
      _ = try await context.change { try await $0.setCover(of: course, to: nil, by: context.viewer, at: context.now) }
      return NoPayload()
    }
  }

  private static func picture(_ id: ID<CourseFile>, of course: ID<Course>, _ context: Context) async throws -> Response
  {
    let file = try await context.db.courseFile(id, of: course, for: context.viewer)
    guard file.isPicture, let digest = FileDigest(pathText: file.sha256) else { throw Problem.notFound("file") }
    var response = try await context.response(of: digest, type: file.contentType)
    response.fields += [("Cache-Control", "private, max-age=86400"), ("Content-Disposition", "inline")]
    return response
  }
}

extension Context {
  /// The picture that was sent, kept. Only for who may change the course, so that nobody else fills the disk.
  fileprivate func cover(for reference: Reference<Course>) async throws -> CourseFileSource {
    try await db.course(reference, for: viewer).requireEditing(by: viewer)
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    return CourseFileSource(try await keepPicture(file, as: .cover, within: 1920), named: "cover.webp")
  }

  fileprivate func setCover(of slug: Slug<Course>, to cover: CourseFileSource?, saying words: String) async throws
    -> Response
  {
    try await act {
      try await $0.setCover(of: .slug(slug), to: cover, by: $1, at: $2)
    } then: { _ in
      (TeachRoutes.details.path(slug), words)
    }
  }
}

extension Reading {
  /// A picture of a course, for who may see the course; its lessons name their pictures by it. The files of materials
  /// have a door of their own, which asks for more.
  func courseFile(_ id: ID<CourseFile>, of course: ID<Course>, for viewer: Viewer) async throws -> CourseFile {
    try await one(
      """
      SELECT \(CourseFile.columns) FROM course_files JOIN courses ON courses.id = course_files.course_id
      WHERE course_files.id = \(id) AND courses.id = \(course) AND \(CourseFragments.isVisible(to: viewer))
        AND NOT EXISTS (SELECT 1 FROM course_materials WHERE course_materials.file_id = course_files.id)
      """)
  }
}
