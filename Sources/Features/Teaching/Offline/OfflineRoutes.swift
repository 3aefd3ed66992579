internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// What is kept on a device, and the copies that are.
enum OfflineRoutes {
  static let list = Route.get("/offline", by: .everyone, "See what is kept on this device")
  static let copy = Route.get(
    "/learn/{course}/{item}/offline", Slug<Course>.self, Slug<CourseItem>.self, by: .signedIn,
    "Take a lesson along to read without a network")

  static func register(on table: inout RouteTable<Context>) {
    // The device keeps this page too, for whoever uses it: nothing of a person may stand in it.
    table.on(list) { context in
      var frame = context.frame
      frame.person = nil
      return context.copy(of: OfflinePage(), in: frame, caching: "no-cache")
    }
    table.on(copy) { context, course, slug in
      let open = try await context.db.openItem(slug, of: .slug(course), for: context.viewer, at: context.now)
      guard case .lesson = open.content else {
        throw Problem.locked("Videos and files need a network; lessons can be kept.")
      }
      var page = try await LearningRoutes.player(context, open)
      let end = try page.record.requireKeeping(isAllowed: page.allowsOffline, by: context.viewer, at: context.now)
      page.copy = PlayerPage.Copy(keptAt: context.now, until: end)
      return context.copy(of: page, in: context.frame, caching: "private, no-cache")
    }
  }
}

extension Context {
  /// A page that a device may keep; messages that wait for the next page are not for it.
  fileprivate func copy(of page: some Page, in frame: Frame, caching: String) -> Response {
    var response = Response(status: 200, type: "text/html; charset=utf-8", render(page, in: frame).bytes)
    response.fields.append(("Cache-Control", caching))
    return response
  }
}
