public import Essentials

/// When something comes round. Times of day are UTC.
public enum Cadence: Sendable, Equatable {
  /// At every multiple of so many seconds since 1970.
  case every(Seconds)
  case daily(hour: Int, minute: Int)
  /// The five fields of crontab(5).
  case cron(Cron)

  /// The last time it came round, not after `now`; nil if it never does.
  public func latest(at now: Instant) -> Instant? {
    switch self {
    case .every(let length):
      guard length.count > 0 else { return nil }
      return Instant(microseconds: now.unixSeconds.floorDivided(by: length.count) * length.count * 1_000_000)
    case .daily(let hour, let minute):
      let time = now.civil
      guard let today = Instant(year: time.year, month: time.month, day: time.day, hour: hour, minute: minute) else {
        return nil
      }
      return today <= now ? today : today - .days(1)
    case .cron(let cron): return cron.latest(at: now)
    }
  }
}

extension Cadence {
  /// For the operator: `every 10 minutes`, `daily at 03:30 UTC`, `0 8 * * 1`.
  public var words: String {
    switch self {
    case .every(let length):
      let (count, unit) =
        length.count % 3600 == 0
        ? (length.count / 3600, "hour")
        : length.count % 60 == 0 ? (length.count / 60, "minute") : (length.count, "second")
      return count == 1 ? "every \(unit)" : "every \(count) \(unit)s"
    case .daily(let hour, let minute): return "daily at \(hour.padded(2)):\(minute.padded(2)) UTC"
    case .cron(let cron): return cron.text
    }
  }
}

/// `Schedule("0 3 * * *", …)`: a literal that is no crontab line ends the program at its start.
extension Cadence: ExpressibleByStringLiteral {
  public init(stringLiteral text: StaticString) {
    guard let cron = Cron(text.description) else { preconditionFailure("\(text) is no crontab line.") }
    self = .cron(cron)
  }
}
