import Essentials
import EventLoops
import RedisStore
import Telemetry
import Testing

@Suite struct `Naming a Redis` {
  @Test(arguments: [
    "", "redis://", "http://h", "redis://a@b@c", "redis://h:0", "redis://h:70000", "redis://h:x", "redis://h/x",
    "redis://%zz@h", "unix://relative", "redis://[::1", "rediss://h", "redis://h/1/2",
  ])
  func `is refused`(url: String) { #expect(RedisAddress(url: Secret(url)) == nil) }

  @Test(arguments: [
    "redis://localhost", "redis://h:6380/3", "redis://:p%40ss@h", "redis://user:pass@[::1]:6379/0", "redis://h/",
    "unix:///run/redis/redis.sock",
  ])
  func `is understood`(url: String) { #expect(RedisAddress(url: Secret(url)) != nil) }

  @Test func `its password is not printed`() {
    #expect(!"\(String(describing: RedisAddress(url: Secret("redis://:hunter2@h"))))".contains("hunter2"))
  }
}

@Suite(.enabled(if: RedisPeer.program != nil), .serialized) struct `Asking Redis` {
  @Test func `answers come as what they are`() async throws {
    let peer = try await RedisPeer(), store = RedisStore(try peer.address())
    #expect(await store.connect() && store.trouble == nil)
    #expect(try await store.send("SET", "a", "Grüße\0\r\n") == .text("OK"))
    #expect(try await store.send("GET", "a") == .text("Grüße\0\r\n"))
    #expect(try await store.send("GET", "b") == .nothing)
    #expect(try await store.send("INCR", "n") == .number(1))
    #expect(try await store.send("MGET", "n", "b") == .list([.text("1"), .nothing]))
    #expect(try await store.send("EVAL", "return {1, {'two'}}", "0") == .list([.number(1), .list([.text("two")])]))
    #expect(try await store.send("SET", "", "") == .text("OK"))
    #expect(try await store.send("GET", "") == .text(""))
  }

  @Test func `a command that is wrong is refused, and the next one works`() async throws {
    let peer = try await RedisPeer(), store = RedisStore(try peer.address())
    await store.connect()
    await #expect(throws: RedisError.self) { _ = try await store.send("NONSENSE") }
    #expect(store.trouble == nil)
    #expect(try await store.send("PING") == .text("PONG"))
  }

  @Test func `two hundred at once are all counted`() async throws {
    let peer = try await RedisPeer(), store = RedisStore(try peer.address())
    await store.connect()
    try await withThrowingTaskGroup { group in
      for _ in 0..<200 { group.addTask { _ = try await store.send("INCR", "n") } }
      try await group.waitForAll()
    }
    #expect(try await store.send("GET", "n") == .text("200"))
  }

  @Test func `a password, a number and a socket lead in; a wrong password does not`() async throws {
    let peer = try await RedisPeer("--requirepass", "p@ss")
    let store = RedisStore(try peer.address(":p%40ss@", "/2"))
    await store.connect()
    _ = try await store.send("SET", "here", "1")
    let other = RedisStore(try peer.address(":p%40ss@"))
    await other.connect()
    #expect(try await other.send("GET", "here") == .nothing)
    for access in ["", ":wrong@", "user:p%40ss@"] {
      let stranger = RedisStore(try peer.address(access))
      #expect(await !stranger.connect())
      #expect(stranger.trouble?.isEmpty == false)
    }
    let open = try await RedisPeer()
    let local = RedisStore(try #require(RedisAddress(url: Secret("unix://\(open.folder)/socket"))))
    #expect(await local.connect())
  }
}

@Suite(.enabled(if: RedisPeer.program != nil), .serialized) struct `Losing Redis` {
  @Test func `one that is killed fails calls at once, and is found again`() async throws {
    let peer = try await RedisPeer(), log = LogSink.memory(), metrics = Metrics()
    let store = RedisStore(try peer.address(), log: Log(to: log), metrics: metrics)
    await store.connect()
    peer.kill()
    for _ in 0..<50 { await #expect(throws: RedisError.self) { _ = try await store.send("PING") } }
    #expect(store.trouble != nil && log.lines.count { $0.contains("redis_lost") } == 1)
    #expect(String(decoding: metrics.text(), as: UTF8.self).contains("evolv_redis_up 0"))
    try await peer.start()
    // Nobody asks for the connection: calls bring it back by themselves.
    while store.trouble != nil {
      do { _ = try await store.send("PING") } catch { try await Task.sleep(for: .milliseconds(20)) }
    }
    #expect(try await store.send("PING") == .text("PONG"))
    #expect(log.lines.count { $0.contains("redis_reached") } == 2)
  }

  @Test func `one that restarted while nobody asked is not even missed`() async throws {
    let peer = try await RedisPeer(), store = RedisStore(try peer.address())
    await store.connect()
    peer.kill()
    try await peer.start()
    #expect(try await store.send("PING") == .text("PONG"))
  }

  @Test func `one that says nothing is given up, and holds up no loop`() async throws {
    let peer = try await RedisPeer(), store = RedisStore(try peer.address(), timeoutMilliseconds: 100)
    let loop = EventLoop(name: "test")
    loop.start()
    await store.connect()
    peer.freeze()
    let asked = Task { try await loop.perform { _ in try await store.send("PING") } }
    var turns = 0
    while store.trouble == nil {
      await loop.sleep(milliseconds: 1)
      turns += 1
    }
    await #expect(throws: RedisError.self) { _ = try await asked.value }
    #expect(turns > 3)
    peer.thaw()
    while await !store.connect() {}
    #expect(try await store.send("PING") == .text("PONG"))
    await loop.stop()
  }

  @Test func `one that never was there, or that was closed, is only told of`() async throws {
    let log = LogSink.memory()
    let store = RedisStore(try #require(RedisAddress(url: Secret("redis://127.0.0.1:1"))), log: Log(to: log))
    #expect(await !store.connect())
    #expect(await !store.connect())
    #expect(log.lines.count { $0.contains("redis_lost") } == 1)
    await #expect(throws: RedisError.self) { _ = try await store.send("PING") }
    let peer = try await RedisPeer(), other = RedisStore(try peer.address())
    await other.connect()
    other.close()
    await #expect(throws: RedisError.self) { _ = try await other.send("PING") }
    #expect(await !other.connect())
  }
}
