public import Essentials

// What the program tells its operator: one JSON object per event, on one line. An event has a fixed name and typed
// fields, never a sentence put together at run time, so that a log can be searched and a value from outside can never
// forge a line. A `Log` is a value: bind what is known (a request's id, a job's name) once and hand it on.

/// How much an event matters.
public enum LogLevel: Int, Sendable, Comparable, CaseIterable {
  case debug, info, notice, warning, error
  /// Nothing is written; events are filtered before their fields are computed.
  case off

  public var name: String {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warning: "warning"
    case .error: "error"
    case .off: "off"
    }
  }
  public init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }
  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// Writes events with the fields bound to it.
public struct Log: Sendable {
  public let level: LogLevel
  private let sink: LogSink
  private let clock: @Sendable () -> Instant
  /// The bound fields as they stand in the line, rendered once.
  private var bound: [UInt8] = []

  public init(to sink: LogSink, level: LogLevel = .info, clock: @escaping @Sendable () -> Instant = { .now() }) {
    self.sink = sink
    self.level = level
    self.clock = clock
  }

  /// A log that writes nothing.
  public static let none = Log(to: .discard, level: .off)

  /// The same log with fields that every event carries.
  public func with(_ fields: LogFields) -> Log {
    var log = self
    if level != .off { fields.append(to: &log.bound) }
    return log
  }

  public func isOn(_ level: LogLevel) -> Bool { level >= self.level }

  public func debug(_ event: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.debug, event, fields)
  }
  public func info(_ event: StaticString, _ fields: @autoclosure () -> LogFields = [:]) { write(.info, event, fields) }
  public func notice(_ event: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.notice, event, fields)
  }
  public func warning(_ event: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.warning, event, fields)
  }
  public func error(_ event: StaticString, _ fields: @autoclosure () -> LogFields = [:]) {
    write(.error, event, fields)
  }

  /// For a level that is known only at run time; the named functions are the usual way.
  public func write(_ level: LogLevel, _ event: StaticString, _ fields: () -> LogFields) {
    guard isOn(level), level != .off else { return }
    var line: [UInt8] = []
    line.reserveCapacity(192 + bound.count)
    line.append(ascii: #"{"time":""#)
    line.append(timeOf: clock())
    line.append(ascii: #"","level":""#)
    line.append(ascii: level.name)
    line.append(ascii: #"","event":"#)
    line.append(jsonText: event.description)
    line.append(contentsOf: bound)
    fields().append(to: &line)
    line.append(ascii: "}\n")
    sink.write(line)
  }

  /// Waits until everything written so far has left the process; for the end of the program.
  public func flush() { sink.flush() }
}
