internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum MediaAPI {
  static let list = Route.get("/api/v1/media", by: .signedIn, "List the files that I brought in")
    .takes(MediaQuery.self, answers: MediaList.self)
  static let create = Route.post(
    "/api/v1/media", by: .signedIn, body: .upload(limit: MediaLibrary.mostBytes), "Bring in a file, whole"
  ).creates(MediaAnswer.self)
  static let show = Route.get("/api/v1/media/{media}", ID<MediaFile>.self, by: .signedIn, "A file that I brought in")
    .answers(MediaAnswer.self)
  static let change = Route.patch(
    "/api/v1/media/{media}", ID<MediaFile>.self, by: .signedIn, "Give a file another name"
  ).takes(MediaPatch.self, answers: MediaAnswer.self)
  static let delete = Route.delete("/api/v1/media/{media}", ID<MediaFile>.self, by: .signedIn, "Delete a file")
    .answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, query in
      let page = try await context.db.media(query, for: context.viewer).page, seal = context.mediaSeal
      let ids = page.items.map(\.id), renditions = try await context.db.mediaRenditions(of: ids)
      let captions = try await context.db.mediaCaptions(of: ids)
      return MediaList(
        data: page.items.map { MediaAnswer($0, renditions, captions, seal) },
        meta: ListMeta(page.total ?? 0, query.place))
    }
    table.on(create) { context in try await context.answer(try await context.bringMedia()) }
    table.on(show) { context, id in
      try await context.answer(try await context.db.mediaFile(id, for: context.viewer))
    }
    table.on(change) { context, patch, id in
      let viewer = context.viewer, now = context.now
      return try await context.answer(
        try await context.db.transaction { try await $0.renameMedia(id, to: patch.name, by: viewer, at: now) })
    }
    table.on(delete) { context, id in
      let viewer = context.viewer, now = context.now
      _ = try await context.db.transaction { try await $0.deleteMedia(id, by: viewer, at: now) }
      return NoPayload()
    }
  }
}

extension Context {
  func answer(_ file: MediaRecord) async throws -> MediaAnswer {
    let (renditions, captions) = try await db.fetch(
      Query<[MediaRendition]>.renditions(of: file.id), Query<[CaptionRecord]>.captions(of: file.id))
    return MediaAnswer(file, renditions, captions, mediaSeal)
  }
}
