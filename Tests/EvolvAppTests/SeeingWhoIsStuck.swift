import Essentials
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

/// Where the learners of a course are held up, for those who teach it.
@Suite(.school) struct `Seeing who is stuck` {
  let school = School.current

  @Test func `counts item by item, and names who began long ago and has not finished`() async throws {
    let outline = try await school.call(.get, "/api/v1/courses/clay-and-fire/outline", as: .tom)
    let items = (outline["sections"]?.elements ?? []).flatMap { $0.step("items")?.elements ?? [] }
    let slug = try #require(items.last?.step("slug")?.string), title = try #require(items.last?.step("title")?.string)
    #expect(try await school.post("/learn/clay-and-fire/\(slug)/visit", as: .mia).status < 400)
    let fresh = try await school.get("/teach/courses/clay-and-fire/progress.csv", as: .tom)
    #expect(fresh.contains("\(title),lesson,1,0,0"), "\(fresh.text)")
    for path in ["/teach/courses/clay-and-fire/progress", "/teach/courses/clay-and-fire/progress.csv"] {
      #expect(try await school.get(path, as: .mia).status == 403)
      #expect(try await school.get(path).status == 303)
    }
    school.wait(.days(8))
    let page = try await school.get("/teach/courses/clay-and-fire/progress", as: .ada)
    #expect(page.contains("/teach/courses/clay-and-fire/progress?item=\(slug)"))
    #expect(try await school.get("/teach/courses/clay-and-fire/progress?item=\(slug)", as: .ada).contains("Mia Santos"))
    let stuck = try await school.get("/teach/courses/clay-and-fire/progress.csv", as: .ada)
    #expect(stuck.contains("\(title),lesson,1,0,1"), "\(stuck.text)")
  }
}
