import Essentials
import Foundation
import RedisStore
import Testing

/// A Redis of a test's own, which it may kill.
final class RedisPeer {
  let port: Int
  let folder: String
  private var process = Process()
  private let arguments: [String]

  static let program = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  init(_ arguments: String...) async throws {
    folder = NSTemporaryDirectory() + "redis-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    port = try Self.freePort()
    self.arguments = arguments
    try await start()
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// `redis://…` with `access` before the host and `number` behind it.
  func address(_ access: String = "", _ number: String = "") throws -> RedisAddress {
    try #require(RedisAddress(url: Secret("redis://\(access)127.0.0.1:\(port)\(number)")))
  }

  func start() async throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.program))
    process.arguments =
      ["--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--dir", folder, "--unixsocket", folder + "/socket"]
      + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while !Self.listens(port) { try await Task.sleep(for: .milliseconds(5)) }
  }

  func kill() { signal(SIGKILL); process.waitUntilExit() }
  /// It keeps its connections and says nothing.
  func freeze() { signal(SIGSTOP) }
  func thaw() { signal(SIGCONT) }
  private func signal(_ number: Int32) { if process.isRunning { Foundation.kill(process.processIdentifier, number) } }

  private static func freePort() throws -> Int {
    try withSocket { socket in
      var address = loopback(port: 0), length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) == 0 }
      }
      try #require(isBound)
      withUnsafeMutablePointer(to: &address) {
        _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
      }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }
  private static func listens(_ port: Int) -> Bool {
    do {
      return try withSocket { socket in
        var address = loopback(port: UInt16(port))
        return withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
          }
        }
      }
    } catch { return false }
  }
  private static func withSocket<Value>(_ body: (Int32) throws -> Value) throws -> Value {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    return try body(descriptor)
  }
  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }
}
