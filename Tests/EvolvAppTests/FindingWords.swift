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

/// The search of every page: courses for everyone, and what stands in items for who may open them.
@Suite(.school) struct `Finding words` {
  let school = School.current

  @Test func `finds courses by title, description and teacher`() async throws {
    for words in ["clay", "CLAY FI", "berger clay"] {
      #expect(try await find(words, kind: "course").contains("Clay and Fire"), "\(words)")
    }
    _ = try await school.call(
      .patch, "/api/v1/courses/clay-and-fire", json: #"{"description":"For people with a raku kiln."}"#, as: .tom)
    #expect(try await find("raku") == ["Clay and Fire"])
    let page = try await school.get("/search?q=raku")
    #expect(page.status == 200)
    #expect(page.contains("href=\"/courses/clay-and-fire\""))
    #expect(try await school.get("/courses?q=raku").contains("Clay and Fire"))
  }

  @Test func `finds the words of a lesson for those who may open it`() async throws {
    let lesson = try await write("Deep in the text stands the word xylophone, between others.")
    for caller in [Caller.mia, .tom, .ada] {
      let reply = try await school.call(.get, "/api/v1/search?q=xylophone", as: caller)
      #expect(reply["data", "0", "item_id"]?.string == lesson, "\(reply.text)")
      #expect(reply["data", "0", "excerpt", "1", "text"]?.string == "xylophone,")
      #expect(reply["data", "0", "excerpt", "1", "is_match"]?.bool == true)
      #expect(reply["meta", "total"]?.number == "1")
    }
    let page = try await school.get("/search?q=xylophone", as: .mia)
    #expect(page.contains("<mark>xylophone,</mark>"))
    #expect(page.contains("href=\"/learn/clay-and-fire/"))
    for caller in [Caller.visitor, try await school.add("Nora")] {
      #expect(try await find("xylophone", as: caller) == [])
      #expect(try await school.get("/search?q=xylophone", as: caller).contains("Nothing has these words"))
    }
  }

  @Test func `follows every change`() async throws {
    let lesson = try await write("The word is xylophone.")
    _ = try await school.call(.patch, "/api/v1/lessons/\(lesson)", json: #"{"title":"Marimba"}"#, as: .tom)
    #expect(try await find("marimba", kind: "item", as: .mia) == ["Marimba"])
    #expect(try await find("xylophone", as: .mia) == ["Marimba"])
    _ = try await school.call(
      .patch, "/api/v1/lessons/\(lesson)", json: #"{"markdown":"Now it is *cello*."}"#, as: .tom)
    #expect(try await find("xylophone", as: .mia) == [])
    #expect(try await find("cello", as: .mia) == ["Marimba"])
    #expect(try await school.call(.delete, "/api/v1/lessons/\(lesson)", as: .tom).status == 204)
    #expect(try await find("cello", as: .mia) == [])
    #expect(try await find("marimba", kind: "item", as: .mia) == [])
    #expect(try await school.db.value("SELECT count(*) FROM item_words WHERE title = 'Marimba'") as Int == 0)
  }

  @Test func `knows the new name of a teacher`() async throws {
    let renamed = try await school.call(.patch, "/api/v1/profile", json: #"{"last_name":"Zwingli"}"#, as: .tom)
    #expect(renamed.status == 200)
    try await school.doJobs()
    #expect(try await find("zwingli clay") == ["Clay and Fire"])
    #expect(try await find("berger clay") == [])
  }

  @Test func `hides drafts from all but their makers`() async throws {
    #expect(try await find("glazes ash") == [])
    #expect(try await find("glazes ash", as: .mia) == [])
    #expect(try await find("glazes ash", as: .tom).contains("Glazes from Ash"))
  }

  @Test func `gives what it found in pages`() async throws {
    let all = try await school.call(.get, "/api/v1/search?q=a&page_size=100", as: .ada)
    let titles = try #require(all["data"]?.elements).compactMap { $0.step("title")?.string }
    let total = try #require(all["meta", "total"]?.number.flatMap { Int($0) })
    #expect(titles.count == total && total > 4)
    var paged: [String] = []
    for page in 1...(total + 2) / 3 {
      let reply = try await school.call(.get, "/api/v1/search?q=a&page_size=3&page=\(page)", as: .ada)
      paged += (reply["data"]?.elements ?? []).compactMap { $0.step("title")?.string }
    }
    #expect(paged == titles)
    #expect(all.statements <= 6)
  }

  @Test(arguments: [
    "' OR 1=1; --", "\" OR \"", "NEAR(clay fire, 2)", "title: clay", "^clay", "clay*", "{clay fire}", "(", "-clay",
    "clay & !fire", "clay | fire", "clay:*", "\\", "%", "_", "🙂", "  ", "++",
  ])
  func `takes everything for words`(text: String) async throws {
    let call = try await school.call(.get, "/api/v1/search?q=" + encoded(text), as: .mia)
    #expect(call.status == 200 || (call.status == 422 && text == "  "), "\(call.text)")
    #expect(try await school.get("/search?q=" + encoded(text), as: .mia).status == 200)
    #expect(try await find("clay").contains("Clay and Fire"))
  }

  @Test func `refuses what is no question`() async throws {
    #expect(try await school.call(.get, "/api/v1/search").faults == ["q missing"])
    #expect(try await school.call(.get, "/api/v1/search?q=a&kind=people").status == 422)
    #expect(try await school.call(.get, "/api/v1/search?q=a%00b").status == 422)
    #expect(try await school.call(.get, "/api/v1/search?q=a&page_size=1000").status == 422)
    #expect(try await school.get("/search").status == 200)
    #expect(try await school.get("/search?q=a%00b&page=x").status == 200)
  }

  @Test func `stands on every page`() async throws {
    for (page, caller) in [("/", Caller.visitor), ("/learn", .mia), ("/teach", .tom)] {
      #expect(try await school.get(page, as: caller).contains("href=\"/search\""), "\(page)")
    }
  }

  private func find(_ words: String, kind: String? = nil, as caller: Caller = .visitor) async throws -> [String] {
    let reply = try await school.call(
      .get, "/api/v1/search?q=\(encoded(words))" + (kind.map { "&kind=\($0)" } ?? ""), as: caller)
    #expect(reply.status == 200, "\(reply.text)")
    return (reply["data"]?.elements ?? []).compactMap { $0.step("title")?.string }
  }

  /// The id of a new lesson of clay-and-fire that is no preview.
  private func write(_ markdown: String) async throws -> String {
    let course = try await school.call(.get, "/api/v1/courses/clay-and-fire")
    let section = try #require(course["sections", "1", "id"]?.string)
    let reply = try await school.call(
      .post, "/api/v1/sections/\(section)/lessons", json: #"{"title":"Instruments","markdown":"\#(markdown)"}"#,
      as: .tom)
    return try #require(reply["id"]?.string, "\(reply.text)")
  }
}
