internal import Accounts
internal import Documents
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// How often one part of a film was seen, and by how many.
struct FilmPartSeen: RowDecodable {
  let part: Int, learners: Int, plays: Int
  init(row: inout Row) throws {
    part = try row.next()
    learners = try row.next()
    plays = try row.next()
  }
}

/// The parts of a film, all of them, and how often each was seen.
struct FilmHeat {
  struct Part { let from: Int, to: Int, learners: Int, plays: Int }
  let parts: [Part]
  /// Who began it, and how much of it they saw on the whole.
  let learners: Int, watchedMilliseconds: Int, length: Int

  init(_ seen: [FilmPartSeen], _ viewers: FilmViewers, length: Int) {
    let found = Dictionary(seen.map { ($0.part, $0) }) { first, _ in first }, plan = FilmParts(of: length)
    parts = (0..<plan.count).map { part in
      Part(
        from: plan.start(of: part), to: plan.start(of: part + 1), learners: found[part]?.learners ?? 0,
        plays: found[part]?.plays ?? 0)
    }
    learners = viewers.count
    watchedMilliseconds = viewers.watched
    self.length = length
  }
  var share: Percent { Percent(watchedMilliseconds, of: learners * length) }
}

struct FilmViewers: RowDecodable {
  let count: Int, watched: Int
  init(row: inout Row) throws {
    count = try row.next()
    watched = try row.next()
  }
}

extension Context {
  /// How often each part of the film of an item was seen, for who may change its course; nil where it is no film of our own
  /// or is not ready.
  func filmHeat(of open: OpenItem) async throws -> FilmHeat? {
    try open.course.requireEditing(by: viewer)
    guard case .video(let video) = open.content else { throw Problem.notFound("film") }
    guard let media = video.mediaID else { return nil }
    let (files, seen, viewers) = try await db.fetch(
      Query<Int?>.filmLength(of: media),
      Query<[FilmPartSeen]>.all(
        """
        SELECT part, learners, plays FROM video_heat WHERE item_id = \(open.item.id) AND media_id = \(media)
        ORDER BY part \(SQL.limit(100))
        """),
      Query<FilmViewers>.one(
        """
        SELECT count(*), CAST(COALESCE(sum(watched_ms), 0) AS BIGINT) FROM video_progress
        WHERE item_id = \(open.item.id) AND media_id = \(media)
        """))
    return files.map { FilmHeat(seen, viewers, length: $0) }
  }
}

/// Which parts of a film learners see again, and where they leave.
enum FilmHeatRoutes {
  static let show = Route.get(
    "/teach/courses/{course}/films/{item}", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn,
    "See which parts of a film are watched")
  static let table = Route.get(
    "/teach/courses/{course}/films/{item}/parts.csv", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn,
    "Take along how often each part of a film is watched")
  static let call = Route.get(
    "/api/v1/items/{item}/heat", ID<CourseItem>.self, by: .signedIn,
    "How often each part of a film is watched, for who may change its course"
  ).answers(FilmHeatPayload.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, course, slug in
      let outline = try await context.workshop(of: course)
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      return context.page(
        FilmHeatPage(course: outline.course, item: open.item, heat: try await context.filmHeat(of: open)))
    }
    table.on(self.table) { context, course, slug in
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      let parts = try await context.filmHeat(of: open)?.parts ?? []
      var text = "\u{FEFF}" + SeparatedValues.line(["from", "to", "learners", "plays"])
      for part in parts {
        text += SeparatedValues.line([
          part.from.asFilmTime, part.to.asFilmTime, String(part.learners), String(part.plays),
        ])
      }
      var response = Response(status: 200, type: "text/csv; charset=utf-8", Array(text.utf8))
      response.fields += [
        ("Content-Disposition", "attachment; filename=\"\(slug.text)-parts.csv\""), ("Cache-Control", "no-store"),
      ]
      return response
    }
    table.on(call) { context, id in
      let open = try await context.db.openItem(id, for: context.viewer, at: context.now)
      guard let heat = try await context.filmHeat(of: open) else {
        throw Problem.conflict("This video is not ready to be watched.")
      }
      return FilmHeatPayload(heat)
    }
  }
}

extension Int {
  /// Milliseconds as a player shows them.
  fileprivate var asFilmTime: String { FilmTime(seconds: self / 1000).text }
}

struct FilmHeatPayload: Payload {
  let learners: Int, averagePercent: Percent, parts: [FilmPartPayload]
  static let shape = Shape(
    "FilmHeat", Self.init(learners:averagePercent:parts:), Field("learners", \.learners, "Who began the film"),
    Field("average_percent", \.averagePercent, "How much of it they saw"), Field("parts", \.parts, "At most 100"))
}

struct FilmPartPayload: Payload {
  let from: Int, to: Int, learners: Int, plays: Int
  static let shape = Shape(
    "FilmPart", Self.init(from:to:learners:plays:), Field("from", \.from, "Milliseconds"), Field("to", \.to),
    Field("learners", \.learners, "How many saw it"), Field("plays", \.plays, "How often it was played"))
}

extension FilmHeatPayload {
  init(_ heat: FilmHeat) {
    self.init(
      learners: heat.learners, averagePercent: heat.share,
      parts: heat.parts.map { FilmPartPayload(from: $0.from, to: $0.to, learners: $0.learners, plays: $0.plays) })
  }
}

struct FilmHeatPage: Page {
  let course: Course, item: CourseItem
  let heat: FilmHeat?
  var title: String { "Watched: \(item.title)" }

  var body: HTML {
    CourseHead(course: course, current: .progress)
    div(.class("stack-wide")) {
      SectionHeader(item.title, lead: "Which parts of this film learners watch, watch again, and leave out.") {
        Button("Progress", to: CourseProgressRoutes.show.path(course.slug), icon: .arrowLeft)
        if seen != nil {
          Button("Download", to: FilmHeatRoutes.table.path(course.slug, item.slug), icon: .download)
        }
      }
      if let heat = seen {
        StatRow {
          Stat("Learners who began it", String(heat.learners), icon: .people)
          Stat("Seen on average", "\(heat.share.whole) %", icon: .eye)
          Stat("Length", heat.length.asFilmTime, icon: .clock)
        }
        HeatBand(
          "How often each part was played", message: most(heat), headings: ("Part", "Played"),
          points(heat) { $0.plays })
        Line(
          "How many saw each part", message: "Of \(heat.learners.counted("learner")).", headings: ("Part", "Learners"),
          points(heat) { $0.learners })
      } else {
        EmptyState(
          "Nobody has watched it yet", "What learners see of a film of your media appears here part by part.", .shelf)
      }
    }
  }

  private var seen: FilmHeat? { heat.flatMap { $0.learners > 0 ? $0 : nil } }

  private func points(_ heat: FilmHeat, _ number: (FilmHeat.Part) -> Int) -> [ChartPoint] {
    heat.parts.map { ChartPoint($0.from.asFilmTime, Double(number($0))) }
  }
  private func most(_ heat: FilmHeat) -> String {
    guard let best = heat.parts.max(by: { $0.plays < $1.plays }), best.plays > 0 else { return "No part is whole yet." }
    return "The most at \(best.from.asFilmTime): \(best.plays.counted("time"))."
  }
}
