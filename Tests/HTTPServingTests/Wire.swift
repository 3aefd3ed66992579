import Glibc

/// A client that sends exactly the bytes it is given and reads answers one by one.
final class Wire {
  struct Reply: Equatable {
    var status = 0
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var text: String { String(decoding: body, as: UTF8.self) }
    subscript(_ name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
    static func == (left: Reply, right: Reply) -> Bool { left.status == right.status && left.body == right.body }
  }
  enum Failure: Error { case connect, closed, silence, notHTTP(String) }

  let socket: Int32
  private var pending: [UInt8] = []

  init(_ port: UInt16, patience: Int = 10) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var time = timeval(tv_sec: patience, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure.connect }
  }
  deinit { close(socket) }

  func send(_ text: String) { send(Array(text.utf8)) }
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
  func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

  /// More bytes, or false at the end of the connection.
  private func fill() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    if count < 0, errno == EAGAIN { throw Failure.silence }
    guard count > 0 else { return false }
    pending += buffer[..<count]
    return true
  }

  private func line() throws -> String {
    while true {
      if let end = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
      }
      guard try fill() else { throw Failure.closed }
    }
  }
  private func bytes(_ count: Int) throws -> [UInt8] {
    while pending.count < count { guard try fill() else { throw Failure.closed } }
    defer { pending.removeFirst(count) }
    return Array(pending[..<count])
  }
  /// Everything until the peer closes.
  func rest() throws -> [UInt8] {
    while try fill() {}
    defer { pending = [] }
    return pending
  }
  /// Whether the peer closes now, sending nothing more.
  func isClosed() -> Bool { (try? rest())?.isEmpty ?? (errno == ECONNRESET) }

  func reply(toHead: Bool = false) throws -> Reply {
    var reply = try head()
    if toHead || reply.status == 304 || reply.status == 204 || reply.status < 200 { return reply }
    if reply["Transfer-Encoding"] == "chunked" {
      while true {
        let size = Int(try line(), radix: 16) ?? 0
        reply.body += try bytes(size)
        _ = try line()
        if size == 0 { return reply }
      }
    }
    if let length = reply["Content-Length"].flatMap({ Int($0) }) {
      reply.body = try bytes(length)
    } else {
      reply.body = try rest()
    }
    return reply
  }
  func head() throws -> Reply {
    let status = try line().split(separator: " ")
    guard status.count >= 2, status[0].hasPrefix("HTTP/1."), let code = Int(status[1]) else {
      throw Failure.notHTTP(status.joined(separator: " "))
    }
    var reply = Reply(status: code)
    while true {
      let field = try line()
      if field.isEmpty { return reply }
      let parts = field.split(separator: ":", maxSplits: 1)
      reply.fields.append((String(parts[0]), String(parts.count > 1 ? parts[1] : "").trimmed))
    }
  }
  func get(_ path: String, _ fields: String = "") throws -> Reply {
    send("GET \(path) HTTP/1.1\r\nHost: school.example\r\n\(fields)\r\n")
    return try reply()
  }
}

extension String {
  var trimmed: String { String(drop { $0 == " " }) }
}
