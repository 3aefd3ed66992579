public import Essentials
internal import Routing

/// At most so many uses of one key within any stretch of `window`; kept in memory. A use that turned out to be honest can
/// be given back, so that only failures and what is under way count.
public final class RateLimit: Sendable {
  private struct State {
    var uses: [String: [Instant]] = [:]
    var sweptAt = Instant(microseconds: 0)
  }
  private let most: Int
  private let window: Seconds
  private let capacity: Int
  private let state = Locked(State())

  /// `capacity`: keys remembered at once, so that inventing keys cannot fill the memory.
  public init(_ most: Int, per window: Seconds, capacity: Int = 50_000) {
    self.most = most
    self.window = window
    self.capacity = capacity
  }

  /// Counts one use; throws `Problem.tooMany` when there were enough.
  public func take(_ key: String, at now: Instant) throws {
    let start = now - window
    let wait: Int? = state.withLock { state in
      sweep(&state, at: now)
      var uses = state.uses[key, default: []].filter { $0 > start }
      defer { state.uses[key] = uses }
      if uses.count >= most { return Int(window.count - now.seconds(since: uses[uses.count - most])) }
      uses.append(now)
      return nil
    }
    if let wait { throw Problem.tooMany(retryAfterSeconds: max(wait, 1)) }
  }

  /// Takes back the latest use of `key`.
  public func giveBack(_ key: String) {
    state.withLock { state in
      guard let uses = state.uses[key] else { return }
      state.uses[key] = uses.count > 1 ? Array(uses.dropLast()) : nil
    }
  }

  /// Forgets what is over, once a window; of too many keys those whose last use is longest ago.
  private func sweep(_ state: inout State, at now: Instant) {
    let isFull = state.uses.count >= capacity
    guard isFull || now.seconds(since: state.sweptAt) >= window.count else { return }
    state.sweptAt = now
    let start = now - window
    state.uses = state.uses.filter { $0.value.contains { $0 > start } }
    guard state.uses.count >= capacity else { return }
    let latest = state.uses.values.compactMap(\.last).sorted()
    let middle = latest[latest.count / 2]
    state.uses = state.uses.filter { $0.value.last.map { $0 > middle } ?? false }
  }
}

/// The limits of everything that can be guessed at, for one running program.
public struct GuessLimits: Sendable {
  /// Sign-ins to one account from one address.
  public let signIn: RateLimit
  /// Sign-ins from one address: a whole campus may stand behind it.
  public let signInByAddress: RateLimit
  /// New accounts, and refresh tokens that do not hold, from one address.
  public let registration: RateLimit
  public let refresh: RateLimit
  /// Access codes that one person tries from one address.
  public let redemption: RateLimit

  public init(
    signIn: RateLimit = RateLimit(5, per: .minutes(1)), signInByAddress: RateLimit = RateLimit(100, per: .minutes(1)),
    registration: RateLimit = RateLimit(60, per: .minutes(1)), refresh: RateLimit = RateLimit(30, per: .minutes(1)),
    redemption: RateLimit = RateLimit(5, per: .minutes(1))
  ) {
    self.signIn = signIn
    self.signInByAddress = signInByAddress
    self.registration = registration
    self.refresh = refresh
    self.redemption = redemption
  }
}

extension Origin {
  /// Who one address is for counting: an IPv6 site has a /64 of addresses to itself.
  public var addressKey: String {
    guard let address, let known = InternetAddress(text: address) else { return address ?? "" }
    return known.bytes.count == 4
      ? known.text : known.bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
  }
}
