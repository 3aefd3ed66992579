internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum CaptionAPI {
  static let set = Route.put(
    "/api/v1/media/{media}/captions/{language}", ID<MediaFile>.self, LanguageTag.self, by: .signedIn,
    body: .long(limit: 4 << 20), "Bring in captions of a film in one language, in place of those that are there"
  ).takes(NewCaptions.self, answers: MediaAnswer.self)
  static let remove = Route.delete(
    "/api/v1/media/{media}/captions/{language}", ID<MediaFile>.self, LanguageTag.self, by: .signedIn,
    "Take captions of a film away"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(set) { context, new, id, language in
      let text = try await context.facilities.aside { try CaptionText(Array(new.text.utf8), of: "text") }
      let viewer = context.viewer, now = context.now
      return try await context.answer(
        try await context.db.transaction {
          try await $0.setCaptions(text, in: language, called: new.label, of: id, by: viewer, at: now)
        })
    }
    table.on(remove) { context, id, language in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.removeCaptions(in: language, of: id, by: viewer, at: now) }
      return NoPayload()
    }
  }
}

/// Captions as a program sends them.
struct NewCaptions: Payload {
  let text: String
  var label: Text<CaptionLabelRule>?
  static let shape = Shape(
    "NewCaptions", Self.init, Field("text", \.text, "WebVTT or SubRip (SRT)"),
    Field("label", \.label, "What players call them; the name of the language if left out"))
}

/// Captions of a film as the API tells of them.
struct CaptionAnswer: Payload {
  let language: LanguageTag, label: String, url: String
  static let shape = Shape(
    "Captions", Self.init, Field("language", \.language), Field("label", \.label),
    Field("url", \.url, "WebVTT, by a sealed address"))
}
