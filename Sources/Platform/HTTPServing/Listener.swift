internal import CLinux
internal import CMicroHTTPD
internal import EventLoops
internal import Routing

/// One loop's share of the server: a daemon with its own listening socket, and the connections it accepted. Its
/// executor is the loop's, so the library's callbacks are in the actor already.
actor Listener {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }
  nonisolated let configuration: ServerConfiguration
  nonisolated let tally: Tally
  let handler: any RequestHandler

  private var daemon: Daemon?
  private var pump: EventLoop.Token?
  private var watch: EventLoop.Token?
  private(set) var connections: [Connection] = []
  private(set) var isDraining = false

  init(on loop: EventLoop, _ configuration: ServerConfiguration, _ tally: Tally, handler: any RequestHandler) {
    self.loop = loop
    self.configuration = configuration
    self.tally = tally
    self.handler = handler
  }

  // MARK: life

  func start(on socket: Int32, connections: Int, keys: KeyPair?) throws {
    guard let daemon = Daemon(for: self, on: socket, configuration, connections: connections, keys) else {
      throw ServerFault(reason: "libmicrohttpd refused to start (wrong certificate or key?)")
    }
    self.daemon = daemon
    hook(daemon.descriptor)
    scheduleSweep()
  }

  private func hook(_ descriptor: Int32) {
    let run: @Sendable () -> Void = { self.assumeIsolated { $0.run() } }
    let patience: @Sendable () -> Int32? = { self.assumeIsolated { $0.patience } }
    pump = loop.assumeIsolated { $0.addPump(run: run, timeout: patience) }
    // The daemon's own set is ready when one of its sockets is; the pump of the same turn does the work.
    watch = loop.assumeIsolated { $0.watch(descriptor, for: .readable) { _ in } }
  }

  private func run() { daemon?.run() }
  private var patience: Int32? { daemon?.patience }

  /// Accepts nothing more, lets running requests end for `grace` milliseconds, then closes what is left.
  func stop(grace: Int) async {
    guard let daemon else { return }
    isDraining = true
    let socket = daemon.quiesce()
    if socket >= 0 { close(socket) }
    for connection in connections where connection.exchange == nil { end(connection) }
    let limit = EventLoop.milliseconds() + Int64(grace)
    while !connections.isEmpty, EventLoop.milliseconds() < limit { await loop.sleep(milliseconds: 5) }
    for connection in connections { abandon(connection.exchange) }
    self.daemon = nil
    unhook()
    daemon.stop()
  }

  private func unhook() {
    loop.assumeIsolated { [pump, watch] loop in
      if let pump { loop.removePump(pump) }
      if let watch { loop.unwatch(watch) }
    }
  }

  private func abandon(_ exchange: Exchange?) {
    exchange?.task?.cancel()
    exchange?.source?.cancel()
    exchange?.resume()
  }

  // MARK: connections

  nonisolated func admits(_ peer: String) -> Bool {
    let limit = configuration.limits.connectionsPerAddress
    return limit == 0 || tally.connections(from: peer) < limit
  }

  func opened(_ connection: Connection) {
    tally.opened(from: connection.peer)
    connection.place = connections.count
    connections.append(connection)
    connection.wait(configuration.deadlines.head)
  }

  func closed(_ connection: Connection) {
    tally.closed(from: connection.peer)
    if wasDropped(connection) { write(.malformed, to: connection) }
    if connection.lingers { linger(on: connection.socket) }
    let last = connections.removeLast()
    if last !== connection {
      connections[connection.place] = last
      last.place = connection.place
    }
  }

  /// Makes the library find the connection at its end. What the kernel has still to send is sent. Both directions are
  /// shut: with the receiving one alone, a peer that goes on sending would still be heard.
  func end(_ connection: Connection) {
    connection.isEnding = true
    shutdown(connection.socket, Int32(SHUT_RDWR))
  }

  // MARK: deadlines

  /// One timer for all connections: exact to a quarter of the shortest deadline, and nothing to do per request.
  private func scheduleSweep() {
    let pause = min(max(configuration.deadlines.shortest / 4, 10), 1000)
    loop.assumeIsolated { [weak self] loop in
      _ = loop.after(milliseconds: pause) { self?.assumeIsolated { $0.sweep() } }
    }
  }

  private func sweep() {
    guard daemon != nil else { return }
    let now = EventLoop.milliseconds()
    for connection in connections where connection.deadline <= now { expire(connection) }
    for exchange in connections.compactMap(\.exchange) {
      if exchange.isSuspended { checkPeer(exchange) } else if exchange.phase == .body { checkSender(exchange) }
    }
    scheduleSweep()
  }

  private func expire(_ connection: Connection) {
    connection.waitForever()
    guard let exchange = connection.exchange else { return end(connection) }
    switch exchange.phase {
    case .head, .body:
      refuseAtOnce(Refusal(status: 408), exchange)
      end(connection)
    case .answering:
      exchange.task?.cancel()
      answer(exchange, with: configuration.refusal(503, exchange.head), closes: true)
    case .sending, .over: break
    }
  }

  /// A suspended connection hears nothing of its peer; a stream should not run for ever into a closed socket.
  private func checkPeer(_ exchange: Exchange) {
    guard mhd_is_gone(exchange.connection.socket, exchange.phase == .sending ? 1 : 0) != 0 else { return }
    exchange.task?.cancel()
    exchange.source?.cancel()
    if exchange.phase == .sending { exchange.resume() }
  }

  /// The library reads until a piece is short of its room. An end of the connection that had come by then brings no other
  /// turn, so that half a body would be waited for until its deadline.
  private func checkSender(_ exchange: Exchange) {
    if mhd_has_hung_up(exchange.connection.socket) != 0 { end(exchange.connection) }
  }
}
