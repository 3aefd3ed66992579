internal import CMicroHTTPD

// The library's calls and callbacks, and nothing else: every pointer it gives ends here.

/// libmicrohttpd's name for a connection; valid until the end of the request was reported.
@safe struct ConnectionHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  var socket: Int32 { unsafe mhd_socket(pointer) }
  var fieldCount: Int { Int(unsafe mhd_field_count(pointer)) }
  var headSize: Int { unsafe mhd_head_size(pointer) }
  /// The status of the answer that was queued last, by us or by the library; 0 if there is none.
  var status: Int { Int(unsafe mhd_status(pointer)) }
  var context: UnsafeMutableRawPointer? { unsafe mhd_context(pointer) }

  func suspend() { unsafe MHD_suspend_connection(pointer) }
  /// In external mode this wakes nobody: the loop must take another turn, as it does after a job, a timer or an event.
  func resume() { unsafe MHD_resume_connection(pointer) }

  var peer: String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      guard let start = text.baseAddress else { return "" }
      unsafe mhd_address_text(mhd_peer(pointer), start, 64)
      return unsafe String(cString: start)
    }
  }
}

/// One call of the library's about a request: the head, a piece of the body, or the end of it.
@safe struct RequestCall: @unchecked Sendable {
  let handle: ConnectionHandle
  let exchange: Exchange
  let method: UnsafePointer<CChar>
  let version: UnsafePointer<CChar>
  let upload: UnsafeRawBufferPointer

  var methodText: String { unsafe String(cString: method) }
  var versionText: String { unsafe String(cString: version) }

  /// The head as it lies in the library's memory, from the end of the version on.
  func withHead<Value>(_ body: (Span<UInt8>) throws(Refusal) -> Value) throws(Refusal) -> Value {
    let start = unsafe UnsafeRawPointer(version) + versionText.utf8.count
    let count = unsafe handle.headSize - (start - UnsafeRawPointer(method))
    guard count > 0 else { throw .malformed }
    let bytes = unsafe UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    return try body(unsafe bytes.span)
  }
  /// Whether the target that was reported fills the space before the version: a NUL would hide a part of it.
  var hasWholeTarget: Bool {
    unsafe UInt(bitPattern: version) == exchange.targetAddress + UInt(exchange.target.utf8.count) + 1
  }
  /// Whether the line before this piece of a chunk ended with a bare LF. The library accepts that; it is looked for in
  /// its memory, where a piece that begins a chunk still follows its line.
  var followsBareLineFeed: Bool {
    guard let start = unsafe upload.baseAddress, unsafe upload.count > 0 else { return false }
    let line = unsafe (start - 2).assumingMemoryBound(to: UInt8.self)
    return unsafe line[1] == 0x0A && line[0] != 0x0D
  }
}

/// A daemon in external mode: it owns its listening socket and an epoll set, and runs when it is told to.
@safe final class Daemon {
  private let pointer: OpaquePointer
  private let owner: Unmanaged<Listener>

  init?(
    for listener: Listener, on socket: Int32, _ configuration: ServerConfiguration, connections: Int, _ keys: KeyPair?
  ) {
    unsafe owner = Unmanaged.passRetained(listener)
    var hooks = unsafe mhd_hooks(
      owner: owner.toOpaque(), accepts: onArrival, request: onRequest, completed: onCompletion,
      connection: onConnection, target: onTarget)
    // The library's clock must not be the first to end an idle connection: that looks like a dropped request line.
    let stall = UInt32(max(configuration.deadlines.stall, configuration.deadlines.idle + 2000) / 1000)
    guard let daemon = unsafe mhd_start(socket, &hooks, UInt32(connections), stall, keys?.chain, keys?.key) else {
      unsafe owner.release()
      return nil
    }
    unsafe pointer = daemon
  }

