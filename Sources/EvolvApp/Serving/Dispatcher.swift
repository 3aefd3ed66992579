internal import Cryptography
internal import Essentials
internal import EventLoops
internal import EvolvCore
public import HTTPServing
internal import Payloads
public import Routing
public import SQLStore
internal import Telemetry

/// Answers the requests of one loop with that loop's database.
public struct Dispatcher: RequestHandler {
  let program: Program
  let db: Database

  public init(_ program: Program, db: Database) {
    self.program = program
    self.db = db
  }

  public func plan(for head: RequestHead) -> BodyPlan {
    guard case .found(let entry, _) = program.table.match(head.method, head.path) else {
      return .buffer(limit: BodyKind.form.limit)
    }
    switch entry.endpoint.body {
    case .none, .form: return .buffer(limit: BodyKind.form.limit)
    case .long(let limit): return .buffer(limit: limit)
    case .bytes(let limit): return head.hasCredential(program) ? .spool(limit: limit) : .refuse(turnAway(head))
    case .upload(let limit):
      guard head.mediaType == UploadedForm.mediaType else { return .buffer(limit: BodyKind.form.limit) }
      return head.hasCredential(program) ? .spool(limit: limit) : .refuse(turnAway(head))
    }
  }

  /// The disk takes nothing of strangers: whoever shows no credential at all is refused before the body comes.
  private func turnAway(_ head: RequestHead) -> Response {
    head.format == .page
      ? Redirect(to: program.signIn("/")).response()
      : Problem.signInNeeded.response(requestID: UUIDBits.version7(at: program.clock()).text)
  }

  public func answer(_ request: Request) async -> Response { await answer(request, counting: StatementMeter()) }

  /// `meter` counts the statements that the answer took.
  public func answer(_ request: Request, counting meter: StatementMeter) async -> Response {
    if let file = program.assets.response(to: request.head) { return file }
    if request.head.path == "/metrics" { return program.metricsAnswer(to: request.head) }
    let started = EventLoop.microseconds()
    var visit = Visit(context: context(for: request, meter))
    var response: Response
    do {
      try await visit.pass(program)
      response = try await respond(to: visit)
    } catch {
      response = await refuse(error, visit)
    }
    finish(&response, visit)
    program.note(visit, response.status, statements: meter.count, microseconds: EventLoop.microseconds() - started)
    return response
  }

  private func context(for request: Request, _ meter: StatementMeter) -> Context {
    var request = request
    program.settings.trust(&request.head)
    let now = program.clock()
    let requestID = UUIDBits.version7(at: now).text
    let origin = Origin(
      address: request.head.peer, agent: request.head.headers["user-agent"].map { String($0.prefix(300)) },
      requestID: requestID)
    return Context(
      request: request, requestID: requestID, now: now, db: db.metered(by: meter), viewer: .visitor(from: origin),
      facilities: program.facilities, jar: program.jar(for: request.head))
  }

  private func respond(to visit: Visit) async throws -> Response {
    guard let entry = visit.entry, let values = visit.values else {
      preconditionFailure("The route gate finds a route or throws.")
    }
    return try await entry.handler(visit.context, values)
  }

  /// What belongs to every answer.
  private func finish(_ response: inout Response, _ visit: Visit) {
    let ownsPolicy = response.field("content-security-policy") != nil
    // Who says what may be loaded and who may frame it says it alone.
    let own = response.fields
    response.fields +=
      ownsPolicy ? program.headers.filter { header in !own.contains { $0.name == header.name } } : program.headers
    response.fields.append(("X-Request-ID", visit.context.requestID))
    for cookie in visit.context.jar.cookies { response.set(cookie) }
    if response.field("cache-control") == nil {
      let isPublic = visit.format == .json && !visit.context.viewer.isSignedIn && response.status == 200
      response.fields.append(("Cache-Control", isPublic ? "no-cache" : "no-store"))
    }
    if visit.format == .json, response.status == 200, visit.context.request.head.method != "POST",
      case .bytes(let bytes) = response.body
    {
      response.fields.append(("ETag", "\"\(bytes.fingerprint)\""))
    }
  }
}

extension RequestHead {
  /// Whether anything is sent that may prove who asks; the gates find out whether it does.
  func hasCredential(_ program: Program) -> Bool {
    headers["authorization"] != nil || cookie(program.facilities.cookieName("session")) != nil
  }
}

extension [UInt8] {
  /// 64 bits that differ when the bytes differ by accident, since every JSON answer pays for it: eight bytes at a time, in four
  /// lanes, because each multiplication of a lane waits for the one before it.
  var fingerprint: String {
    var lanes = InlineArray<4, UInt64>(repeating: 0x9E37_79B9_7F4A_7C15 ^ UInt64(count))
    unsafe withUnsafeBytes { bytes in
      var index = 0
      while index + 32 <= bytes.count {
        for lane in 0..<4 {
          lanes[lane] = unsafe lanes[lane].mixed(
            with: bytes.loadUnaligned(fromByteOffset: index + lane * 8, as: UInt64.self))
        }
        index += 32
      }
      while index < bytes.count {
        lanes[0] = unsafe lanes[0].mixed(with: UInt64(bytes[index]) | 0x100)
        index += 1
      }
    }
    let hash = lanes[0].mixed(with: lanes[1]).mixed(with: lanes[2].mixed(with: lanes[3]))
    return String(hash, radix: 36)
  }
}

extension UInt64 {
  @inline(__always) fileprivate func mixed(with word: UInt64) -> UInt64 {
    let product = (self ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }
}
