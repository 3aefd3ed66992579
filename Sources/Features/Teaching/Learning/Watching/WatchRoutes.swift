internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What players tell, from our pages and by programs.
enum WatchRoutes {
  static let watch = Route.post(
    "/learn/{course}/{item}/watched", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn,
    "Keep which parts of a film were seen")
  static let show = Route.get(
    "/api/v1/items/{item}/watching", ID<CourseItem>.self, by: .signedIn, "How far the caller is with a film"
  ).answers(WatchingPayload.self)
  static let report = Route.put(
    "/api/v1/items/{item}/watching", ID<CourseItem>.self, by: .signedIn,
    "Tell where the player is and what was seen since the last report"
  ).takes(WatchReport.self, answers: WatchingPayload.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(watch) { context, course, slug in
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      let fields = try context.request.formFields().without(ForgeryGuard.field), report: WatchReport
      do throws(Faults) { report = try WatchReport(fields: fields) } catch { throw Problem.invalid(error.list) }
      let watching = try await context.watch(open, report)
      var response = Response(status: 200, type: "application/json", WatchingPayload(watching).json)
      response.fields.append(("Cache-Control", "no-store"))
      return response
    }
    table.on(show) { context, item in WatchingPayload(try await context.watching(of: item)) }
    table.on(report) { context, report, item in
      let open = try await context.db.openItem(item, for: context.viewer, at: context.now)
      return WatchingPayload(try await context.watch(open, report))
    }
  }
}
