internal import Configuration
internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import RedisStore
internal import Telemetry

/// Counts that all nodes of a school share. While Redis does not answer there is nothing to share, and each node goes on by
/// what it counts itself.
struct RedisCounts: SharedCounts {
  private let redis: RedisStore
  init(_ redis: RedisStore) { self.redis = redis }

  /// A sorted set of the times of use. Answers 0, or the time of the use that must be forgotten first.
  private static let takeScript = """
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
    local uses = redis.call('ZCARD', KEYS[1])
    if uses >= tonumber(ARGV[3]) then
      return redis.call('ZRANGE', KEYS[1], uses - ARGV[3], uses - ARGV[3], 'WITHSCORES')[2]
    end
    redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    return '0'
    """
  private static let countScript = """
    local count = redis.call('INCR', KEYS[1])
    if count == 1 then redis.call('EXPIRE', KEYS[1], 120) end
    return count
    """

  func take(_ key: String, most: Int, per window: Seconds, at now: Instant) async -> Int? {
    do {
      let answer = try await redis.send(
        "EVAL", Self.takeScript, "1", name(key), String(now.microseconds), String((now - window).microseconds),
        String(most), UUIDBits.version7().text, String(window.count * 1000))
      guard case .text(let text) = answer, let first = Double(text) else { return nil }
      if first == 0 { return 0 }
      return max(Int(window.count - now.seconds(since: Instant(microseconds: Int64(first)))), 1)
    } catch { return nil }
  }

  func giveBack(_ key: String) async {
    // A use that cannot be given back is forgotten with its window.
    do { _ = try await redis.send("ZPOPMAX", name(key)) } catch {}
  }

  /// How often `key` was counted with this time; forgotten after two minutes.
  func count(_ key: String) async -> Int? {
    do {
      guard case .number(let count) = try await redis.send("EVAL", Self.countScript, "1", name(key)) else { return nil }
      return Int(count)
    } catch { return nil }
  }

  /// Keys hold what people typed as their account, so Redis gets their digest.
  private func name(_ key: String) -> String { "evolv:count:" + Hex.text(SHA256.digest(of: key)) }
}

extension RedisStore {
  /// What does not work, in words.
  var weakness: String? {
    check().map { "Redis does not answer (\($0)); each node counts its limits alone" }
  }
}

extension Settings {
  /// The Redis that is set, not yet connected.
  func redis(log: Log, metrics: Metrics) throws -> RedisStore? {
    guard let redisURL else { return nil }
    guard let address = RedisAddress(url: redisURL) else {
      throw UsageFault("EVOLV_REDIS_URL is not redis://:password@host:port/number or unix:///path/of/socket")
    }
    return RedisStore(address, log: log, metrics: metrics)
  }
}
