internal import Essentials

/// `minute hour day month weekday`: `*`, numbers, ranges, lists and steps; 0 and 7 are Sunday. When day and weekday are
/// both given, either suffices, as cron has always had it.
public struct Cron: Sendable, Equatable {
  /// As it was written.
  public let text: String
  private let minutes: Set<Int>, hours: Set<Int>, days: Set<Int>, months: Set<Int>, weekdays: Set<Int>
  private let isAnyDay: Bool, isAnyWeekday: Bool

  public init?(_ text: String) {
    let fields = text.split(separator: " ").map(String.init)
    guard fields.count == 5, let minutes = Self.values(fields[0], 0...59), let hours = Self.values(fields[1], 0...23),
      let days = Self.values(fields[2], 1...31), let months = Self.values(fields[3], 1...12),
      let weekdays = Self.values(fields[4], 0...7)
    else { return nil }
    self.text = text
    self.minutes = minutes
    self.hours = hours
    self.days = days
    self.months = months
    self.weekdays = weekdays.contains(7) ? weekdays.union([0]) : weekdays
    isAnyDay = fields[2].hasPrefix("*")
    isAnyWeekday = fields[4].hasPrefix("*")
  }

  /// Looks back through eight years, in which every day of the calendar occurs.
  func latest(at now: Instant) -> Instant? {
    var midnight = Instant(microseconds: now.unixSeconds.floorDivided(by: 86400) * 86_400_000_000)
    for _ in 0..<8 * 366 {
      if matches(midnight.civil), let found = latestTime(on: midnight, at: now) { return found }
      midnight = midnight - .days(1)
    }
    return nil
  }

  private func matches(_ date: CivilTime) -> Bool {
    guard months.contains(date.month) else { return false }
    let isDay = days.contains(date.day), isWeekday = weekdays.contains(date.weekday)
    return isAnyDay || isAnyWeekday ? isDay && isWeekday : isDay || isWeekday
  }

  private func latestTime(on midnight: Instant, at now: Instant) -> Instant? {
    for hour in hours.sorted(by: >) {
      for minute in minutes.sorted(by: >) {
        let time = midnight + Seconds(Int64(hour * 3600 + minute * 60))
        if time <= now { return time }
      }
    }
    return nil
  }

  private static func values(_ field: String, _ range: ClosedRange<Int>) -> Set<Int>? {
    var values: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      guard let some = part.steps(in: range) else { return nil }
      values.formUnion(some)
    }
    return values
  }
}

extension Substring {
  /// `*`, `a`, `a-b`, each with an optional `/step`.
  fileprivate func steps(in range: ClosedRange<Int>) -> [Int]? {
    let parts = split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let step = parts.count == 1 ? 1 : parts[1].plainNumber, step > 0 else { return nil }
    if parts[0] == "*" { return Array(stride(from: range.lowerBound, through: range.upperBound, by: step)) }
    let ends = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = ends[0].plainNumber,
      let last = ends.count == 1 ? (parts.count == 1 ? first : range.upperBound) : ends[1].plainNumber,
      first <= last, range.contains(first), range.contains(last)
    else { return nil }
    return Array(stride(from: first, through: last, by: step))
  }

  private var plainNumber: Int? { utf8.allSatisfy { (0x30...0x39).contains($0) } && utf8.count <= 4 ? Int(self) : nil }
}
