import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import FileStorage
import Foundation
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

extension `Carrying courses away` {
  @Test func `carries films with their captions, and makes them ready where they arrive`() async throws {
    let film = try await addFilm(to: "clay-and-fire")
    let archive = try await export("clay-and-fire")
    #expect(archive.contains(try await bytes(of: film)), "as it was brought in")
    // Where it came from, and for the same teacher, it is the film that is there.
    let same = try await read(archive, into: "clay-and-fire")
    let plan = try await school.call(.get, "/api/v1/course-imports/\(same)", as: .tom)
    #expect(plan["added"]?.number == "0" && plan["updated"]?.number == "0", "\(plan.text)")
    let copy = try await bring(archive, as: .new)
    #expect(try await differences("clay-and-fire", copy) == [])
    #expect(try await films() == 1)

    // For somebody who has none of it, it becomes one of their own.
    let eve = try await school.add("Eve", .instructor)
    let begun = try await begin(archive, as: eve)
    #expect(try await school.get("/teach/imports/\(begun)", as: eve).contains("film kiln.mp4"))
    #expect(try await films() == 1, "a look makes nothing")
    try await apply(begun, as: eve)
    #expect(try await films() == 2)
    let other = try await slug(of: begun)
    let differences = try await differences("clay-and-fire", other)
    #expect(differences.isEmpty, "\(differences)")
    let page = try await school.get("/learn/\(other)/firing", as: eve)
    #expect(page.contains("data-playlist") && page.contains(#"srclang="fr""#), "made ready by now")
    // A second time nothing is doubled; taken back, the film goes, and Tom's stays.
    let again = try await begin(archive, as: eve)
    #expect(try await school.get("/teach/imports/\(again)", as: eve).contains("There is nothing to do"))
    #expect(try await school.post("/teach/imports/\(begun)/undoing", as: eve).status == 303)
    #expect(try await films() == 1)
    #expect(try await school.get("/learn/clay-and-fire/firing", as: .tom).contains("data-playlist"))
    let used: Int = try await school.db.value("SELECT CAST(sum(used_bytes) AS BIGINT) FROM media_keepers")
    let size: Int = try await school.db.value("SELECT size FROM media_files WHERE deleted_at IS NULL")
    #expect(used == size)
  }

  @Test func `says which films are too large for an archive, and which there is no room for`() async throws {
    _ = try await addFilm(to: "clay-and-fire")
    let archive = try await export("clay-and-fire")
    try await school.db.execute("UPDATE media_files SET size = \(1 << 30)")
    _ = try await export("clay-and-fire")
    let list = try await school.call(.get, "/api/v1/courses/clay-and-fire/exports", as: .tom)
    #expect(
      list["data", "0", "left_out", "0"]?.string
        == "the film of “Firing”, which has 1 GB: an archive holds 1 GB at most",
      "\(list.text)")
    // Elsewhere: the teacher has no room, or the school takes no film of that size.
    let eve = try await school.add("Eve", .instructor)
    let begun = try await begin(archive, as: eve)
    try await school.db.execute(
      """
      INSERT INTO media_keepers (person_id, used_bytes, room_bytes) SELECT id, 0, 1 FROM users
      WHERE email_key = 'eve@evolv.example'
      """)
    #expect(try await school.post("/teach/imports/\(begun)/application", as: eve).status == 303)
    try await school.doJobs()
    let refused = try await school.get("/teach/imports/\(begun)", as: eve)
    #expect(refused.contains("Nothing was brought in") && refused.contains("you have 1 bytes left"), "\(refused.text)")
    #expect(try await films() == 1)
  }

  /// Gives the course a film of Tom's with captions, made ready; answers its id.
  private func addFilm(to slug: String) async throws -> String {
    let made = try await school.upload(SentFile("kiln.mp4", try School.film()), calling: "/api/v1/media", as: .tom)
    let film = try #require(made["id"]?.string, "\(made.text)")
    let captions = #"{"text":"WEBVTT\n\n00:00.500 --> 00:01.500\nArgile & feu","label":"Français"}"#
    #expect(
      try await school.call(.put, "/api/v1/media/\(film)/captions/fr", json: captions, as: .tom).status == 200)
    let outline = try await school.call(.get, "/api/v1/courses/\(slug)/outline", as: .tom)
    let section = try #require(outline["sections", "0", "id"]?.string)
    let video = try await school.call(
      .post, "/api/v1/sections/\(section)/videos", json: #"{"title":"Firing","video_url":"/media/\#(film)"}"#, as: .tom)
    #expect(video.status == 201, "\(video.text)")
    try await school.doJobs()
    return film
  }
  private func bytes(of film: String) async throws -> [UInt8] {
    let digest: String = try await school.db.value(
      "SELECT sha256 FROM media_files WHERE id = \(ID<MediaFile>(pathText: film))")
    let kept = try await school.program.facilities.files.bytes(of: try #require(FileDigest(pathText: digest)))
    return try #require(kept)
  }
  private func films() async throws -> Int {
    try await school.db.value("SELECT count(*) FROM media_files WHERE deleted_at IS NULL")
  }
}
