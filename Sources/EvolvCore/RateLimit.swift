public import Essentials
internal import Routing

/// Counts that several nodes share, such as in Redis. Whoever asks must do without them when nobody answers.
public protocol SharedCounts: Sendable {
  /// Counts one use of `key`. 0: it was counted; more: the seconds to wait; nil: nobody answers.
  func take(_ key: String, most: Int, per window: Seconds, at now: Instant) async -> Int?
  /// Takes back the latest use of `key`.
  func giveBack(_ key: String) async
}

/// At most so many uses of one key within any stretch of `window`. Each node counts in its memory what it sees itself; where
/// counts are shared, those of all nodes decide. A use that turned out to be honest can be given back, so that only
/// failures and what is under way count.
public final class RateLimit: Sendable {
  private struct State {
    var uses: [String: [Instant]] = [:]
    var sweptAt = Instant(microseconds: 0)
  }
  private let name: String
  private let most: Int
  private let window: Seconds
  private let capacity: Int
  private let shared: (any SharedCounts)?
  private let state = Locked(State())

  /// `name` tells limits apart where they are shared. `capacity`: keys remembered at once, so that inventing keys cannot
  /// fill the memory.
  public init(
    _ most: Int, per window: Seconds, named name: String = "", sharing shared: (any SharedCounts)? = nil,
    capacity: Int = 50_000
  ) {
    self.name = name
    self.most = most
    self.window = window
    self.capacity = capacity
    self.shared = shared
  }

  /// Counts one use; throws `Problem.tooMany` when there were enough.
  public func take(_ key: String, at now: Instant) async throws {
    if let wait = takeHere(key, at: now) { throw Problem.tooMany(retryAfterSeconds: max(wait, 1)) }
    guard let shared, let wait = await shared.take(name + " " + key, most: most, per: window, at: now), wait > 0 else {
      return
    }
    giveBackHere(key)
    throw Problem.tooMany(retryAfterSeconds: wait)
  }

  /// Takes back the latest use of `key`.
  public func giveBack(_ key: String) async {
    giveBackHere(key)
    await shared?.giveBack(name + " " + key)
  }

  /// The seconds to wait; nil when the use was counted.
  private func takeHere(_ key: String, at now: Instant) -> Int? {
    let start = now - window
    return state.withLock { state in
      sweep(&state, at: now)
      var uses = state.uses[key, default: []].filter { $0 > start }
      defer { state.uses[key] = uses }
      if uses.count >= most { return Int(window.count - now.seconds(since: uses[uses.count - most])) }
      uses.append(now)
      return nil
    }
  }

  private func giveBackHere(_ key: String) {
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
  /// Sign-ins with a provider that begin at one address: a lecture hall may begin in one minute.
  public let departures: RateLimit
  /// New accounts, and refresh tokens that do not hold, from one address.
  public let registration: RateLimit
  public let refresh: RateLimit
  /// Access codes that one person tries from one address.
  public let redemption: RateLimit
  /// Numbers of certificates that are looked up from one address.
  public let verification: RateLimit
  /// Mails that someone can make us send to one account, and from one address.
  public let mails: RateLimit
  public let mailsByAddress: RateLimit
  /// Tokens of mails that do not hold, from one address.
  public let tokens: RateLimit
  /// Codes of a second factor that one person tries from one address, and from anywhere.
  public let codes: RateLimit
  public let codesOfPerson: RateLimit
  /// Questions for a passkey from one address.
  public let challenges: RateLimit

  /// Invitations that one person sends.
  public let invitations: RateLimit
  /// API tokens that one person makes.
  public let tokensMade: RateLimit
  /// Files that one person sends.
  public let upload: RateLimit
  /// Uploads in pieces that one person begins.
  public let mediaUploads: RateLimit

  public init(sharing shared: (any SharedCounts)? = nil) {
    func limit(_ most: Int, _ window: Seconds, _ name: String) -> RateLimit {
      RateLimit(most, per: window, named: name, sharing: shared)
    }
    signIn = limit(5, .minutes(1), "sign-in")
    signInByAddress = limit(100, .minutes(1), "sign-in by address")
    departures = limit(600, .minutes(1), "departures")
    registration = limit(60, .minutes(1), "registration")
    refresh = limit(30, .minutes(1), "refresh")
    redemption = limit(5, .minutes(1), "redemption")
    verification = limit(30, .minutes(1), "verification")
    mails = limit(3, .minutes(15), "mails")
    mailsByAddress = limit(20, .minutes(15), "mails by address")
    tokens = limit(10, .minutes(1), "tokens")
    codes = limit(5, .minutes(1), "codes")
    codesOfPerson = limit(30, .minutes(15), "codes of person")
    challenges = limit(100, .minutes(1), "challenges")
    invitations = limit(50, .hours(1), "invitations")
    tokensMade = limit(20, .hours(1), "tokens made")
    upload = limit(10, .minutes(1), "upload")
    mediaUploads = limit(60, .minutes(1), "media uploads")
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
