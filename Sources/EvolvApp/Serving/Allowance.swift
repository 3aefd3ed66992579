internal import Essentials
internal import EvolvCore
internal import Routing

/// So many calls a minute for each caller, counted in fixed minutes: in memory, and where nodes share a Redis by all of them
/// together.
final class Allowance: Sendable {
  private struct State {
    var minute: Int64 = 0
    var taken: [UUIDBits: Int] = [:]
  }
  private let perMinute: Int
  private let shared: RedisCounts?
  private let state = Locked(State())

  init(perMinute: Int, sharing shared: RedisCounts? = nil) {
    self.perMinute = perMinute
    self.shared = shared
  }

  /// Throws `Problem.tooMany` with the seconds until the next minute.
  func take(for who: UUIDBits, at now: Instant) async throws {
    let minute = now.unixSeconds / 60
    var count = state.withLock { state in
      if state.minute != minute {
        state.minute = minute
        state.taken.removeAll(keepingCapacity: true)
      }
      state.taken[who, default: 0] += 1
      return state.taken[who] ?? 1
    }
    if count <= perMinute, let shared, let all = await shared.count("calls \(minute) \(who.text)") { count = all }
    if count > perMinute { throw Problem.tooMany(retryAfterSeconds: Int(60 - now.unixSeconds % 60)) }
  }
}

extension UUIDBits {
  /// A key for a text that is not an id, such as an address; different texts may share one by accident only.
  init(hashing text: String) {
    var hash: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)
    for byte in text.utf8 {
      hash.0 = (hash.0 ^ UInt64(byte)) &* 0x100_0000_01B3
      hash.1 = (hash.1 &+ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    }
    self.init(high: hash.0, low: hash.1)
  }
}
