public import Essentials
public import Markup

/// A moment in words, exact in the markup.
public struct Moment: Component {
  let instant: Instant
  public init(instant: Instant) { self.instant = instant }

  public var body: HTML {
    let civil = instant.civil
    time(datetime: instant.text, .class("no-wrap")) {
      "\(civil.day) \(Self.months[civil.month - 1]) \(civil.year), \(civil.hour.padded(2)):\(civil.minute.padded(2)) UTC"
    }
  }
  fileprivate static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

/// The day of a moment.
public struct Day: Component {
  let instant: Instant
  public init(instant: Instant) { self.instant = instant }

  public var body: HTML {
    let civil = instant.civil
    time(datetime: instant.text, .class("no-wrap")) { "\(civil.day) \(Moment.months[civil.month - 1]) \(civil.year)" }
  }
}
