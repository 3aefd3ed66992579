internal import CLinux
internal import Essentials
internal import EventLoops
internal import Routing

// The way of one request through a listener, in the order of its calls: began, received (head, body, end), answer,
// finished.
extension Listener {
  func began(_ exchange: Exchange) {
    exchange.connection.exchange = exchange
    exchange.connection.wait(configuration.deadlines.head)
  }

  /// False closes the connection.
  func received(_ call: RequestCall) -> Bool {
    let exchange = call.exchange
    switch exchange.phase {
    case .head:
      do throws(Refusal) { try takeHead(call) } catch { return refuse(error, exchange) }
      return true
    case .body where unsafe call.upload.count > 0: return takePiece(call)
    case .body:
      begin(exchange)
      return true
    case .answering, .sending, .over: return true
    }
  }

  // MARK: the request

  private func takeHead(_ call: RequestCall) throws(Refusal) {
    let exchange = call.exchange
    guard call.handle.headSize <= configuration.limits.head else { throw .tooManyFields }
    guard call.hasWholeTarget else { throw .malformed }
    let target = try RequestTarget(exchange.target)
    let version = call.versionText
    let limit = configuration.limits.fields
    var headers = try call.withHead { head throws(Refusal) in try HeadReader.fields(of: head, limit: limit) }
    guard headers.fields.count == call.handle.fieldCount else { throw .malformed }
    let framing = try FramingGuard.framing(of: headers, version: version)
    if version == "HTTP/1.0" || headers["connection"] != nil { exchange.connection.isEnding = true }
    if let authority = target.authority {
      try FramingGuard.checkHost([authority], isRequired: true)
      headers.replaceHost(authority)
    }
    let head = RequestHead(
      method: call.methodText, path: target.path, query: target.query, headers: headers, peer: exchange.connection.peer,
      isEncrypted: configuration.certificate != nil, receivedAt: exchange.receivedAt)
    exchange.head = head
    exchange.phase = .body
    try prepare(exchange, head, framing)
  }

  private func prepare(_ exchange: Exchange, _ head: RequestHead, _ framing: Framing) throws(Refusal) {
    let plan = handler.plan(for: head)
    guard framing != .none else {
      if case .refuse(let response) = plan { exchange.early = response }
      return exchange.connection.waitForever()
    }
    let limit: Int
    switch plan {
    case .refuse(let response):
      answer(exchange, with: response, closes: true)
      return
    case .buffer(let bytes): limit = bytes
    case .spool(let bytes): limit = bytes
    }
    if case .length(let length) = framing, length > limit { throw .tooLarge }
    exchange.isChunked = framing == .chunked
    if case .spool = plan {
      exchange.intake = .spool(try SpoolFile(in: configuration.spoolFolder), limit: limit)
    } else {
      exchange.intake = .buffer([], limit: limit)
    }
    exchange.bodyDeadline = EventLoop.milliseconds() + Int64(configuration.deadlines.body)
    waitForBody(exchange)
  }

  private func takePiece(_ call: RequestCall) -> Bool {
    let exchange = call.exchange
    do throws(Refusal) {
      if exchange.isChunked, call.followsBareLineFeed { throw Refusal.malformed }
      try unsafe exchange.intake.append(call.upload)
    } catch {
      refuseAtOnce(error, exchange)
      return false
    }
    waitForBody(exchange)
    return true
  }

  private func waitForBody(_ exchange: Exchange) {
    let progress = EventLoop.milliseconds() + Int64(configuration.deadlines.bodyProgress)
    exchange.connection.deadline = min(progress, exchange.bodyDeadline)
  }

  // MARK: the answer

  private func begin(_ exchange: Exchange) {
    guard let head = exchange.head else { return }
    exchange.phase = .answering
    if case .spool(let file, _) = exchange.intake { file.finish() }
    if let early = exchange.early { return answer(exchange, with: early) }
    let intake = exchange.intake
    exchange.intake = .nothing
    // Up to its first wait: a handler that never waits is finished when this returns.
    loop.executor.runAtOnce { exchange.task = ask(head, intake, exchange) }
    guard exchange.phase == .answering else { return }
    exchange.connection.wait(configuration.deadlines.answer)
    exchange.suspend()
  }

  private func ask(_ head: RequestHead, _ intake: BodyIntake, _ exchange: Exchange) -> Task<Void, Never> {
    Task.immediate(executorPreference: loop.executor) {
      let response = await self.handler.answer(Request(head: head, body: intake.body))
      self.answer(exchange, with: response)
      withExtendedLifetime(intake) {}
    }
  }

  /// Sends `response`, unless the request is answered or over already.
  func answer(_ exchange: Exchange, with response: Response, closes: Bool = false) {
    guard exchange.phase == .answering || exchange.phase == .head || exchange.phase == .body,
      let handle = exchange.handle
    else { return }
    exchange.phase = .sending
    exchange.connection.waitForever()
    let closes = closes || isDraining
    if closes { exchange.connection.isEnding = true }
    let outgoing = Outgoing(response, to: exchange.head, compresses: configuration.compresses, closes: closes)
    if !send(outgoing, exchange, handle) { sendFault(exchange, handle, closes: closes) }
    exchange.resume()
  }

  /// A file that is gone, or a status that is none.
  private func sendFault(_ exchange: Exchange, _ handle: ConnectionHandle, closes: Bool) {
    configuration.faultLog("the answer to \(exchange.target) cannot be sent")
    let outgoing = Outgoing(configuration.refusal(500, exchange.head), to: exchange.head, closes: closes)
    if !send(outgoing, exchange, handle) { end(exchange.connection) }
  }

  /// Answers in place of the request's handler, and closes.
  private func refuse(_ refusal: Refusal, _ exchange: Exchange) -> Bool {
    exchange.connection.lingers = true
    answer(exchange, with: configuration.refusal(refusal.status, exchange.head), closes: true)
    return true
  }

  func finished(_ exchange: Exchange, status queued: Int, isComplete: Bool) {
    let connection = exchange.connection
    let status = exchange.refusedStatus == 0 ? queued : exchange.refusedStatus
    exchange.phase = .over
    exchange.handle = nil
    exchange.isSuspended = false
    exchange.task?.cancel()
    exchange.source?.cancel()
    connection.exchange = nil
    connection.wait(configuration.deadlines.idle)
    tally.served(status: status, bytes: exchange.sentBytes)
    configuration.accessLog(
      ServedRequest(
        method: exchange.head?.method ?? "", path: exchange.head?.path ?? exchange.target, peer: connection.peer,
        status: status, bytes: exchange.sentBytes,
        microseconds: Int(Instant.now().microseconds - exchange.receivedAt.microseconds),
        receivedAt: exchange.receivedAt, isComplete: isComplete))
    if !isComplete {
      connection.isEnding = true
      // The library's own refusals: it closes with the rest of the request unread.
      if queued >= 400 { connection.lingers = true }
    }
    if isDraining { end(connection) }
  }
}

extension Headers {
  /// The authority of an absolute target stands in for the Host field.
  fileprivate mutating func replaceHost(_ authority: String) {
    self = Headers(fields.filter { $0.name.lowercased() != "host" } + [("Host", authority)])
  }
}
