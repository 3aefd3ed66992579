internal import CLinux
internal import CMicroHTTPD
internal import EventLoops
internal import Routing

// Refusals that libmicrohttpd cannot send: in the middle of a body, at a deadline, and for a request line that it drops
// without a word. They are written to the socket directly, so a TLS connection is closed without one.
extension Listener {
  func refuseAtOnce(_ refusal: Refusal, _ exchange: Exchange) {
    exchange.refusedStatus = refusal.status
    exchange.phase = .over
    write(refusal, to: exchange.connection)
  }

  func write(_ refusal: Refusal, to connection: Connection) {
    connection.isEnding = true
    guard configuration.certificate == nil else { return }
    connection.lingers = true
    let response = configuration.refusal(refusal.status, connection.exchange?.head)
    var text = "HTTP/1.1 \(refusal.status) Refused\r\nConnection: close\r\nContent-Length: \(response.bytes.count)\r\n"
    for field in response.fields { text += "\(field.name): \(field.value)\r\n" }
    let bytes = Array("\(text)\r\n".utf8) + response.bytes
    _ = unsafe bytes.withUnsafeBytes { bytes in
      unsafe CLinux.send(connection.socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
  }

  /// The library closed this new connection of its own accord and without a word: a request line it could not read.
  func wasDropped(_ connection: Connection) -> Bool {
    guard configuration.certificate == nil, !connection.isEnding, connection.exchange == nil else { return false }
    return mhd_has_sent(connection.socket) == 0 && mhd_is_gone(connection.socket, 1) == 0
  }

  /// A close with unread bytes resets the connection and may destroy the refusal on its way; so its end is awaited.
  func linger(on socket: Int32) {
    let copy = dup(socket)
    guard copy >= 0 else { return }
    shutdown(copy, Int32(SHUT_WR))
    loop.assumeIsolated { loop in
      let lingering = Lingering(copy)
      lingering.watch = loop.watch(copy, for: .readable) { _ in if lingering.drain() { lingering.end(on: loop) } }
      lingering.timer = loop.after(milliseconds: 2000) { lingering.end(on: loop) }
    }
  }
}

/// A socket that is read and forgotten until the peer closes it.
private final class Lingering {
  let socket: Int32
  var watch: EventLoop.Token?
  var timer: EventLoop.Token?
  init(_ socket: Int32) { self.socket = socket }

  /// True when the peer is done.
  func drain() -> Bool {
    unsafe withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
      unsafe recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)) <= 0
    }
  }

  func end(on loop: isolated EventLoop) {
    guard let watch else { return }
    self.watch = nil
    loop.unwatch(watch)
    if let timer { loop.cancel(timer) }
    close(socket)
  }
}
