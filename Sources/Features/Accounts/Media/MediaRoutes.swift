internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

enum MediaRoutes {
  static let list = Route.get("/media", by: .signedIn, "The files that I brought in")
  static let create = Route.post(
    "/media", by: .signedIn, body: .upload(limit: MediaLibrary.mostBytes), "Bring in a file, whole")
  static let show = Route.get("/media/{media}", ID<MediaFile>.self, by: .signedIn, "A file that I brought in")
  static let rename = Route.post("/media/{media}", ID<MediaFile>.self, by: .signedIn, "Give a file another name")
  static let askDeletion = Route.get(
    "/media/{media}/deletion", ID<MediaFile>.self, by: .signedIn, "Ask before a file is deleted")
  static let delete = Route.post("/media/{media}/deletion", ID<MediaFile>.self, by: .signedIn, "Delete a file")
  static let retry = Route.post(
    "/media/{media}/retry", ID<MediaFile>.self, by: .signedIn, "Let a file that failed be made ready once more")
  static let giveUp = Route.post(
    "/media/uploads/{upload}/end", ID<MediaUpload>.self, by: .signedIn, "Give an upload up")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(try await MediaPage(context)) }
    table.on(create) { context in
      do {
        let file = try await context.bringMedia()
        return context.redirect(to: show.path(file.id), saying: "\(file.name) is here.")
      } catch Problem.invalid(let errors) {
        return context.page(
          try await MediaPage(context, fault: errors.first.map { "The file \($0.message)." }), status: 422)
      }
    }
    table.on(show) { context, id in context.page(try await MediaFilePage(id, context)) }
    table.on(rename) { context, id in
      try await context.form(MediaPatch.self) { patch in
        try await context.act {
          try await $0.renameMedia(id, to: patch.name, by: $1, at: $2)
        } then: { _ in
          (show.path(id), "The name is saved.")
        }
      } again: { draft in
        context.page(try await MediaFilePage(id, context, draft: draft))
      }
    }
    registerEnds(on: &table)
  }

  private static func registerEnds(on table: inout RouteTable<Context>) {
    table.on(askDeletion) { context, id in context.page(try await MediaDeletionPage(id, context)) }
    table.on(delete) { context, id in
      try await context.act {
        try await $0.deleteMedia(id, by: $1, at: $2)
      } then: {
        (list.path(), "\($0.name) is deleted.")
      }
    }
    table.on(retry) { context, id in
      try await context.act {
        try await $0.retryMedia(id, by: $1, at: $2)
      } then: { _ in
        (show.path(id), "It is tried again.")
      }
    }
    table.on(giveUp) { context, id in
      let upload = try await context.db.upload(id, for: context.viewer, at: context.now)
      try await context.db.transaction { try await $0.endUpload(id) }
      try await context.facilities.files.discard(draft: upload.draft)
      return context.redirect(to: list.path(), saying: "The upload of \(upload.name) is given up.")
    }
  }
}
