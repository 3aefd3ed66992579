internal import Accounts
internal import Documents
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// How learners come through the items of a course: how many have begun and finished each, and who is stuck in one.
struct ItemPassage: RowDecodable {
  let item: ID<CourseItem>, begun: Int, finished: Int, stuck: Int
  init(row: inout Row) throws {
    item = try row.next()
    begun = try row.next()
    finished = try row.next()
    stuck = try row.next()
  }

  /// Who began longer ago than this and has not finished is stuck.
  static let patience = Seconds.days(7)

  /// Of all items of a course that anybody began.
  static func query(of course: ID<Course>, at now: Instant) -> Query<[ItemPassage]> {
    .all(
      """
      SELECT item_id, count(*), count(done_at),
        count(CASE WHEN done_at IS NULL AND started_at < \(now - patience) THEN 1 END)
      FROM item_progress WHERE course_id = \(course) GROUP BY item_id
      """)
  }
}

/// Somebody who is stuck in an item.
struct StuckLearner: RowDecodable {
  let person: ID<Person>, since: Instant
  init(row: inout Row) throws {
    person = try row.next()
    since = try row.next()
  }

  /// Those who are stuck in an item, who are it the longest first.
  static func query(in item: ID<CourseItem>, at now: Instant) -> Query<[StuckLearner]> {
    .all(
      """
      SELECT user_id, started_at FROM item_progress
      WHERE item_id = \(item) AND done_at IS NULL AND started_at < \(now - ItemPassage.patience)
      ORDER BY started_at, user_id \(SQL.limit(100))
      """)
  }
}

extension Reading {
  /// Of all items that anybody began.
  func passages(of course: ID<Course>, at now: Instant) async throws -> [ID<CourseItem>: ItemPassage] {
    let rows = try await fetch(ItemPassage.query(of: course, at: now))
    return Dictionary(rows.map { ($0.item, $0) }) { first, _ in first }
  }

  /// Those who are stuck in an item, who are it the longest first.
  func stuckLearners(in item: ID<CourseItem>, at now: Instant) async throws -> [StuckLearner] {
    try await fetch(StuckLearner.query(in: item, at: now))
  }
}

/// Where learners of a course are held up.
enum CourseProgressRoutes {
  static let show = Route.get(
    "/teach/courses/{course}/progress", Slug<Course>.self, by: .signedIn, "See where learners are held up")
  static let table = Route.get(
    "/teach/courses/{course}/progress.csv", Slug<Course>.self, by: .signedIn,
    "Take along how learners come through a course")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, slug in
      let query = try context.request.forgivingQuery(ProgressQuery.self)
      return context.page(try await CourseProgressPage(of: slug, item: query.item, context))
    }
    table.on(self.table) { context, slug in
      let page = try await CourseProgressPage(of: slug, item: nil, context)
      var text = "\u{FEFF}" + SeparatedValues.line(["section", "item", "kind", "begun", "finished", "stuck"])
      for (section, item) in page.rows {
        let passage = page.passages[item.id]
        text += SeparatedValues.line([
          section, item.title, item.kind.rawValue, String(passage?.begun ?? 0), String(passage?.finished ?? 0),
          String(passage?.stuck ?? 0),
        ])
      }
      var response = Response(status: 200, type: "text/csv; charset=utf-8", Array(text.utf8))
      response.fields += [
        ("Content-Disposition", "attachment; filename=\"\(slug.text)-progress.csv\""), ("Cache-Control", "no-store"),
      ]
      return response
    }
  }
}

struct ProgressQuery: Payload {
  var item: Slug<CourseItem>?
  static let shape = Shape("ProgressQuery", Self.init, Field("item", \.item, "Whose stuck learners are shown"))
}

struct CourseProgressPage: Page {
  let outline: CourseOutline
  let passages: [ID<CourseItem>: ItemPassage]
  let chosen: CourseItem?
  let stuck: [(person: PersonCard?, since: Instant)]
  let now: Instant
  var title: String { "Progress in \(outline.course.title)" }

  /// Each item beside the title of its section.
  var rows: [(section: String, item: CourseItem)] {
    outline.sections.flatMap { section in section.items.map { (section.title, $0) } }
  }

  init(of slug: Slug<Course>, item: Slug<CourseItem>?, _ context: Context) async throws {
    let outline = try await context.workshop(of: slug), chosen = item.flatMap { outline.item($0) }
    passages = try await context.db.passages(of: outline.course.id, at: context.now)
    self.outline = outline
    self.chosen = chosen
    if let chosen {
      let learners = try await context.db.stuckLearners(in: chosen.id, at: context.now)
      let people = try await context.db.people(learners.map(\.person))
      stuck = learners.map { (people[$0.person], $0.since) }
    } else {
      stuck = []
    }
    now = context.now
  }

  var body: HTML {
    CourseHead(course: outline.course, current: .progress)
    div(.class("stack-wide")) {
      if let chosen { stuckList(chosen) }
      section(.class("stack")) {
        SectionHeader("Item by item", lead: "Stuck is who began more than a week ago and has not finished.") {
          Button(
            "Download", to: CourseProgressRoutes.table.path(outline.course.slug), icon: .download)
        }
        Table("Progress item by item", rows) {
          Column("Item", .name) { row in span(.ownDirection) { row.item.title } }
          Column("Section") { row in span(.ownDirection) { row.section } }
          Column("Begun", .number) { row in String(passages[row.item.id]?.begun ?? 0) }
          Column("Finished", .number) { row in String(passages[row.item.id]?.finished ?? 0) }
          Column("Stuck", .number) { row in stuckCount(row.item) }
          Column("Watched", .short) { row in watched(row.item) }
        }
      }
    }
  }

  @HTMLBuilder private func stuckCount(_ item: CourseItem) -> HTML {
    let count = passages[item.id]?.stuck ?? 0
    if count == 0 {
      "0"
    } else {
      a(href: CourseProgressRoutes.show.path(outline.course.slug).query([(name: "item", value: item.slug.text)])) {
        String(count)
      }
    }
  }

  @HTMLBuilder private func watched(_ item: CourseItem) -> HTML {
    if item.kind == .video {
      a(href: FilmHeatRoutes.show.path(outline.course.slug, item.slug)) { "Part by part" }
    }
  }

  private func stuckList(_ item: CourseItem) -> HTML {
    section(.class("stack")) {
      h2(.ownDirection) { "Stuck in \(item.title)" }
      if stuck.isEmpty {
        p(.class("faint")) { "Nobody." }
      } else {
        Table("Stuck in \(item.title)", stuck) {
          Column("Name", .name) { row in PersonLine(row.person?.name ?? "Somebody who left", note: nil) }
          Column("Began", .short) { row in row.since.ago(from: now) }
        }
      }
    }
  }
}
