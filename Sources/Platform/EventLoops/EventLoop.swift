// An event loop is a thread that waits in epoll(7), and an actor whose executor that thread is. What belongs to one
// loop (sockets, database connections, requests) is the state of actors that share its executor, so the compiler keeps
// it there and a request that only reads crosses no thread. Own code, because libuv and libev know no Swift executor
// and epoll itself is three calls.
internal import CLinux
internal import Glibc

/// One thread, its waiting and its timers.
@safe public actor EventLoop {
  public nonisolated let executor: LoopExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  public nonisolated let name: String

  private nonisolated let bell = Bell(waits: false)
  private nonisolated let poll: Int32
  private var watches: [UInt64: Watch] = [:]
  private var timers = TimerQueue()
  private var pumps: [Pump] = []
  private var nextTag: UInt64 = 1
  private var isStopping = false

  /// What to wait for on a descriptor.
  public struct Interest: OptionSet, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let readable = Interest(rawValue: EPOLLIN.rawValue)
    public static let writable = Interest(rawValue: EPOLLOUT.rawValue)
    /// Reported even if not asked for: an error or a hang-up.
    public static let failed = Interest(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
  }
  /// Names a watch or a timer of one loop.
  public struct Token: Sendable, Hashable { let tag: UInt64 }

  private struct Watch {
    let descriptor: Int32
    let ready: (Interest) -> Void
  }
  /// Something that runs once in every turn of the loop and says how long the loop may sleep.
  private struct Pump {
    let tag: UInt64
    let run: () -> Void
    let timeout: () -> Int32?
  }

  public init(name: String) {
    self.name = name
    poll = epoll_create1(Int32(EPOLL_CLOEXEC))
    executor = LoopExecutor { [bell] in bell.ring() }
    precondition(poll >= 0, "No descriptor left for an event loop.")
  }

  /// Starts the thread. Work sent to the loop before waits for it.
  public nonisolated func start() {
    startThread(named: name) { self.run() }
  }

  /// Lets the thread end after the turn it is in.
  public func stop() { isStopping = true }

  /// Runs `body` on the loop.
  public func perform<Value: Sendable>(_ body: @Sendable (isolated EventLoop) async throws -> Value) async rethrows
    -> Value
  {
    try await body(self)
  }

  // MARK: descriptors

  /// Calls `ready` on the loop whenever `descriptor` is ready; level-triggered. The caller unwatches before closing it.
  public func watch(_ descriptor: Int32, for interest: Interest, _ ready: @escaping (Interest) -> Void) -> Token {
    let token = makeToken()
    watches[token.tag] = Watch(descriptor: descriptor, ready: ready)
    control(EPOLL_CTL_ADD, descriptor, interest, token)
    return token
  }
  public func change(_ token: Token, to interest: Interest) {
    guard let watch = watches[token.tag] else { return }
    control(EPOLL_CTL_MOD, watch.descriptor, interest, token)
  }
  public func unwatch(_ token: Token) {
    guard let watch = watches.removeValue(forKey: token.tag) else { return }
    control(EPOLL_CTL_DEL, watch.descriptor, [], token)
  }

  // MARK: time

  /// Calls `body` on the loop once, `milliseconds` from now.
  @discardableResult public func after(milliseconds: Int, _ body: @escaping () -> Void) -> Token {
    let token = makeToken()
    timers.add(tag: token.tag, due: Self.milliseconds() + Int64(milliseconds), body)
    return token
  }
  public func cancel(_ token: Token) { timers.remove(tag: token.tag) }

  /// Suspends the caller for `milliseconds` without holding the thread.
  public func sleep(milliseconds: Int) async {
    unsafe await withUnsafeContinuation { (done: UnsafeContinuation<Void, Never>) in
      after(milliseconds: milliseconds) { unsafe done.resume() }
    }
  }

  /// Milliseconds of the monotonic clock.
  public nonisolated static func milliseconds() -> Int64 { microseconds() / 1000 }

  /// Microseconds of the monotonic clock.
  public nonisolated static func microseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// `run` is called in every turn, between two runs of the queued jobs; `timeout` says for how many milliseconds the loop
  /// may sleep, or nil for no limit. For C libraries that bring their own epoll set.
  @discardableResult public func addPump(run: @escaping () -> Void, timeout: @escaping () -> Int32?) -> Token {
    let token = makeToken()
    pumps.append(Pump(tag: token.tag, run: run, timeout: timeout))
    return token
  }
  public func removePump(_ token: Token) { pumps.removeAll { $0.tag == token.tag } }

  // MARK: the thread

  private nonisolated func run() {
    executor.bind()
    loop_control(poll, EPOLL_CTL_ADD, bell.descriptor, EPOLLIN.rawValue, 0)
    var events = [loop_event](repeating: loop_event(), count: 128)
    var resumed = false
    while !assumeIsolated({ $0.isStopping }) {
      let timeout = resumed || executor.hasWork ? 0 : assumeIsolated { $0.patience() }
      let count = unsafe loop_wait(poll, &events, Int32(events.count), timeout)
      if count > 0 { dispatch(events.prefix(Int(count))) }
      assumeIsolated { $0.fireTimers() }
      // First what the events resumed, so that the pumps can send those answers in this turn.
      executor.drain()
      assumeIsolated { loop in for pump in loop.pumps { pump.run() } }
      resumed = executor.drain()
    }
    close(poll)
  }

  private nonisolated func dispatch(_ events: ArraySlice<loop_event>) {
    for event in events {
      if event.tag == 0 {
        bell.hear()
      } else {
        // Looked up again for each event: an earlier one of this turn may have closed it.
        assumeIsolated { $0.watches[event.tag]?.ready(Interest(rawValue: event.events)) }
      }
    }
  }

  /// Each body is taken out before it runs: it may add or cancel timers itself.
  private func fireTimers() {
    let now = Self.milliseconds()
    while let body = timers.takeDue(at: now) { body() }
  }

  private func patience() -> Int32 {
    var shortest: Int32 = -1
    func consider(_ milliseconds: Int32) {
      if shortest < 0 || milliseconds < shortest { shortest = max(milliseconds, 0) }
    }
    if let due = timers.next { consider(Int32(clamping: due - Self.milliseconds())) }
    for pump in pumps { if let limit = pump.timeout() { consider(limit) } }
    return shortest
  }

  private func makeToken() -> Token {
    defer { nextTag += 1 }
    return Token(tag: nextTag)
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Interest, _ token: Token) {
    loop_control(poll, operation, descriptor, interest.rawValue, token.tag)
  }
}

/// Set before the first thread is started.
private let arenaLimit = thread_arenas(4)

/// Starts a thread that runs `body` once; threads are for loops and blocking pools only.
public func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  _ = arenaLimit
  var thread = pthread_t()
  let box = unsafe Unmanaged.passRetained(
    Box {
      unsafe loop_name_thread(name)
      body()
    }
  ).toOpaque()
  let failure = unsafe pthread_create(
    &thread, nil,
    { box in
      guard let box = unsafe box else { return nil }
      unsafe Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body()
      return nil
    }, box)
  precondition(failure == 0, "No thread left for \(name).")
  pthread_detach(thread)
}
