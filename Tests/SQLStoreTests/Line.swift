// A line to the server that can be cut, mended and silenced: a small TCP relay on threads.
import EventLoops
import Foundation
import Glibc
import Synchronization

final class Line: Sendable {
  private struct State {
    var listener: Int32 = -1
    var sockets: [Int32] = []
    var isSilent = false
  }
  private let state = Mutex(State())
  private let server: UInt16
  let port: UInt16

  init(toServerAt port: Int) throws {
    server = UInt16(port)
    let listener = Self.socket(boundTo: 0)
    self.port = Self.port(of: listener)
    listen(on: listener)
  }

  /// Ends every connection and refuses new ones.
  func cut() {
    let open = state.withLock { state in
      defer { state.sockets = [] }
      shutdown(state.listener, Int32(SHUT_RDWR))
      close(state.listener)
      return state.sockets
    }
    for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
  }

  func mend() { listen(on: Self.socket(boundTo: port)) }

  /// Takes what is sent, and passes nothing on.
  func silence() { state.withLock { $0.isSilent = true } }

  private func listen(on listener: Int32) {
    Glibc.listen(listener, 64)
    state.withLock { $0.listener = listener }
    startThread(named: "line") {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        let upstream = Self.connected(to: self.server)
        self.state.withLock { $0.sockets += [client, upstream] }
        startThread(named: "line-up") { self.relay(client, upstream) }
        startThread(named: "line-down") { self.relay(upstream, client) }
      }
    }
  }

  private func relay(_ source: Int32, _ target: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      if state.withLock({ $0.isSilent }) { continue }
      var sent = 0
      while sent < count {
        let written = buffer.withUnsafeBytes {
          send(target, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
        }
        guard written > 0 else { break }
        sent += written
      }
    }
    shutdown(target, Int32(SHUT_RDWR))
  }

  private static func socket(boundTo port: UInt16) -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    let bound = withAddress(port) { bind(socket, $0, $1) }
    precondition(bound == 0, "The line has no port.")
    return socket
  }

  private static func connected(to port: UInt16) -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = withAddress(port) { connect(socket, $0, $1) }
    return socket
  }

  private static func port(of socket: Int32) -> UInt16 {
    var address = sockaddr_in(), length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}
