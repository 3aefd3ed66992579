internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Routing
internal import Telemetry

// The way of a request, read from top to bottom. A gate lets the visit pass, changed or not, or throws the problem that is
// answered instead; the cheap ones stand first, so that a refusal costs less than an answer. What the server itself does
// before (framing, sizes, deadlines) is in HTTPServing.

/// A request on its way through the gates.
struct Visit: Sendable {
  var context: Context
  var format: Format = .page
  var entry: RouteTable<Context>.Entry?
  var values: PathValues?
  /// Whether the session came in a cookie, which a foreign page could make the browser send.
  var hasCookieSession = false
}

struct Gate: Sendable {
  let pass: @Sendable (inout Visit, Program) async throws -> Void

  static let all: [Gate] = [
    Gate(pass: chooseFormat),
    Gate(pass: findRoute),
    Gate(pass: identify),
    Gate(pass: limit),
    Gate(pass: admit),
    Gate(pass: refuseForgery),
  ]

  /// 406 before anything is looked up.
  @Sendable private static func chooseFormat(_ visit: inout Visit, _ program: Program) throws {
    guard let format = visit.context.request.head.format else {
      visit.format = visit.context.request.head.path.hasPrefix("/api/") ? .json : .page
      throw Problem.notAcceptable
    }
    visit.format = format
  }

  /// 404, 405 and OPTIONS; a page's address asked for JSON is answered by the call of the same name.
  @Sendable private static func findRoute(_ visit: inout Visit, _ program: Program) throws {
    let head = visit.context.request.head
    let isPage = !head.path.hasPrefix("/api/")
    let path = visit.format == .json && isPage ? "/api/v1" + head.path : head.path
    var match = program.table.match(head.method, path)
    if case .missing = match, path != head.path { match = program.table.match(head.method, head.path) }
    switch match {
    case .found(let entry, let values):
      visit.entry = entry
      visit.values = values
    case .wrongMethod(let allow): throw head.method == "OPTIONS" ? Question(allow: allow) : Problem.wrongMethod(allow: allow) as any Error
    case .missing: throw Problem.notFound("page")
    }
  }

  /// Who asks; a credential that does not hold is a 401 on the API and a visitor on pages.
  @Sendable private static func identify(_ visit: inout Visit, _ program: Program) async throws {
    let context = visit.context
    let known = try await Identity.identify(context.request.head, in: context.db, at: context.now, from: context.viewer.origin, by: context.facilities)
    visit.context.viewer = known.viewer
    visit.hasCookieSession = known.isFromCookie
    if known.isRefused, visit.format == .json { throw Problem.signInNeeded }
  }

  /// So many calls of the API a minute for each person, or for each address that did not sign in.
  @Sendable private static func limit(_ visit: inout Visit, _ program: Program) throws {
    guard visit.entry?.endpoint.isCall == true else { return }
    let who = visit.context.viewer.person.map { $0.bits } ?? UUIDBits(hashing: visit.context.viewer.origin.address ?? "")
    try program.allowance.take(for: who, at: visit.context.now)
  }

  @Sendable private static func admit(_ visit: inout Visit, _ program: Program) throws {
    guard let access = visit.entry?.endpoint.access else { return }
    try visit.context.viewer.admit(to: access)
  }

  /// A change asked for by a browser must come from one of our own pages: the same origin, and the token of this reader.
  /// Calls with a bearer token carry nothing that a foreign page could make a browser send.
  @Sendable private static func refuseForgery(_ visit: inout Visit, _ program: Program) throws {
    guard let endpoint = visit.entry?.endpoint, endpoint.method != .get else { return }
    if endpoint.isCall, !visit.hasCookieSession { return }
    let head = visit.context.request.head
    if let site = head.headers["sec-fetch-site"], site != "same-origin", site != "none" { throw Problem.forbidden("act from another site") }
    if let origin = head.headers["origin"], !program.isOwn(origin, head) { throw Problem.forbidden("act from another site") }
    if case .upload = endpoint.body, !endpoint.isCall { return }  // its fields are read, and the token checked, with the file
    let token = try head.headers["x-csrf-token"] ?? (endpoint.isCall ? nil : visit.context.request.formFields()[ForgeryGuard.field])
    guard let token, visit.context.acceptsForgeryToken(token) else { throw StaleForm() }
  }
}

/// An OPTIONS request, which is answered without asking any further.
struct Question: Error { let allow: String }

/// A form whose token does not fit: too old, or sent by another page.
struct StaleForm: Error {}

extension Program {
  fileprivate func isOwn(_ origin: String, _ head: RequestHead) -> Bool {
    if origin == settings.baseURL { return true }
    guard let host = head.headers["host"] else { return false }
    return origin == "http://" + host || origin == "https://" + host
  }
}
