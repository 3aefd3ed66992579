internal import CRedis
internal import Essentials
internal import EventLoops
internal import Synchronization
public import Telemetry

// Redis is what several nodes share, and what every node can do without: whoever asks it must know what to do when it
// does not answer. So a call never waits for a connection to come back. Commands run on two threads of their own, with
// hiredis' plain blocking calls: its asynchronous ones would bring a second state machine for the same 30 microseconds.
// One that fails marks the store as gone; from then on calls fail at once, and one of them each second sends a probe
// ahead that brings it back.

/// Redis, as long as it answers.
public final class RedisStore: Sendable {
  private struct State {
    var idle: [RedisLink] = []
    /// nil while it answers; else the earliest time of the next probe, in milliseconds of the monotonic clock.
    var nextProbe: Int64? = 0
    var trouble = "not reached yet"
    /// Whether the log was told of it.
    var isTold = false
    var isProbing = false
    var isClosed = false
  }
  private let address: RedisAddress
  private let pool: BlockingPool
  private let timeout: Int
  private let log: Log
  private let commands: Labeled<Counter>
  private let state = Mutex(State())

  /// How long it is left alone after a failure.
  private static let pause: Int64 = 1000

  /// Opens nothing yet. `timeoutMilliseconds`: for connecting and for each command.
  public init(_ address: RedisAddress, log: Log = .none, metrics: Metrics = Metrics(), timeoutMilliseconds: Int = 250) {
    redis_ignore_pipe_signal()
    self.address = address
    self.log = log
    timeout = timeoutMilliseconds
    pool = BlockingPool(name: "redis", threads: 2, capacity: 512)
    commands = metrics.counters("evolv_redis_commands_total", "Commands to Redis by how they ended.", by: "outcome")
    metrics.watch("evolv_redis_up", "Whether Redis answers.") { [weak self] in self?.trouble == nil ? 1 : 0 }
  }

  /// nil while it answers, else why not.
  public var trouble: String? { state.withLock { $0.nextProbe == nil ? nil : $0.trouble } }

  /// As `trouble`; where there is some, it also sends a probe ahead, for those who ask and send no commands.
  public func check() -> String? {
    let trouble = trouble
    if trouble != nil { probeIfDue() }
    return trouble
  }

  /// Tries to reach it, now; returns whether it answered.
  @discardableResult public func connect() async -> Bool {
    do { return try await pool.run { self.probe() } } catch { return false }
  }

  /// Sends one command. Throws at once while Redis is gone.
  public func send(_ command: String...) async throws -> RedisReply {
    if let trouble = check() {
      throw RedisError.unavailable(trouble, hungUp: false)
    }
    do {
      let reply = try await pool.run { try self.perform(command) }
      commands.with("done").add()
      return reply
    } catch {
      commands.with("failed").add()
      throw error
    }
  }

  /// Ends; every later call fails.
  public func close() {
    state.withLock { state in
      state.isClosed = true
      state.nextProbe = .max
      state.trouble = "closed"
      state.idle = []
    }
  }

  // MARK: on the pool

  private func perform(_ command: [String]) throws(RedisError) -> RedisReply {
    if let trouble { throw .unavailable(trouble, hungUp: false) }
    guard let kept = state.withLock({ $0.idle.popLast() }) else { return try performAnew(command) }
    do {
      let reply = try kept.send(command)
      keep(kept)
      return reply
    } catch .refused(let words) {
      keep(kept)
      throw refusal(words)
    } catch .unavailable(_, hungUp: true) {
      // The server ended idle connections, or came back meanwhile: only a new one tells.
      state.withLock { $0.idle = [] }
      return try performAnew(command)
    } catch {
      throw lose(error)
    }
  }

  private func performAnew(_ command: [String]) throws(RedisError) -> RedisReply {
    do {
      let link = try RedisLink(address, milliseconds: timeout), reply = try link.send(command)
      keep(link)
      return reply
    } catch .refused(let words) { throw refusal(words) } catch { throw lose(error) }
  }

  /// A server that lets nobody in or takes no writes is as good as none; any other refusal is the command's own.
  private func refusal(_ words: String) -> RedisError {
    let states = ["NOAUTH", "WRONGPASS", "NOPERM", "LOADING", "MASTERDOWN", "READONLY", "MISCONF", "OOM", "BUSY "]
    return states.contains(where: words.hasPrefix) ? lose(.unavailable(words, hungUp: false)) : .refused(words)
  }

  private func keep(_ link: RedisLink) {
    state.withLock { state in
      if !state.isClosed, state.nextProbe == nil, state.idle.count < 2 { state.idle.append(link) }
    }
  }

  private func lose(_ error: RedisError) -> RedisError {
    guard case .unavailable(let words, _) = error else { return error }
    let isNews = state.withLock { state in
      let isNews = !state.isTold && !state.isClosed
      state.isTold = true
      if !state.isClosed {
        state.nextProbe = EventLoop.milliseconds() + Self.pause
        state.trouble = words
      }
      state.idle = []
      return isNews
    }
    if isNews { log.warning("redis_lost", ["reason": .text(words)]) }
    return error
  }

  // MARK: coming back

  private func probeIfDue() {
    let isDue = state.withLock { state in
      guard !state.isProbing, let due = state.nextProbe, due <= EventLoop.milliseconds() else { return false }
      state.isProbing = true
      return true
    }
    if isDue { Task { await connect() } }
  }

  private func probe() -> Bool {
    defer { state.withLock { $0.isProbing = false } }
    do {
      let link = try RedisLink(address, milliseconds: timeout)
      // A server that takes no writes counts nothing.
      _ = try link.send(["SET", "evolv:probe", "1", "PX", "1000"])
      let isBack = state.withLock { state in
        guard !state.isClosed else { return false }
        defer {
          state.nextProbe = nil
          state.isTold = false
        }
        state.idle.append(link)
        return state.nextProbe != nil
      }
      if isBack { log.notice("redis_reached") }
      return !state.withLock(\.isClosed)
    } catch {
      let words =
        switch error {
        case .unavailable(let words, _), .refused(let words): words
        }
      _ = lose(.unavailable(words, hungUp: false))
      return false
    }
  }
}
