internal import Accounts
internal import Configuration
internal import Essentials
internal import EvolvCore
internal import Payloads
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

extension Visit {
  /// Every gate, in order.
  mutating func pass(_ program: Program) async throws {
    try chooseFormat()
    try findRoute(program)
    try await identify(program)
    try await limit(program)
    try admit()
    try keepToNetworks()
    try await openUpload()
    try refuseForgery(program)
  }

  /// 406 before anything is looked up.
  private mutating func chooseFormat() throws {
    guard let wanted = context.request.head.format else {
      format = context.request.head.path.hasPrefix("/api/") ? .json : .page
      throw Problem.notAcceptable
    }
    format = wanted
  }

  /// 404, 405 and OPTIONS; a page's address asked for JSON is answered by the call of the same name.
  private mutating func findRoute(_ program: Program) throws {
    let head = context.request.head
    let isPage = !head.path.hasPrefix("/api/")
    let path = format == .json && isPage ? "/api/v1" + head.path : head.path
    var match = program.table.match(head.method, path)
    if case .missing = match, path != head.path { match = program.table.match(head.method, head.path) }
    switch match {
    case .found(let entry, let values):
      self.entry = entry
      self.values = values
    case .wrongMethod(let allow):
      throw head.method == "OPTIONS" ? Question(allow: allow) : Problem.wrongMethod(allow: allow) as any Error
    case .missing: throw Problem.notFound("page")
    }
  }

  /// Who asks; a credential that does not hold is a 401 on the API and a visitor on pages.
  mutating func identify(_ program: Program) async throws {
    let known = try await Identity.identify(
      context.request.head, in: context.db, at: context.now, from: context.viewer.origin, by: context.facilities)
    context.viewer = known.viewer
    hasCookieSession = known.isFromCookie
    if known.isRefused, format == .json { throw Problem.signInNeeded }
    if known.owesSecondFactor, !Identity.isOpenWithoutFactor(context.request.head.path) {
      throw Problem.secondFactorOwed
    }
  }

  /// So many calls of the API a minute for each person, or for each address that did not sign in.
  private mutating func limit(_ program: Program) async throws {
    guard entry?.endpoint.isCall == true else { return }
    let who = context.viewer.person.map { $0.bits } ?? UUIDBits(hashing: context.viewer.origin.address ?? "")
    try await program.allowance.take(for: who, at: context.now)
  }

  private mutating func admit() throws {
    guard let endpoint = entry?.endpoint else { return }
    try Identity.admit(context.viewer, to: endpoint)
    try context.viewer.admit(to: endpoint.access)
  }

  /// Where the school keeps its upkeep to some networks, nobody elsewhere may do what only upkeep is for. The address is the
  /// one that a trusted proxy tells, and otherwise the one that connected.
  private mutating func keepToNetworks() throws {
    let networks = context.settings(SecuritySettings.self).adminAddresses
    guard !networks.isEmpty, !networks.contain(context.viewer.origin.address) else { return }
    if case .permission(let number) = entry?.endpoint.access.requirement, Permission(rawValue: number)?.isUpkeep == true
    {
      throw Problem.forbidden("do this from outside the school's network")
    }
    context.viewer = context.viewer.withoutUpkeep()
  }

  /// Takes a form with files apart, aside from the loop since the whole body is read.
  private mutating func openUpload() async throws {
    guard case .file = context.request.body else { return }
    let request = context.request
    context.request = try await context.facilities.aside { try request.withParts() }
  }

  /// A change asked for by a browser must come from one of our own pages: the same origin, and the token of this reader.
  /// Calls with a bearer token carry nothing that a foreign page could make a browser send.
  private mutating func refuseForgery(_ program: Program) throws {
    guard let endpoint = entry?.endpoint, endpoint.method != .get else { return }
    if endpoint.isCall, !hasCookieSession { return }
    let head = context.request.head
    if let site = head.headers["sec-fetch-site"], site != "same-origin", site != "none" {
      throw Problem.forbidden("act from another site")
    }
    if let origin = head.headers["origin"], !program.isOwn(origin, head) {
      throw Problem.forbidden("act from another site")
    }
    let token =
      try head.headers["x-csrf-token"] ?? (endpoint.isCall ? nil : context.request.formFields()[ForgeryGuard.field])
    guard let token, context.acceptsForgeryToken(token) else { throw StaleForm() }
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
