internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Mailing
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// What the program says about itself: whether it lives and is ready, its numbers, the description of its API, its look.
enum Operations: Feature {
  static let name = "Operations"
  static let tables: [String] = []

  static let live = Route.get("/health/live", by: .everyone, "Tell that the process runs")
  static let ready = Route.get("/health/ready", by: .everyone, "Tell whether requests can be served")
  static let openAPI = Route.get("/api/v1/openapi.json", by: .everyone, "Describe the API")
  static let reference = Route.get("/api/docs", by: .everyone, "Read about the API")
  static let design = Route.get("/design", by: .everyone, "See every component in every state")
  static let theme = Route.post("/theme", by: .everyone, "Choose light or dark")
  static let mails = Route.get("/mails", by: .may(.readMailOutbox), "See the mails that were kept")
  static let mail = Route.get("/mails/{mail}", String.self, by: .may(.readMailOutbox), "Read a mail that was kept")
  static let mailSheet = Route.get(
    "/mails/{mail}/html", String.self, by: .may(.readMailOutbox), "See a kept mail as a mail program shows it")
  static let icon = Route.get("/favicon.ico", by: .everyone, "Lead those who do not read pages to the icon")
  static let robots = Route.get("/robots.txt", by: .everyone, "Tell search engines what to leave out")

  static func register(on table: inout RouteTable<Context>) {
    table.on(live) { _ in Response(status: 200, type: "text/plain; charset=utf-8", Array("live\n".utf8)) }
    table.on(ready) { context in try await readiness(context) }
    table.on(openAPI) { _ in
      Response(status: 200, type: "application/json", App.openAPI)
    }
    table.on(reference) { context in context.page(ReferencePage(entries: App.reference)) }
    table.on(design) { context in try designPage(context) }
    table.on(mails) { context in context.page(MailsPage(mails: try context.outbox().mails())) }
    table.on(mail) { context, name in context.page(MailPage(mail: try context.keptMail(name))) }
    table.on(mailSheet) { context, name in
      var sheet = Response(
        status: 200, type: "text/html; charset=utf-8", Array(try context.keptMail(name).html.utf8))
      // A mail's elements carry their looks themselves; nothing else of it may act.
      sheet.fields.append(
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"))
      return sheet
    }
    table.on(theme) { context in try chooseTheme(context) }
    table.on(icon) { context in Redirect(to: context.facilities.asset("favicon.svg")) }
    table.on(robots) { _ in
      Response(
        status: 200, type: "text/plain; charset=utf-8",
        Array("User-agent: *\nDisallow: /api/\nDisallow: /login\nDisallow: /register\n".utf8))
    }
  }

  static let home = Link(own: "/") ?? live.path()
  /// What the footer offers to those who connect something.
  static let forBuilders = [
    Destination("The API", icon: "link", link: reference.path()),
    Destination("OpenAPI document", icon: "download", link: openAPI.path()),
    Destination("Design", icon: "grid", link: design.path()),
  ]

  private static func designPage(_ context: Context) throws -> Response {
    let query = try context.request.query(DesignQuery.self)
    var frame = context.frame
    if query.dir == .rtl { frame.direction = .rightToLeft }
    if let theme = query.theme { frame.theme = theme == .dark ? .dark : .light }
    return render(DesignPage(address: design.path(), csrf: context.forgeryToken), in: frame).response()
  }

  static func personPlaces(for viewer: Viewer) -> [Destination] {
    viewer.may(.readMailOutbox) ? [Destination("Kept mails", icon: "mail", link: mails.path())] : []
  }

  /// Asks the store itself: on SQLite the thread that writes, on PostgreSQL a connection. No answer is a 503; what a school
  /// can do without is only told.
  private static func readiness(_ context: Context) async throws -> Response {
    try await context.facilities.ping()
    let weaknesses =
      context.facilities.weaknesses() + [try await context.db.waitingWords(at: context.now)].compactMap(\.self)
    let words = ["ready"] + weaknesses.map { "degraded: " + $0 }
    return Response(
      status: 200, type: "text/plain; charset=utf-8", Array((words.joined(separator: "\n") + "\n").utf8))
  }

  private static func chooseTheme(_ context: Context) throws -> Response {
    let fields = try context.request.formFields()
    guard let theme = fields["theme"].flatMap({ Theme(rawValue: $0) }) else {
      throw Problem.invalid("theme", "type", "must be auto, light or dark")
    }
    let name = context.facilities.cookieName("theme")
    context.jar.set(
      Cookie(name, theme.rawValue, lifetimeSeconds: 31_536_000, isSecure: context.facilities.isSecure, isHidden: false))
    return Redirect(to: fields["next"].flatMap { Link(own: $0) } ?? home).response()
  }
}

extension Context {
  /// Kept mails hold what signs people in, so they are shown where a school is tried out: on the machine itself, or in a
  /// demo school.
  fileprivate func outbox() throws -> MailOutbox {
    guard facilities.isDemo || request.head.isFromThisMachine, let outbox = facilities.postman.outbox else {
      throw Problem.notFound("outbox")
    }
    return outbox
  }
  fileprivate func keptMail(_ name: String) throws -> KeptMail {
    guard let mail = try outbox().mail(named: name) else { throw Problem.notFound("mail") }
    return mail
  }
}

extension RequestHead {
  /// No proxy in between, and no other machine.
  var isFromThisMachine: Bool {
    ["127.0.0.1", "::1", "::ffff:127.0.0.1"].contains(peer) && headers["x-forwarded-for"] == nil
  }
}

/// How the page of components is shown.
struct DesignQuery: Payload {
  enum Direction: String, PayloadChoice { case ltr, rtl }
  enum Shade: String, PayloadChoice { case light, dark }
  let dir: Direction?, theme: Shade?
  static let shape = Shape("DesignQuery", Self.init, Field("dir", \.dir), Field("theme", \.theme))
}
