internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// The library: what one brought in, with a way to bring in more.
struct MediaPage: Page {
  let query: MediaQuery
  let files: [MediaRecord], total: Int, counts: [KindCount]
  let renditions: [ID<MediaFile>: [MediaRendition]]
  let uploads: [UploadRecord]
  let room: MediaRoom
  let viewer: Viewer, seal: MediaSeal, settings: MediaSettings
  let csrf: String, fault: String?
  let title = "Media"
  var scripts: [String] { ["pages/media.js"] }

  init(_ context: Context, fault: String? = nil) async throws {
    let person = try context.viewer.requireBringingMedia()
    query = try context.request.forgivingQuery(MediaQuery.self)
    let found = try await context.db.media(query, for: context.viewer)
    files = found.page.items
    total = found.page.total ?? 0
    counts = found.counts
    renditions = Dictionary(grouping: try await context.db.mediaRenditions(of: files.map(\.id)), by: \.media)
    uploads = try await context.db.openUploads(of: person, at: context.now)
    room = try await context.db.mediaRoom(of: person)
    viewer = context.viewer
    seal = context.mediaSeal
    settings = context.settings(MediaSettings.self)
    csrf = context.forgeryToken
    self.fault = fault
  }

  var body: HTML {
    PageHeader(title, lead: "Pictures, videos, sounds and documents for your courses and pages.") {
      if viewer.may(.manageMedia) { Button("Room for files", to: MediaRoomRoutes.list.path()) }
    }
    div(.class("stack-wide")) {
      MediaSender(fault: fault, uploads: uploads, room: room, settings: settings, csrf: csrf)
      section(.class("stack"), .aria("label", "Files")) {
        tabs
        FilterForm(MediaRoutes.list.path(), label: "Find files") {
          SearchField(label: "Search files", value: query.q ?? "", placeholder: "Words of the name")
          if let kind = query.kind { input(.hidden, name: "kind", .value(kind.rawValue)) }
          if query.everyone == true { input(.hidden, name: "everyone", .value("true")) }
          Button("Search", icon: .search)
        }
        if files.isEmpty { nothing } else { grid }
      }
    }
  }

  @HTMLBuilder private var tabs: HTML {
    let all = counts.reduce(0) { $0 + $1.count }
    Tabs(
      "Kinds",
      [Tabs.Tab("All", to: link(kind: nil), isCurrent: query.kind == nil, count: all)]
        + MediaKind.allCases.map { kind in
          Tabs.Tab(
            kind.plural, to: link(kind: kind), isCurrent: query.kind == kind,
            count: counts.first { $0.kind == kind }?.count ?? 0)
        })
    if viewer.may(.manageMedia) {
      ChipRow("Whose files") {
        Chip("Mine", to: link(kind: query.kind, everyone: false), query.everyone == true ? .off : .on)
        Chip("Everyone's", to: link(kind: query.kind, everyone: true), query.everyone == true ? .on : .off)
      }
    }
  }

  private func link(kind: MediaKind?, everyone: Bool? = nil, page: Int? = nil) -> Link {
    let isEveryone = everyone ?? query.everyone ?? false
    return MediaRoutes.list.path().query([
      ("q", query.q), ("kind", kind?.rawValue), ("everyone", isEveryone ? "true" : nil),
      ("page", page.map { String($0) }),
    ])
  }

  private var nothing: EmptyState {
    query.q != nil || query.kind != nil
      ? EmptyState("Nothing found", "No file has these words in its name, or is of this kind.", .search)
      : EmptyState("No files yet", "What you bring in appears here, and can be used in every course of yours.", .shelf)
  }

  @HTMLBuilder private var grid: HTML {
    CardGrid {
      for file in files {
        MediaCard(
          file.name, to: MediaRoutes.show.path(file.id),
          cover: MediaPreview(file: file, renditions: renditions[file.id] ?? [], seal: seal).thumbnail,
          eyebrow: file.kind.words, meta: file.facts, badge: file.badge)
      }
    }
    NumberedPages(query.place, total: total, of: ("file", "files")) { link(kind: query.kind, page: $0) }
  }
}

/// The form that brings files in. With a script it sends them in pieces and shows how far each is.
struct MediaSender: Component {
  let fault: String?
  let uploads: [UploadRecord]
  let room: MediaRoom, settings: MediaSettings
  let csrf: String

  var body: HTML {
    Card("Bring files in") {
      Form(MediaRoutes.create.path(), csrf: csrf, id: "media-upload", hasFiles: true) {
        Field(
          "file", "Files", .file(accept: nil, multiple: false), help: help, error: fault)
        FormActions { Button("Upload", .primary, icon: .upload, busy: "Uploading") }
      }
      div(.id("uploads"), .class("uploads"), .data("address", UploadAPI.create.path().text), .aria("live", "polite")) {
        for upload in uploads { MediaUploadRow(upload: upload, csrf: csrf) }
      }
      ProgressBar(done: room.used >> 20, of: room.most(settings) >> 20, unit: "MB of your room taken")
    }
  }

  private var help: String {
    "Pictures up to \(settings.imageMegabytes.megabytes.asBytes), videos \(settings.videoMegabytes.megabytes.asBytes), "
      + "sounds \(settings.audioMegabytes.megabytes.asBytes), documents \(settings.documentMegabytes.megabytes.asBytes). "
      + "An upload that breaks off goes on where it was."
  }
}

/// An upload that waits for its sender: choosing the same file again goes on with it.
struct MediaUploadRow: Component {
  let upload: UploadRecord
  let csrf: String

  var body: HTML {
    div(
      .class("upload"), .data("upload", UploadAPI.show.path(upload.id).text), .data("fingerprint", upload.fingerprint)
    ) {
      div(.class("upload-words")) {
        strong(.ownDirection) { upload.name }
        span(.class("faint")) {
          "\(upload.received.asBytes) of \(upload.size.asBytes) are here. Choose the same file again to go on."
        }
      }
      progress(
        value: upload.received, max: max(upload.size, 1), label: "Upload of \(upload.name)", .class("upload-progress"))
      Form(MediaRoutes.giveUp.path(upload.id), csrf: csrf, .plain) {
        Button("Give up", .quiet, icon: .close, size: .small)
      }
    }
  }
}

extension MediaRecord {
  /// What stands under its name.
  var facts: [MediaCard.Meta] {
    var facts = [MediaCard.Meta(size.asBytes)]
    if let width, let height { facts.append(MediaCard.Meta("\(width) × \(height)")) }
    if let durationMilliseconds { facts.append(MediaCard.Meta(durationMilliseconds.asDuration, .clock)) }
    return facts
  }
  var badge: Badge? {
    switch state {
    case .ready: nil
    case .processing: Badge(progress > 0 ? "In the works, \(progress)%" : "In the works", .info)
    case .failed: Badge("Failed", .bad)
    }
  }
}

extension Int {
  /// Milliseconds as `1:02:03` or `2:03`.
  var asDuration: String {
    let seconds = (self + 500) / 1000, hours = seconds / 3600
    let rest = "\(hours > 0 ? (seconds / 60 % 60).padded(2) : String(seconds / 60)):\((seconds % 60).padded(2))"
    return hours > 0 ? "\(hours):\(rest)" : rest
  }
}
