internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls about materials.
enum MaterialAPI {
  static let list = Route.get("/api/v1/materials", by: .everyone, "The materials that you may open")
    .takes(MaterialListQuery.self, answers: MaterialListAnswer.self)
  static let create = Route.post(
    "/api/v1/materials", by: .signedIn, body: .upload(limit: FilePurpose.material.bodyLimit),
    "Add a material to a section: a file, or a link"
  ).takes(PlacedMaterial.self, creates: MaterialAnswer.self)
  static let add = Route.post(
    "/api/v1/sections/{section}/materials", ID<CourseSection>.self, by: .signedIn,
    body: .upload(limit: FilePurpose.material.bodyLimit), "Add a material to a section: a file, or a link"
  ).takes(NewMaterial.self, creates: MaterialAnswer.self)
  static let show = Route.get(
    "/api/v1/materials/{material}", ID<CourseItem>.self, by: .everyone, "A material, for those who may open it"
  ).answers(MaterialAnswer.self)
  static let edit = Route.patch(
    "/api/v1/materials/{material}", ID<CourseItem>.self, by: .signedIn,
    body: .upload(limit: FilePurpose.material.bodyLimit), "Change or move a material, or put another file in its place"
  ).takes(MaterialChanges.self, answers: MaterialAnswer.self)
  static let delete = Route.delete(
    "/api/v1/materials/{material}", ID<CourseItem>.self, by: .signedIn, "Remove a material"
  ).answersNothing
  static let download = Route.get(
    "/api/v1/materials/{material}/download", ID<CourseItem>.self, by: .everyone,
    "The file of a material, or the way to its link"
  ).answersFile

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in try await query.answer(from: context.db, for: context.viewer) }
    table.on(create) { context, placed in try await context.add(placed.material, to: placed.sectionID) }
    table.on(add) { context, new, section in try await context.add(new, to: section) }
    table.on(show) { context, material in
      let (open, material) = try await context.material(material, from: context.db)
      return MaterialAnswer(open.item, material)
    }
    table.on(edit) { context, changes, id in
      let (open, _) = try await context.material(id, from: context.db)
      let source = try await context.materialSource(link: changes.link, for: open.course)
      let (item, material) = try await context.db.transaction {
        try await $0.editMaterial(id, changes, source, by: context.viewer, at: context.now)
      }
      return MaterialAnswer(item, material)
    }
    table.on(delete) { context, material in
      try await context.removeItem(material, of: .material)
      return NoPayload()
    }
  }
}

extension Context {
  /// A material for who may open it, with the course and the item it stands in.
  func material(_ id: ID<CourseItem>, from source: some Reading) async throws -> (OpenItem, Material) {
    let open = try await source.openItem(id, for: viewer, at: now)
    guard case .material(let material) = open.content else { throw Problem.notFound("material") }
    return (open, material)
  }

  fileprivate func add(_ new: NewMaterial, to section: ID<CourseSection>) async throws -> MaterialAnswer {
    let place = try await place(of: section)
    guard let source = try await materialSource(link: new.link, for: place.course) else {
      throw Problem.invalid("link", "missing", "is required where no file is sent")
    }
    let (item, material) = try await db.transaction {
      try await $0.addMaterial(new, source, to: section, by: viewer, at: now)
    }
    return MaterialAnswer(item, material)
  }
}

/// What `GET /materials` understands.
struct MaterialListQuery: Payload {
  var course: Reference<Course>?
  var page: Number<PageNumber>?
  var pageSize: Number<PageSize>?
  static let shape = Shape(
    "MaterialListQuery", Self.init, Field("course", \.course, "Id or slug"), Field("page", \.page),
    Field("page_size", \.pageSize))

  fileprivate func answer(from db: Database, for viewer: Viewer) async throws -> MaterialListAnswer {
    let page = page?.value ?? 1, size = pageSize?.value ?? 20
    let source: SQL = """
      FROM course_items JOIN courses ON courses.id = course_items.course_id
        JOIN course_materials ON course_materials.item_id = course_items.id
        LEFT JOIN course_files ON course_files.id = course_materials.file_id
      WHERE \(CourseFragments.isVisible(to: viewer)) AND \(CourseFragments.mayBeOpened(by: viewer))
        AND \(course.map { CourseFragments.isNamed($0) } ?? "TRUE")
      """
    let (rows, total) = try await db.fetch(
      Query<[MaterialRow]>.all(
        """
        SELECT \(CourseItem.columns), \(MaterialRow.columns) \(source)
        ORDER BY course_items.created_at DESC, course_items.id DESC \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) \(source)"))
    return MaterialListAnswer(
      data: rows.map { MaterialAnswer($0.item, $0.material) },
      meta: ListMeta(total: total, page: page, pageSize: size, nextCursor: nil))
  }
}

private struct MaterialRow: RowDecodable {
  let item: CourseItem, material: Material
  static let columns: SQL = """
    course_materials.description, course_materials.link, course_materials.download_count,
    course_materials.is_downloadable, \(CourseFile.columns)
    """

  init(row: inout Row) throws {
    item = try CourseItem(row: &row)
    material = try Material(row: &row)
  }
}
