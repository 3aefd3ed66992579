import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

/// Films of other sites: nothing is asked of them before somebody wants to see one.
@Suite(.school) struct `Watching films` {
  let school = School.current

  @Test(arguments: [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ("https://vimeo.com/76979871/8272103f6e", "https://player.vimeo.com/video/76979871?dnt=1&amp;h=8272103f6e"),
  ])
  func `offers the player of a site we know`(address: String, player: String) async throws {
    let page = try await page(of: address)
    #expect(page.contains("data-embed=\"\(player)\""))
    #expect(!page.contains("<iframe"))
    let policy = try #require(page.header("content-security-policy"))
    #expect(policy.contains("frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com "))
    #expect(!policy.contains("\n"))
  }

  @Test func `plays a film file, and leads to any other page`() async throws {
    let file = try await page(of: "https://films.example/kiln.mp4?x=1").text
    #expect(file.contains(#"<video src="https://films.example/kiln.mp4?x=1""#))
    #expect(file.contains(#"preload="none""#))
    let other = try await page(of: "https://films.example/watch/7").text
    #expect(!other.contains("<video") && !other.contains("data-embed"))
    #expect(other.contains(#"href="https://films.example/watch/7""#))
    let fake = try await page(of: "https://youtube.com.example/watch?v=dQw4w9WgXcQ").text
    #expect(!fake.contains("data-embed"))
  }

  private func page(of address: String) async throws -> Reply {
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    let section = try #require(course["sections", "0", "id"]?.string)
    let title = "Film \(address.utf8.count)"
    let made = try await school.call(
      .post, "/api/v1/sections/\(section)/videos", json: #"{"title":"\#(title)","video_url":"\#(address)"}"#, as: .tom)
    let slug = try #require(made["slug"]?.string, "\(made.text)")
    return try await school.get("/learn/clay-and-fire/\(slug)", as: .mia)
  }
}
