internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Writing a video: a film that comes with the form, one of the viewer's media, or the address of one elsewhere.
enum FilmRoutes {
  static let new = Route.get(
    "/teach/sections/{section}/new/video", ID<CourseSection>.self, by: .signedIn, "Begin a video")
  static let add = Route.post(
    "/teach/sections/{section}/new/video", ID<CourseSection>.self, by: .signedIn,
    body: .upload(limit: MediaLibrary.mostBytes), "Add a video")
  static let save = Route.post(
    "/teach/videos/{item}", ID<CourseItem>.self, by: .signedIn, body: .upload(limit: MediaLibrary.mostBytes),
    "Save a video")

  static func register(on table: inout RouteTable<Context>) {
    table.on(new) { context, section in
      let place = try await context.place(of: section)
      return context.page(
        ItemEditorPage(
          place, .video, Draft(), csrf: context.forgeryToken, films: try await context.filmChoice()))
    }
    table.on(add) { context, section in
      let place = try await context.place(of: section)
      return try await write(place, try await context.filmChoice(), context) { item in
        try await context.act {
          try await $0.addItem(item, to: section, by: $1, at: $2)
        } then: { _ in
          (place.courseLink, "Added.")
        }
      }
    }
    table.on(save) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer, at: context.now)
      guard open.item.kind == .video else { throw Problem.notFound("video") }
      return try await write(
        try await context.place(of: open), try await context.filmChoice(for: open), context
      ) { item in
        let changes = ItemChanges(title: item.title, isPreview: item.isPreview, content: item.content)
        return try await context.act {
          try await $0.editItem(id, changes, by: $1, at: $2)
        } then: { _ in
          (ItemRoutes.edit.path(id), "Saved.")
        }
      }
    }
  }

  private static func write(
    _ place: ItemPlace, _ films: FilmChoice, _ context: Context, _ keep: (NewItem) async throws -> Response
  ) async throws -> Response {
    try await context.form(VideoForm.self) { form in
      try await keep(form.item(at: try await context.filmAddress(form)))
    } again: { draft in
      context.page(ItemEditorPage(place, .video, draft, csrf: context.forgeryToken, films: films))
    }
  }
}

/// The films that a video can be made of.
struct FilmChoice: Sendable {
  var films: [MediaRecord] = []
  /// Whether the viewer may bring in another.
  var mayBring = false
  var isEmpty: Bool { films.isEmpty }
  var choices: [Choice] { [Choice("", "None of them")] + films.map { Choice($0.id.text, $0.filmWords) } }
}

extension Context {
  /// The viewer's films, and the one that is in the item already, whosever it is.
  func filmChoice(for open: OpenItem? = nil) async throws -> FilmChoice {
    var present: ID<MediaFile>?
    if let open {
      guard case .video(let video) = open.content else { return FilmChoice() }
      present = video.mediaID
    }
    var films = try await db.ownMedia(.video, of: viewer)
    if let present, !films.contains(where: { $0.id == present }) {
      films += try await db.mediaFiles([present])
    }
    return FilmChoice(films: films, mayBring: viewer.mayBringMedia)
  }

  /// Where the film of a form is; one that comes with it is kept among the viewer's media.
  fileprivate func filmAddress(_ form: VideoForm) async throws -> VideoAddress {
    if try request.file("file") != nil {
      guard form.videoURL == nil else {
        throw Problem.invalid("video_url", "excess", "must be empty where a film is sent")
      }
      return VideoAddress(try await bringMedia(.video).id)
    }
    switch (form.media, form.videoURL) {
    case (let media?, nil): return VideoAddress(media)
    case (nil, let address?): return address
    case (nil, nil): throw Problem.invalid("video_url", "missing", "is required, or a film of your own")
    case (_?, _?): throw Problem.invalid("video_url", "excess", "must be empty where a film of your own is chosen")
    }
  }
}
