internal import Essentials
internal import EventLoops
internal import Routing

/// One socket and what it waits for. It belongs to its listener; `@unchecked` because the library's callbacks carry it
/// there.
final class Connection: @unchecked Sendable {
  let socket: Int32
  let peer: String
  /// Its place among the listener's connections.
  var place = 0
  var exchange: Exchange?
  /// On the monotonic clock, in milliseconds.
  var deadline = Int64.max
  /// The socket outlives the library's close for a moment, so that a refusal reaches a peer that is still sending.
  var lingers = false
  /// The next thing the peer sends is read by nobody.
  var isEnding = false

  init(socket: Int32, peer: String) {
    self.socket = socket
    self.peer = peer
  }

  func wait(_ milliseconds: Int) { deadline = EventLoop.milliseconds() + Int64(milliseconds) }
  func waitForever() { deadline = .max }
}

/// One request and its answer, from the request line to the last byte sent.
final class Exchange: @unchecked Sendable {
  enum Phase { case head, body, answering, sending, over }

  unowned let connection: Connection
  let target: String
  /// Where the library holds the target: only to be compared.
  let targetAddress: UInt
  let receivedAt = Instant.now()

  /// nil as soon as the library ended the request: nothing may be asked of it any more.
  var handle: ConnectionHandle?
  var phase = Phase.head
  var head: RequestHead?
  var intake = BodyIntake.nothing
  var isChunked = false
  /// When the whole body must be there.
  var bodyDeadline = Int64.max
  /// An answer that was decided before the request was complete.
  var early: Response?
  var task: Task<Void, Never>?
  var isSuspended = false
  var source: StreamSource?
  var sentBytes = 0
  /// Set when the refusal was written past the library.
  var refusedStatus = 0

  init(on connection: Connection, handle: ConnectionHandle, target: String, address: UInt) {
    self.connection = connection
    self.handle = handle
    self.target = target
    targetAddress = address
  }

  func suspend() {
    isSuspended = true
    handle?.suspend()
  }
  func resume() {
    guard isSuspended else { return }
    isSuspended = false
    handle?.resume()
  }
}
