internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// One file with all that is known of it.
struct MediaFilePage: Page {
  let file: MediaRecord
  let renditions: [MediaRendition]
  let uses: [MediaUse]
  let captions: [CaptionRecord]
  let seal: MediaSeal
  let draft: Draft, csrf: String
  var title: String { file.name }

  init(_ id: ID<MediaFile>, _ context: Context, draft: Draft = Draft()) async throws {
    file = try await context.db.mediaFile(id, for: context.viewer)
    (renditions, captions) = try await context.db.fetch(
      Query<[MediaRendition]>.renditions(of: id), Query<[CaptionRecord]>.captions(of: id))
    uses = try await context.facilities.media.places.uses([id], context.db)
    seal = context.mediaSeal
    self.draft = draft
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(title, crumbs: Breadcrumbs([("Media", MediaRoutes.list.path())])) {
      Button("Download", to: seal.link(to: .original, of: file.id), icon: .download)
      Button("Delete", to: MediaRoutes.askDeletion.path(file.id), .danger, icon: .trash)
    }
    div(.class("stack")) {
      state
      div(.class("media-stage")) {
        MediaPreview(file: file, renditions: renditions, seal: seal, captions: captions).whole
      }
      Facts(facts)
      Card("Where it is shown") { places }
      if file.kind == .video {
        CaptionsCard(file: file, captions: captions, seal: seal, draft: draft, csrf: csrf)
      }
      Card("Name") {
        Form(MediaRoutes.rename.path(file.id), csrf: csrf) {
          Field(
            "name", "Name", value: draft.value("name", or: file.name), error: draft.sentence("name", "Name"),
            .autocomplete(.off).required.longest(200))
          FormActions { Button("Save", .primary, busy: "Saving") }
        }
      }
    }
  }

  @HTMLBuilder private var state: HTML {
    switch file.state {
    case .ready: HTML()
    case .processing:
      Callout(.info, "In the works") {
        p { "What is shown of this file is being made. You may leave this page." }
        ProgressBar(done: file.progress, of: 100, unit: "percent")
      }
    case .failed:
      Callout(.bad, "This file cannot be shown") {
        div(.class("stack")) {
          p { file.failure ?? "It is damaged." }
          Form(MediaRoutes.retry.path(file.id), csrf: csrf, .plain) { Button("Try again", icon: .refresh) }
        }
      }
    }
  }

  @HTMLBuilder private var places: HTML {
    if uses.isEmpty {
      p(.class("faint")) { "Nowhere yet." }
    } else {
      ul { for use in uses { li { a(href: use.link, .ownDirection) { use.label } } } }
    }
  }

  private var facts: [(term: String, value: HTML)] {
    var facts: [(term: String, value: HTML)] = [
      ("Kind", HTML("\(file.kind.words) (\(file.contentType))")), ("Size", HTML(file.size.asBytes)),
    ]
    if let width = file.width, let height = file.height { facts.append(("Pixels", HTML("\(width) × \(height)"))) }
    if let duration = file.durationMilliseconds { facts.append(("Duration", HTML(duration.asDuration))) }
    if file.kind == .video { facts.append(("Address for lessons", code { MediaRoutes.show.path(file.id).text })) }
    return facts + [
      ("Brought in", Moment(instant: file.createdAt).body), ("Number", code { file.id.text }),
      ("SHA-256", code { file.sha256 }),
    ]
  }
}

/// Asks before a file goes, and says where it would be missing.
struct MediaDeletionPage: Page {
  let file: MediaRecord
  let uses: [MediaUse]
  let csrf: String
  var title: String { "Delete \(file.name)?" }

  init(_ id: ID<MediaFile>, _ context: Context) async throws {
    file = try await context.db.mediaFile(id, for: context.viewer)
    uses = try await context.facilities.media.places.uses([id], context.db)
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(
      title, crumbs: Breadcrumbs([("Media", MediaRoutes.list.path()), (file.name, MediaRoutes.show.path(file.id))]))
    div(.class("stack narrow")) {
      if uses.isEmpty {
        p { "It is shown nowhere. This cannot be undone." }
      } else {
        Callout(.warn, "It is shown in \(uses.count == 1 ? "one place" : "\(uses.count) places")") {
          ul { for use in uses { li { a(href: use.link, .ownDirection) { use.label } } } }
          p { "There it will be missing. This cannot be undone." }
        }
      }
      Form(MediaRoutes.delete.path(file.id), csrf: csrf) {
        FormActions {
          Button("Delete for good", .danger, busy: "One moment")
          Button("Keep it", to: MediaRoutes.show.path(file.id), .quiet)
        }
      }
    }
  }
}
