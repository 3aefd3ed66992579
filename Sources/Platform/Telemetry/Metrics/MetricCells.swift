internal import Synchronization

/// Something that holds one labeled value.
public protocol MetricCell: AnyObject, Sendable {
  func write(to page: inout MetricPage, name: String, labels: [(String, String)])
}

/// A number that only grows.
public final class Counter: MetricCell {
  private let value = Atomic<UInt64>(0)

  public func add(_ count: UInt64 = 1) { value.wrappingAdd(count, ordering: .relaxed) }
  public var count: UInt64 { value.load(ordering: .relaxed) }

  public func write(to page: inout MetricPage, name: String, labels: [(String, String)]) {
    page.row(name, labels, Double(count))
  }
}

/// A number that rises and falls.
public final class Gauge: MetricCell {
  private let bits = Atomic<UInt64>(0)

  public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
  public func add(_ value: Double = 1) { bits.add(value) }
  public func subtract(_ value: Double = 1) { bits.add(-value) }
  public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  public func write(to page: inout MetricPage, name: String, labels: [(String, String)]) {
    page.row(name, labels, value)
  }
}

/// How observed values spread over fixed limits.
public final class Histogram: MetricCell {
  /// Limits for durations of requests and statements, from half a millisecond to ten seconds.
  public static let seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  /// Limits for sizes in bytes, from 256 to 64 MB.
  public static let bytes = [256.0, 1024, 4096, 16384, 65536, 262_144, 1_048_576, 16_777_216, 67_108_864]

  private let limits: [Double]
  /// How many values fell into each limit, and at the end those above the last.
  private let counts: [Counter]
  private let sum = Atomic<UInt64>(0)

  init(limits: [Double]) {
    self.limits = limits
    counts = (0...limits.count).map { _ in Counter() }
  }

  public func observe(_ value: Double) {
    counts[limits.firstIndex { value <= $0 } ?? limits.count].add()
    sum.add(value)
  }

  public func write(to page: inout MetricPage, name: String, labels: [(String, String)]) {
    var total: UInt64 = 0
    for (index, count) in counts.enumerated() {
      total += count.count
      let limit = index < limits.count ? MetricPage.number(limits[index]) : "+Inf"
      page.row(name + "_bucket", labels + [("le", limit)], Double(total))
    }
    page.row(name + "_sum", labels, Double(bitPattern: sum.load(ordering: .relaxed)))
    // The total of the buckets read here, so that the page agrees with itself while others count on.
    page.row(name + "_count", labels, Double(total))
  }
}

final class Reading: MetricCell {
  private let read: @Sendable () -> Double
  init(read: @escaping @Sendable () -> Double) { self.read = read }
  func write(to page: inout MetricPage, name: String, labels: [(String, String)]) { page.row(name, labels, read()) }
}

extension Atomic where Value == UInt64 {
  /// Adds to a `Double` kept as its bits.
  fileprivate borrowing func add(_ value: Double) {
    var old = load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + value).bitPattern
      let (exchanged, original) = weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = original
    }
  }
}
