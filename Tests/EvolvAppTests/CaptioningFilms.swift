import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

/// Captions that teachers bring to their films.
@Suite(.school) struct `Captioning films` {
  let school = School.current
  private let words = SentFile("kiln.srt", "1\r\n00:00:00,500 --> 00:00:01,500\r\n<b>Clay</b> & fire\r\n")

  @Test func `captions come by the page and by a call, are shown with the film, and go again`() async throws {
    let film = try await film()
    let sent = try await school.upload(words, to: "/media/\(film)/captions", form: ["language": "en"], as: .tom)
    #expect(sent.status == 303, "\(sent.text)")
    let json = #"{"text":"WEBVTT\n\n00:00.500 --> 00:01.500\nArgile","label":"Français (Québec)"}"#
    let made = try await school.call(.put, "/api/v1/media/\(film)/captions/fr-ca", json: json, as: .tom)
    #expect(made.status == 200 && made["captions", "1", "label"]?.string == "Français (Québec)", "\(made.text)")
    let url = try #require(made["captions", "0", "url"]?.string)
    let text = try await school.get(url, as: .tom)
    #expect(text.text == "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\nClay &amp; fire\n")
    #expect(text.header("content-type") == "text/vtt; charset=utf-8")
    #expect(text.header("x-content-type-options") == "nosniff")
    let slug = try await video(of: film)
    let page = try await school.get("/learn/clay-and-fire/\(slug)", as: .mia)
    #expect(page.contains(#"srclang="fr-ca" label="Français (Québec)""#) && page.contains("No captions"))
    for caller in [Caller.mia, .visitor] { #expect(try await school.get(url, as: caller).status == 403) }
    #expect(try await school.get("/media/\(film)", as: .tom).contains("Remove captions in English"))
    #expect(try await school.post("/media/\(film)/captions/en/removal", as: .tom).status == 303)
    #expect(try await school.get(url, as: .tom).status == 404)
    #expect(try await school.call(.delete, "/api/v1/media/\(film)/captions/fr-ca", as: .tom).status == 204)
    #expect(try await school.call(.delete, "/api/v1/media/\(film)/captions/fr-ca", as: .tom).status == 404)
    #expect(!(try await school.get("/learn/clay-and-fire/\(slug)", as: .mia)).contains("<track"))
  }

  @Test func `what are no captions, and films of others, are refused in words`() async throws {
    let film = try await film()
    let bad = SentFile("bad.vtt", "WEBVTT\n\n00:04.000 --> 00:01.000\nBackwards\n")
    let reply = try await school.upload(bad, to: "/media/\(film)/captions", form: ["language": "en"], as: .tom)
    #expect(reply.status == 422 && reply.contains("ends a caption before it begins in line 3"), "\(reply.text)")
    for (file, language) in [
      (nil, "en"), (words, "x"), (words, "en/../x"), (SentFile("page.vtt", "<html></html>"), "en"),
    ] {
      #expect(
        try await school.upload(file, to: "/media/\(film)/captions", form: ["language": language], as: .tom).status
          == 422)
    }
    let json = #"{"text":"WEBVTT\n\n00:00.500 --> 00:01.500\nClay"}"#
    #expect(try await school.call(.put, "/api/v1/media/\(film)/captions/en", json: json, as: .mia).status == 404)
    #expect(
      try await school.upload(words, to: "/media/\(film)/captions", form: ["language": "en"], as: .mia).status == 404)
    #expect(try await school.call(.put, "/api/v1/media/\(film)/captions/EN!", json: json, as: .tom).status == 404)
    let sheet = try await school.upload(.document(), calling: "/api/v1/media", as: .tom)
    let document = try #require(sheet["id"]?.string)
    #expect(try await school.call(.put, "/api/v1/media/\(document)/captions/en", json: json, as: .tom).status == 409)
    let kept: Int = try await school.db.value("SELECT count(*) FROM media_captions")
    #expect(kept == 0)
  }

  private func film() async throws -> String {
    let made = try await school.upload(SentFile("kiln.mp4", try School.film()), calling: "/api/v1/media", as: .tom)
    try await school.doJobs()
    return try #require(made["id"]?.string, "\(made.text)")
  }

  private func video(of film: String) async throws -> String {
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    let section = try #require(course["sections", "0", "id"]?.string)
    let json = #"{"title":"Firing","video_url":"/media/\#(film)"}"#
    let made = try await school.call(.post, "/api/v1/sections/\(section)/videos", json: json, as: .tom)
    return try #require(made["slug"]?.string, "\(made.text)")
  }
}
