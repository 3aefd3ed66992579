internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Captions on the page of a film.
enum CaptionRoutes {
  static let add = Route.post(
    "/media/{media}/captions", ID<MediaFile>.self, by: .signedIn,
    body: .upload(limit: CaptionText.mostBytes + 64 << 10), "Bring in captions of a film")
  static let remove = Route.post(
    "/media/{media}/captions/{language}/removal", ID<MediaFile>.self, LanguageTag.self, by: .signedIn,
    "Take captions of a film away")

  static func register(on table: inout RouteTable<Context>) {
    table.on(add) { context, id in
      _ = try await context.db.mediaFile(id, for: context.viewer)
      return try await context.form(CaptionForm.self) { form in
        let text = try await context.sentCaptions()
        return try await context.act {
          try await $0.setCaptions(text, in: form.language, called: nil, of: id, by: $1, at: $2)
        } then: { _ in
          (MediaRoutes.show.path(id), "\(text.cues.count) captions in \(form.language.name) are here.")
        }
      } again: { draft in
        context.page(try await MediaFilePage(id, context, draft: draft))
      }
    }
    table.on(remove) { context, id, language in
      try await context.act {
        try await $0.removeCaptions(in: language, of: id, by: $1, at: $2)
      } then: {
        (MediaRoutes.show.path(id), "The captions in \(language.name) are gone.")
      }
    }
  }
}

struct CaptionForm: Payload {
  let language: LanguageTag
  static let shape = Shape("CaptionForm", Self.init, Field("language", \.language))
}

/// The captions of a film, and a way to bring more.
struct CaptionsCard: Component {
  let file: MediaRecord
  let captions: [CaptionRecord]
  let seal: MediaSeal
  let draft: Draft, csrf: String

  var body: HTML {
    Card("Captions") {
      div(.class("stack")) {
        if captions.isEmpty { p(.class("faint")) { "None yet. Learners who cannot hear need them." } }
        ul(.class("caption-list")) { for caption in captions { line(caption) } }
        Form(CaptionRoutes.add.path(file.id), csrf: csrf, hasFiles: true) {
          Field(
            "language", "Language", .select(LanguageTag.offered.map { Choice($0.key, $0.value) }),
            value: draft.value("language", or: "en"), error: draft.sentence("language", "The language"))
          Field(
            "file", "File with captions", .file(accept: ".vtt,.srt,text/vtt"),
            help: "WebVTT or SubRip (SRT), at most \(CaptionText.mostBytes.asBytes). It takes the place of captions in "
              + "the same language.",
            error: draft.sentence("file", "The file"), .required)
          FormActions { Button("Bring captions in", icon: .upload, busy: "Bringing in") }
        }
      }
    }
  }

  private func line(_ caption: CaptionRecord) -> HTML {
    li {
      a(href: seal.link(to: caption.part, of: file.id), .ownDirection, .download) { caption.label }
      span(.class("faint")) {
        "\(caption.language.text), \(caption.count) \(caption.count == 1 ? "caption" : "captions")"
      }
      Form(CaptionRoutes.remove.path(file.id, caption.language), csrf: csrf, .plain) {
        Button(
          "Remove captions in \(caption.label)", .quiet, icon: .trash, size: .small, isIconOnly: true)
      }
    }
  }
}
