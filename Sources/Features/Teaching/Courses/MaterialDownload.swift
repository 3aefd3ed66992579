internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Routing
internal import SQLStore

/// The way to a material: a file is sent, a link is followed, and both are counted.
enum MaterialDownload {
  static func register(on table: inout RouteTable<Context>) {
    table.on(MaterialAPI.download) { context, id in
      let (item, material) = try await context.material(id, from: context.db)
      let answer = try await answer(for: material, context)
      if context.request.head.method == "GET" {
        try await context.db.execute(
          "UPDATE course_materials SET download_count = download_count + 1 WHERE item_id = \(item.id)")
      }
      return answer
    }
  }

  private static func answer(for material: Material, _ context: Context) async throws -> Response {
    switch material.source {
    case .link(let address):
      guard let link = Link(outside: address) else { throw Problem.notFound("material") }
      return Redirect(to: link).response()
    case .file(let file):
      guard let digest = FileDigest(pathText: file.sha256),
        case .local(let path, let size)? = try await context.facilities.files.location(of: digest)
      else { throw Problem.notFound("file") }
      return Response(
        status: 200,
        fields: [
          ("Content-Type", file.contentType), ("ETag", "\"\(file.sha256)\""), ("Cache-Control", "private, no-cache"),
          ("Content-Disposition", "attachment; filename*=UTF-8''\(file.name.percentEncoded)"),
        ], body: .file(path: path, size: size))
    }
  }
}