  var descriptor: Int32 { unsafe mhd_epoll_descriptor(pointer) }
  var patience: Int32? {
    let limit = unsafe mhd_patience(pointer)
    return limit < 0 ? nil : limit
  }
  func run() { unsafe MHD_run(pointer) }
  /// Stops accepting and gives the listening socket back.
  func quiesce() -> Int32 { unsafe MHD_quiesce_daemon(pointer) }
  /// Closes what is left. No connection may be suspended.
  func stop() {
    unsafe MHD_stop_daemon(pointer)
    unsafe owner.release()
  }
}

/// PEM texts.
struct KeyPair {
  let chain: String
  let key: String
}

private func listener(_ owner: UnsafeMutableRawPointer?) -> Listener {
  guard let owner = unsafe owner else { preconditionFailure("libmicrohttpd lost the owner of a callback.") }
  return unsafe Unmanaged<Listener>.fromOpaque(owner).takeUnretainedValue()
}

private let onArrival: MHD_AcceptPolicyCallback = { owner, address, _ in
  let peer = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
    guard let start = text.baseAddress else { return "" }
    unsafe mhd_address_text(address, start, 64)
    return unsafe String(cString: start)
  }
  return unsafe listener(owner).admits(peer) ? .YES : .NO
}

private let onConnection: MHD_NotifyConnectionCallback = { owner, pointer, context, event in
  guard let pointer = unsafe pointer, let context = unsafe context else { return }
  let handle = unsafe ConnectionHandle(pointer: pointer)
  let listener = unsafe listener(owner)
  if event == .CONNECTION_NOTIFY_STARTED {
    let connection = Connection(socket: handle.socket, peer: handle.peer)
    unsafe context.pointee = Unmanaged.passRetained(connection).toOpaque()
    listener.assumeIsolated { $0.opened(connection) }
  } else if let kept = unsafe context.pointee {
    let connection = unsafe Unmanaged<Connection>.fromOpaque(kept).takeRetainedValue()
    unsafe context.pointee = nil
    listener.assumeIsolated { $0.closed(connection) }
  }
}

private typealias TargetCallback =
  @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer?

private let onTarget: TargetCallback = { owner, target, pointer in
  guard let target = unsafe target, let pointer = unsafe pointer else { return nil }
  let handle = unsafe ConnectionHandle(pointer: pointer)
  guard let kept = unsafe handle.context else { return nil }
  let connection = unsafe Unmanaged<Connection>.fromOpaque(kept).takeUnretainedValue()
  let exchange = unsafe Exchange(
    on: connection, handle: handle, target: String(cString: target), address: UInt(bitPattern: target))
  unsafe listener(owner).assumeIsolated { $0.began(exchange) }
  return unsafe Unmanaged.passRetained(exchange).toOpaque()
}

private let onRequest: MHD_AccessHandlerCallback = { owner, pointer, _, method, version, upload, size, slot in
  guard let pointer = unsafe pointer, let method = unsafe method, let version = unsafe version, let size = unsafe size,
    let kept = unsafe slot?.pointee
  else { return .NO }
  let call = unsafe RequestCall(
    handle: ConnectionHandle(pointer: pointer), exchange: Unmanaged<Exchange>.fromOpaque(kept).takeUnretainedValue(),
    method: method, version: version, upload: UnsafeRawBufferPointer(start: upload, count: size.pointee))
  unsafe size.pointee = 0
  return unsafe listener(owner).assumeIsolated { $0.received(call) } ? .YES : .NO
}

private let onCompletion: MHD_RequestCompletedCallback = { owner, pointer, slot, code in
  guard let kept = unsafe slot?.pointee, let pointer = unsafe pointer else { return }
  unsafe slot?.pointee = nil
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(kept).takeRetainedValue()
  let status = unsafe ConnectionHandle(pointer: pointer).status
  unsafe listener(owner).assumeIsolated {
    $0.finished(exchange, status: status, isComplete: code == .REQUEST_TERMINATED_COMPLETED_OK)
  }
}
