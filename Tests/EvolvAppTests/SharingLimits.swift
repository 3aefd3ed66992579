import Essentials
import EvolvCore
import Foundation
import RedisStore
import Routing
import Testing

@testable import EvolvApp

/// Two nodes of one school, of which each counts what people try; `bin/with-servers` brings a Redis.
@Suite(.enabled(if: RedisOfTheRun.address != nil)) struct `Sharing limits` {
  private let now = Instant(microseconds: 1_795_000_000_000_000)
  private let key = UUID().uuidString

  private func node() async throws -> GuessLimits {
    let address = try #require(RedisOfTheRun.address)
    let redis = RedisStore(try #require(RedisAddress(url: Secret(address))))
    #expect(await redis.connect())
    return GuessLimits(sharing: RedisCounts(redis))
  }

  @Test func `what was tried at one node counts at the other`() async throws {
    let one = try await node(), two = try await node()
    for _ in 1...3 { try await one.signIn.take(key, at: now) }
    for _ in 1...2 { try await two.signIn.take(key, at: now + Seconds(10)) }
    await #expect(throws: Problem.tooMany(retryAfterSeconds: 45)) {
      try await one.signIn.take(key, at: now + Seconds(15))
    }
    await #expect(throws: Problem.tooMany(retryAfterSeconds: 45)) {
      try await two.signIn.take(key, at: now + Seconds(15))
    }
    // The first three are over; the two of the other node are not.
    for _ in 1...3 { try await one.signIn.take(key, at: now + Seconds(61)) }
    await #expect(throws: Problem.tooMany(retryAfterSeconds: 9)) {
      try await two.signIn.take(key, at: now + Seconds(61))
    }
    try await two.redemption.take(key, at: now)
  }

  @Test func `what was honest is given back at both`() async throws {
    let one = try await node(), two = try await node()
    for _ in 1...12 {
      try await one.signIn.take(key, at: now)
      await one.signIn.giveBack(key)
    }
    for _ in 1...5 { try await two.signIn.take(key, at: now) }
    await #expect(throws: Problem.self) { try await one.signIn.take(key, at: now) }
  }

  @Test func `of twenty at once at two nodes five pass`() async throws {
    let nodes = [try await node(), try await node()]
    let passed = await withTaskGroup { [key, now] group in
      for number in 0..<20 {
        group.addTask { do { try await nodes[number % 2].signIn.take(key, at: now); return 1 } catch { return 0 } }
      }
      return await group.reduce(0, +)
    }
    #expect(passed == 5)
  }

  @Test func `calls of the API are counted together too`() async throws {
    let address = try #require(RedisOfTheRun.address)
    let redis = RedisStore(try #require(RedisAddress(url: Secret(address))))
    await redis.connect()
    let nodes = [1, 2].map { _ in Allowance(perMinute: 4, sharing: RedisCounts(redis)) }, who = UUIDBits.version7()
    for number in 0..<4 { try await nodes[number % 2].take(for: who, at: now) }
    await #expect(throws: Problem.self) { try await nodes[0].take(for: who, at: now) }
    await #expect(throws: Problem.self) { try await nodes[1].take(for: who, at: now) }
    try await nodes[1].take(for: who, at: now + .minutes(1))
  }

  @Test func `without Redis each node counts alone`() async throws {
    let lost = RedisStore(try #require(RedisAddress(url: Secret("redis://127.0.0.1:1"))))
    let one = GuessLimits(sharing: RedisCounts(lost)), two = GuessLimits(sharing: RedisCounts(lost))
    for node in [one, two] {
      for _ in 1...5 { try await node.signIn.take(key, at: now) }
      await #expect(throws: Problem.tooMany(retryAfterSeconds: 60)) { try await node.signIn.take(key, at: now) }
    }
    let allowance = Allowance(perMinute: 1, sharing: RedisCounts(lost)), who = UUIDBits.version7()
    try await allowance.take(for: who, at: now)
    await #expect(throws: Problem.self) { try await allowance.take(for: who, at: now) }
    #expect(lost.weakness?.contains("alone") == true)
  }
}

private enum RedisOfTheRun {
  static let address = ProcessInfo.processInfo.environment["EVOLV_TEST_REDIS"]
}
