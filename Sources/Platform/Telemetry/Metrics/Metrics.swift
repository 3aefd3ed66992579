internal import Synchronization

// The numbers of the running program, as Prometheus reads them (text format 0.0.4). Each is registered once under a
// name that its rules accept; counting is an atomic addition, so every thread may count and none waits.

/// Every number the program publishes.
public final class Metrics: Sendable {
  private let families = Mutex<[String: any Family]>([:])

  public init() {}

  /// The content type of `text()`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// A number that only grows; the name ends in `_total`. The same name gives the same counter.
  public func counter(_ name: String, _ help: String) -> Counter { counters(name, help).with() }

  /// A counter for each combination of label values.
  public func counters(_ name: String, _ help: String, by labels: String...) -> Labeled<Counter> {
    precondition(name.hasSuffix("_total"), "The name of a counter ends in _total.")
    return register(name, help, "counter", labels) { Counter() }
  }

  /// A number that rises and falls; the name ends in its unit.
  public func gauge(_ name: String, _ help: String) -> Gauge { gauges(name, help).with() }

  /// A gauge for each combination of label values.
  public func gauges(_ name: String, _ help: String, by labels: String...) -> Labeled<Gauge> {
    register(name, help, "gauge", labels) { Gauge() }
  }

  /// A number that is asked for when the page is read, such as the length of a queue.
  public func watch(_ name: String, _ help: String, isCounter: Bool = false, _ read: @escaping @Sendable () -> Double) {
    _ = register(name, help, isCounter ? "counter" : "gauge", []) { Reading(read: read) }.with()
  }

  /// How values spread over fixed limits, in rising order; the name ends in the unit of the values.
  public func histogram(_ name: String, _ help: String, limits: [Double] = Histogram.seconds) -> Histogram {
    histograms(name, help, limits: limits).with()
  }

  /// A histogram for each combination of label values.
  public func histograms(
    _ name: String, _ help: String, limits: [Double] = Histogram.seconds, by labels: String...
  ) -> Labeled<Histogram> {
    precondition(zip(limits, limits.dropFirst()).allSatisfy(<), "The limits of a histogram rise.")
    return register(name, help, "histogram", labels) { Histogram(limits: limits) }
  }

  /// Everything in the text format, sorted by name.
  public func text() -> [UInt8] {
    var page = MetricPage()
    for family in families.withLock({ Array($0.values) }).sorted(by: { $0.name < $1.name }) { family.write(to: &page) }
    return page.bytes
  }

  private func register<Cell: MetricCell>(
    _ name: String, _ help: String, _ kind: String, _ labels: [String], _ make: @escaping @Sendable () -> Cell
  ) -> Labeled<Cell> {
    precondition(name.isMetricName && labels.allSatisfy(\.isMetricName), "A metric's name is a-z, 0-9 and _.")
    return families.withLock { families in
      if let known = families[name] {
        guard let known = known as? Labeled<Cell>, known.labels == labels else {
          preconditionFailure("The metric \(name) is registered twice with different kinds or labels.")
        }
        return known
      }
      let family = Labeled(name: name, help: help, kind: kind, labels: labels, make: make)
      families[name] = family
      return family
    }
  }
}

/// All values of one metric name.
private protocol Family: Sendable {
  var name: String { get }
  func write(to page: inout MetricPage)
}

/// One metric, split by the values of its labels. Keep what `with` returns where the values are known beforehand.
public final class Labeled<Cell: MetricCell>: Family {
  let name: String, help: String, kind: String, labels: [String]
  private let cells = Mutex<[[String]: Cell]>([:])
  private let make: @Sendable () -> Cell

  init(name: String, help: String, kind: String, labels: [String], make: @escaping @Sendable () -> Cell) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels
    self.make = make
  }

  /// The cell for these label values, in the order the labels were named. The values must be few: no ids, no paths.
  public func with(_ values: String...) -> Cell {
    precondition(values.count == labels.count, "The metric \(name) has \(labels.count) labels.")
    return cells.withLock { cells in
      if let cell = cells[values] { return cell }
      let cell = make()
      cells[values] = cell
      return cell
    }
  }

  func write(to page: inout MetricPage) {
    page.head(name: name, help: help, kind: kind)
    let rows = cells.withLock { Array($0) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (values, cell) in rows { cell.write(to: &page, name: name, labels: Array(zip(labels, values))) }
  }
}

extension String {
  fileprivate var isMetricName: Bool {
    let isName = utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    return isName && !(utf8.first.map { (0x30...0x39).contains($0) } ?? true)
  }
}
