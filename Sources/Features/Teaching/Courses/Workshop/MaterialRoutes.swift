internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// Writing a material: a file that is sent, or the address of one elsewhere.
enum MaterialRoutes {
  static let new = Route.get(
    "/teach/sections/{section}/new/material", ID<CourseSection>.self, by: .signedIn, "Begin a material")
  static let add = Route.post(
    "/teach/sections/{section}/new/material", ID<CourseSection>.self, by: .signedIn,
    body: .upload(limit: FilePurpose.material.bodyLimit), "Add a material")
  static let save = Route.post(
    "/teach/materials/{item}", ID<CourseItem>.self, by: .signedIn,
    body: .upload(limit: FilePurpose.material.bodyLimit), "Save a material")

  static func register(on table: inout RouteTable<Context>) {
    table.on(new) { context, section in
      context.page(
        ItemEditorPage(try await context.place(of: section), .material, Draft(), csrf: context.forgeryToken))
    }
    table.on(add) { context, section in
      let place = try await context.place(of: section)
      return try await write(place, nil, context) { form, source in
        guard let source else { throw Problem.invalid("file", "missing", "is required, or an address instead") }
        return try await context.act {
          try await $0.addMaterial(form.new, source, to: section, by: $1, at: $2)
        } then: { _ in
          (place.courseLink, "Added.")
        }
      }
    }
    table.on(save) { context, id in
      let (open, material) = try await context.material(id, from: context.db)
      return try await write(try await context.place(of: open), material.file, context) { form, source in
        if source == nil, material.file == nil { throw Problem.invalid("link", "missing", "is required, or a file") }
        return try await context.act {
          try await $0.editMaterial(id, form.changes, source, by: $1, at: $2)
        } then: { _ in
          (ItemRoutes.edit.path(id), "Saved.")
        }
      }
    }
  }

  private static func write(
    _ place: ItemPlace, _ file: CourseFile?, _ context: Context,
    _ keep: (MaterialForm, MaterialSource?) async throws -> Response
  ) async throws -> Response {
    try await context.form(MaterialForm.self) { form in
      try await keep(form, try await context.materialSource(link: form.link, for: place.course))
    } again: { draft in
      context.page(ItemEditorPage(place, .material, draft, csrf: context.forgeryToken, file: file))
    }
  }
}

/// A material as its form sends it, beside the file that may come with it.
struct MaterialForm: Payload {
  let title: Text<ItemTitle>
  var link: WebLink?
  var description: Text<ItemDescription>?
  let isPreview: Bool
  static let shape = Shape(
    "MaterialForm", Self.init, Field("title", \.title), Field("link", \.link), Field("description", \.description),
    Field("is_preview", \.isPreview))

  var new: NewMaterial { NewMaterial(title: title, link: link, description: description, isPreview: isPreview) }
  var changes: MaterialChanges {
    MaterialChanges(title: title, link: link, description: description ?? Text(""), isPreview: isPreview)
  }
}
