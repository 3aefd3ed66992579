internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Routing
internal import SQLStore

/// The way to a material, for who may open it: a file is sent, a link is followed, and both are counted.
enum MaterialDownload {
  static let file = Route.get(
    "/materials/{material}/file", ID<CourseItem>.self, by: .everyone, "Take a material along")

  static func register(on table: inout RouteTable<Context>) {
    table.on(file) { context, id in try await send(id, context) }
    table.on(MaterialAPI.download) { context, id in try await send(id, context) }
  }

  private static func send(_ id: ID<CourseItem>, _ context: Context) async throws -> Response {
    let (open, material) = try await context.material(id, from: context.db)
    guard material.isDownloadable || open.course.mayBeEdited(by: context.viewer) else {
      throw Problem.forbidden("download this material")
    }
    let answer = try await answer(for: material, context)
    if context.request.head.beginsDownload {
      try await context.db.execute(
        "UPDATE course_materials SET download_count = download_count + 1 WHERE item_id = \(id)")
    }
    return answer
  }

  private static func answer(for material: Material, _ context: Context) async throws -> Response {
    switch material.source {
    case .link(let address):
      guard let link = Link(outside: address) else { throw Problem.notFound("material") }
      return Redirect(to: link).response()
    case .file(let file):
      guard let digest = FileDigest(pathText: file.sha256) else { throw Problem.notFound("file") }
      var response = try await context.response(of: digest, type: file.sentAs)
      // Whatever a file is, opened here it may neither run nor load anything.
      response.fields += [
        ("Cache-Control", "private, no-cache"), ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ("Content-Disposition", "attachment; filename*=UTF-8''\(file.name.percentEncoded)"),
      ]
      return response
    }
  }
}

extension RequestHead {
  /// Whether this is where a download starts, and not one more piece of it or a question about it.
  fileprivate var beginsDownload: Bool {
    method == "GET" && headers["if-none-match"] == nil && headers["range"].map { $0.hasPrefix("bytes=0-") } ?? true
  }
}
