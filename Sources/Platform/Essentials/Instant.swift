internal import Glibc

/// A moment: microseconds since 1970-01-01T00:00:00Z.
public struct Instant: Sendable, Hashable, Comparable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// What the system clock says; only the edge of the program and tests ask, everything else is given `now`.
  public static func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
  public static func + (instant: Instant, seconds: Seconds) -> Instant {
    Instant(microseconds: instant.microseconds + seconds.count * 1_000_000)
  }
  public static func - (instant: Instant, seconds: Seconds) -> Instant { instant + Seconds(-seconds.count) }
  /// Whole seconds from `other` to this moment, rounded down.
  public func seconds(since other: Instant) -> Int64 { (microseconds - other.microseconds).floorDivided(by: 1_000_000) }
  /// Whole seconds since 1970, rounded down, as JWT and cookies count.
  public var unixSeconds: Int64 { microseconds.floorDivided(by: 1_000_000) }
}

/// A length of time in whole seconds.
public struct Seconds: Sendable, Hashable, Comparable {
  public let count: Int64
  public init(_ count: Int64) { self.count = count }
  public static func minutes(_ count: Int64) -> Seconds { Seconds(count * 60) }
  public static func hours(_ count: Int64) -> Seconds { Seconds(count * 3600) }
  public static func days(_ count: Int64) -> Seconds { Seconds(count * 86400) }
  public static func < (left: Seconds, right: Seconds) -> Bool { left.count < right.count }
}

/// A date and a time of day in UTC.
public struct CivilTime: Sendable, Hashable {
  public let year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
  /// 0 is Sunday.
  public let weekday: Int
}

extension Instant {
  /// The proleptic Gregorian date in UTC (H. Hinnant, "chrono-compatible low-level date algorithms").
  public var civil: CivilTime {
    let days = unixSeconds.floorDivided(by: 86400), clock = Int(unixSeconds - days * 86400)
    let shifted = days + 719_468, era = shifted.floorDivided(by: 146_097), dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100),
      monthIndex = (5 * dayOfYear + 2) / 153
    let month = Int(monthIndex < 10 ? monthIndex + 3 : monthIndex - 9)
    let weekday = (days + 4) - (days + 4).floorDivided(by: 7) * 7
    return CivilTime(
      year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month,
      day: Int(dayOfYear - (153 * monthIndex + 2) / 5 + 1),
      hour: clock / 3600, minute: clock / 60 % 60, second: clock % 60, weekday: Int(weekday))
  }

  /// The moment a UTC date and time names; nil outside the calendar.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, (0..<24).contains(hour),
      (0..<60).contains(minute),
      (0..<60).contains(second)
    else { return nil }
    let shiftedYear = Int64(month <= 2 ? year - 1 : year), era = shiftedYear.floorDivided(by: 400)
    let yearOfEra = shiftedYear - era * 400, monthIndex = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * monthIndex + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    self.init(microseconds: (days * 86400 + Int64(hour * 3600 + minute * 60 + second)) * 1_000_000)
    guard civil.day == day, civil.month == month else { return nil }
  }

  /// RFC 3339 in UTC, with a fraction only when there is one: `2026-11-21T09:00:00Z`.
  public var text: String {
    unsafe String(unsafeUninitializedCapacity: Self.longestText) { buffer in
      var span = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
      write(to: &span)
      return unsafe span.finalize(for: buffer)
    }
  }
  /// How many characters `text` has at most: the year may have six digits and a sign.
  public static let longestText = 32

  /// Appends the characters of `text`.
  public func write(to span: inout OutputSpan<UInt8>) {
    let time = civil, fraction = microseconds - unixSeconds * 1_000_000
    if 1000...9999 ~= time.year {
      span.append(pair: time.year / 100)
      span.append(pair: time.year % 100)
    } else {
      span.append(decimal: Int64(time.year), width: 4)
    }
    span.append(0x2D)
    span.append(pair: time.month)
    span.append(0x2D)
    span.append(pair: time.day)
    span.append(0x54)
    span.append(pair: time.hour)
    span.append(0x3A)
    span.append(pair: time.minute)
    span.append(0x3A)
    span.append(pair: time.second)
    if fraction != 0 {
      span.append(0x2E)
      span.append(decimal: fraction, width: 6)
    }
    span.append(0x5A)
  }

  /// Reads RFC 3339 with `Z` or an offset; nil for anything else.
  public init?(text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x74,
      bytes[13] == 0x3A,
      bytes[16] == 0x3A, let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19),
      let whole = Instant(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    var position = 19, micros: Int64 = 0
    if bytes[position] == 0x2E {
      var scale: Int64 = 100_000
      position += 1
      let start = position
      while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
        micros += Int64(bytes[position] - 0x30) * scale
        scale /= 10
        position += 1
      }
      guard position > start else { return nil }
    }
    guard position < bytes.count else { return nil }
    var offset: Int64 = 0
    switch bytes[position] {
    case 0x5A, 0x7A: guard position + 1 == bytes.count else { return nil }
    case 0x2B, 0x2D:
      guard position + 6 == bytes.count, bytes[position + 3] == 0x3A, let hours = number(position + 1..<position + 3),
        let minutes = number(position + 4..<position + 6), hours < 24, minutes < 60
      else { return nil }
      offset = Int64(hours * 3600 + minutes * 60) * (bytes[position] == 0x2B ? 1 : -1)
    default: return nil
    }
    self.init(microseconds: whole.microseconds + micros - offset * 1_000_000)
  }
}

extension Int64 {
  /// Division that rounds towards negative infinity; `divisor` is positive.
  @inline(__always) public func floorDivided(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}

extension OutputSpan<UInt8> {
  /// Decimal digits with zeros in front up to `width`, at most 8, after the sign of a negative number.
  public mutating func append(decimal value: Int64, width: Int = 1) {
    if value < 0 { append(0x2D) }
    append(digits: value.magnitude, width: width)
  }

  /// Two digits of a number below 100.
  @inline(__always) fileprivate mutating func append(pair number: Int) {
    let number = UInt8(truncatingIfNeeded: number)
    append(0x30 + number / 10)
    append(0x30 + number % 10)
  }

  private mutating func append(digits value: UInt64, width: Int) {
    // Eight at a time fit a word, the first in its lowest byte; dividing by what the compiler knows costs a multiplication.
    if value >= 100_000_000 {
      append(digits: value / 100_000_000, width: 1)
      return append(digits: value % 100_000_000, width: 8)
    }
    var rest = UInt32(value), word: UInt64 = 0, count = 0
    repeat {
      word = word << 8 | UInt64(0x30 + rest % 10)
      rest /= 10
      count += 1
    } while rest > 0 || count < width
    for _ in 0..<count {
      append(UInt8(truncatingIfNeeded: word))
      word >>= 8
    }
  }
}

extension Int {
  /// Decimal digits with zeros in front up to `width`.
  public func padded(_ width: Int) -> String {
    let digits = String(self)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
  }
}
