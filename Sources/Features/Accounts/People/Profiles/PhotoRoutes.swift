internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// The pictures of people: sent by themselves, shown to those who may know them.
enum PhotoRoutes {
  static let show = Route.get("/people/{person}/photo", ID<Person>.self, by: .signedIn, "Show a person's picture")
  static let save = Route.post(
    "/account/photo", by: .signedIn, body: .upload(limit: FilePurpose.portrait.limit + 512 << 10), "Give me a picture")
  static let remove = Route.post("/account/photo/removal", by: .signedIn, "Take my picture away")
  static let removeOther = Route.post(
    "/people/{person}/photo/removal", ID<Person>.self, by: .may(.managePeople), "Take a person's picture away")
  static let put = Route.put(
    "/api/v1/profile/avatar", by: .signedIn, body: .upload(limit: FilePurpose.portrait.limit + 512 << 10),
    "Give me a picture: JPEG, PNG or WebP of at most 5 MB"
  ).answers(ProfileAnswer.self)
  static let delete = Route.delete("/api/v1/profile/avatar", by: .signedIn, "Take my picture away").answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in try await context.photo(of: id) }
    table.on(save) { context in
      do {
        try await context.setPhoto(try await context.sentPhoto())
        return context.redirect(to: ProfileRoutes.show.path(), saying: "Your picture is there.")
      } catch Problem.invalid(let errors) {
        let fault = errors.first.map { "It \($0.message)." }
        return context.page(try await ProfilePage(context, photoFault: fault), status: 422)
      }
    }
    table.on(remove) { context in
      try await context.setPhoto(nil)
      return context.redirect(to: ProfileRoutes.show.path(), saying: "Your picture is gone.")
    }
    table.on(removeOther) { context, id in
      try await context.act {
        try await $0.removePhoto(of: id, by: $1, at: $2)
      } then: {
        (PersonRoutes.show.path(id), "The picture is gone.")
      }
    }
    table.on(put) { context in
      try await context.setPhoto(try await context.sentPhoto())
      return ProfileAnswer(try await context.db.knownProfile(of: context.viewer.requirePerson()))
    }
    table.on(delete) { context in
      try await context.setPhoto(nil)
      return NoPayload()
    }
  }
}

extension FilePurpose {
  /// The picture of a person.
  static let portrait = FilePurpose(
    name: "portrait", types: ["image/jpeg", "image/png", "image/webp"], limit: 5 << 20)
}

extension Context {
  fileprivate func photo(of id: ID<Person>) async throws -> Response {
    let photo = try await db.photo(of: id, for: viewer, roles)
    var response = try await response(of: photo.digest, type: photo.type)
    response.fields += [
      ("Cache-Control", "private, max-age=86400"), ("Content-Disposition", "inline"),
      ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
    return response
  }

  fileprivate func sentPhoto() async throws -> StoredFile {
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    return try await keepPicture(file, as: .portrait, within: 800)
  }

  fileprivate func setPhoto(_ photo: StoredFile?) async throws {
    let viewer = viewer, now = now
    try await db.transaction { try await $0.setPhoto(photo, by: viewer, at: now) }
  }
}
