internal import CMicroHTTPD
internal import Glibc
internal import Routing

// Answers as libmicrohttpd wants them. Bytes go out from where the handler left them, files by sendfile, streams piece
// by piece.

/// Keeps the bytes of an answer where they are until the last of them is sent.
private final class Kept {
  let bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension Listener {
  /// False if the library would not take it.
  func send(_ outgoing: Outgoing, _ exchange: Exchange, _ handle: ConnectionHandle) -> Bool {
    guard let made = unsafe make(outgoing, exchange) else { return false }
    defer { unsafe MHD_destroy_response(made) }
    for field in outgoing.fields where unsafe MHD_add_response_header(made, field.name, field.value) == .NO {
      configuration.faultLog("the field \(field.name) of an answer cannot be sent")
    }
    return unsafe MHD_queue_response(handle.pointer, UInt32(outgoing.status), made) == .YES
  }

  private func make(_ outgoing: Outgoing, _ exchange: Exchange) -> OpaquePointer? {
    switch outgoing.body {
    case .bytes(let bytes) where bytes.isEmpty:
      return unsafe MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
    case .bytes(let bytes):
      if exchange.head?.method != "HEAD" { exchange.sentBytes = bytes.count }
      return unsafe response(keeping: bytes)
    case .file(let path, let offset, let length):
      let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      if exchange.head?.method != "HEAD" { exchange.sentBytes = length }
      return unsafe MHD_create_response_from_fd_at_offset64(UInt64(length), descriptor, UInt64(offset))
    case .absent(let length):
      return unsafe mhd_absent(UInt64(length))
    case .stream where exchange.head?.method == "HEAD":
      return unsafe mhd_head_of_stream()
    case .stream(let next):
      let source = StreamSource(next, of: exchange, on: self)
      exchange.source = source
      return unsafe MHD_create_response_from_callback(
        UInt64.max, 16_384, onPull, Unmanaged.passRetained(source).toOpaque(), onStreamEnd)
    }
  }

  private func response(keeping bytes: [UInt8]) -> OpaquePointer? {
    let kept = Kept(bytes)
    // The elements of an array stay in place while the array is kept and not changed.
    let start = unsafe kept.bytes.withUnsafeBytes { unsafe UnsafeMutableRawPointer(mutating: $0.baseAddress) }
    return unsafe MHD_create_response_from_buffer_with_free_callback_cls(
      kept.bytes.count, start, onSent, Unmanaged.passRetained(kept).toOpaque())
  }

  /// Fills `buffer` from a stream, or suspends the connection until there is something.
  func pull(_ source: StreamSource, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = unsafe source.take(into: buffer)
    if count > 0 { return sent(count, of: source) }
    if source.state == .idle {
      source.pull(isolation: self)
      let count = unsafe source.take(into: buffer)
      if count > 0 { return sent(count, of: source) }
    }
    switch source.state {
    case .ended: return -1
    case .failed: return -2
    case .idle, .pulling:
      source.exchange.suspend()
      return 0
    }
  }

  private func sent(_ count: Int, of source: StreamSource) -> Int {
    source.exchange.sentBytes += count
    return count
  }
}

/// The arguments of a pull, on their way into the actor.
@safe private struct Pull: @unchecked Sendable {
  let source: StreamSource
  let buffer: UnsafeMutableRawBufferPointer
}

private let onPull: MHD_ContentReaderCallback = { kept, _, buffer, size in
  guard let kept = unsafe kept else { return -2 }
  let source = unsafe Unmanaged<StreamSource>.fromOpaque(kept).takeUnretainedValue()
  let pull = unsafe Pull(source: source, buffer: UnsafeMutableRawBufferPointer(start: buffer, count: size))
  return source.listener.assumeIsolated { unsafe $0.pull(pull.source, into: pull.buffer) }
}
private let onStreamEnd: MHD_ContentReaderFreeCallback = { kept in
  guard let kept = unsafe kept else { return }
  unsafe Unmanaged<StreamSource>.fromOpaque(kept).release()
}
private let onSent: MHD_ContentReaderFreeCallback = { kept in
  guard let kept = unsafe kept else { return }
  unsafe Unmanaged<Kept>.fromOpaque(kept).release()
}
