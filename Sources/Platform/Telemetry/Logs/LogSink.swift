internal import CLinux
internal import Essentials
internal import EventLoops
internal import Glibc
internal import Synchronization

/// Where log lines go. Writing one only appends it to a buffer: a thread of its own takes the buffer to the descriptor,
/// so a terminal or a pipe that nobody reads holds up no request. When the buffer is full, events are counted and left
/// out, and a line says so as soon as there is room.
public final class LogSink: Sendable {
  public static let standardError = LogSink(descriptor: 2)
  public static let standardOutput = LogSink(descriptor: 1)
  /// Takes everything and keeps nothing.
  public static let discard = LogSink(keepingLines: false)

  private struct Buffer {
    var bytes: [UInt8] = []
    var dropped: Int64 = 0
  }
  private enum Target { case descriptor(Int32), memory, nowhere }

  private let target: Target
  private let capacity: Int
  private let bell: Int32
  private let buffer = Mutex(Buffer())
  /// Held while bytes leave, so that a flush and the thread keep the order of lines.
  private let way = Mutex<Void>(())

  /// Writes to an open descriptor from a thread of its own, keeping at most `capacity` bytes in memory.
  public init(descriptor: Int32, capacity: Int = 1 << 20) {
    target = .descriptor(descriptor)
    self.capacity = capacity
    bell = eventfd(0, Int32(EFD_CLOEXEC))
    startThread(named: "log") { self.carry() }
  }

  private init(keepingLines: Bool) {
    target = keepingLines ? .memory : .nowhere
    capacity = .max
    bell = -1
  }

  /// Keeps the lines, for tests that read them.
  public static func memory() -> LogSink { LogSink(keepingLines: true) }

  /// The lines a `memory()` sink has kept.
  public var lines: [String] {
    buffer.withLock { String(decoding: $0.bytes, as: UTF8.self) }.split(separator: "\n").map(String.init)
  }

  func write(_ line: [UInt8]) {
    if case .nowhere = target { return }
    let isFirst = buffer.withLock { buffer in
      guard buffer.bytes.count + line.count <= capacity else {
        buffer.dropped += 1
        return false
      }
      buffer.bytes += line
      return buffer.bytes.count == line.count
    }
    if isFirst, bell >= 0 { eventfd_write(bell, 1) }
  }

  /// Takes what is buffered to the descriptor now; blocks until it is written.
  public func flush() {
    guard case .descriptor(let descriptor) = target else { return }
    way.withLock { _ in
      let (bytes, dropped) = buffer.withLock { buffer in
        defer { buffer = Buffer() }
        return (buffer.bytes, buffer.dropped)
      }
      Self.write(bytes + Self.note(of: dropped), to: descriptor)
    }
  }

  private func carry() -> Never {
    while true {
      var value: UInt64 = 0
      unsafe eventfd_read(bell, &value)
      // Lines that follow closely leave in the same write: under load a hundred wakes a second, not one per request.
      usleep(10_000)
      flush()
    }
  }

  private static func note(of dropped: Int64) -> [UInt8] {
    guard dropped > 0 else { return [] }
    let sink = LogSink.memory()
    Log(to: sink).warning("log_lines_dropped", ["count": .number(dropped)])
    return sink.buffer.withLock { $0.bytes }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&wait, 1, 100)
      } else if errno != EINTR {
        return  // A closed terminal or a full disk must not end the program.
      }
    }
  }
}
