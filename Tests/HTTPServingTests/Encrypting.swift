import EventLoops
import Foundation
import HTTPServing
import Routing
import Testing

/// What `command` printed.
func output(of command: String) throws -> String {
  let process = Process(), pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: "/bin/sh")
  process.arguments = ["-c", command]
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: bytes, as: UTF8.self)
}

@Suite struct `Encrypting` {
  @Test func `with a certificate the server speaks TLS`() async throws {
    let folder = "/tmp/evolv-tls-\(UInt64.random(in: 0 ... .max))"
    _ = try output(
      of: """
        mkdir \(folder) && cd \(folder) && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
        -keyout key.pem -out chain.pem -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1
        """)
    defer { _ = try? output(of: "rm -r \(folder)") }
    var configuration = ServerConfiguration.quick
    configuration.certificate = .init(chainPath: "\(folder)/chain.pem", keyPath: "\(folder)/key.pem")
    let server = try await TestServer(
      configuration,
      Pages { request in
        request.head.path == "/secret"
          ? Response(status: 200, type: "text/plain", Array("\(request.head.isEncrypted)".utf8)) : nil
      })
    let address = "https://127.0.0.1:\(server.port)"
    let curl = "curl -s --cacert \(folder)/chain.pem"
    #expect(try output(of: "\(curl) \(address)/secret") == "true")
    #expect(try output(of: "\(curl) -d hello \(address)/echo") == "hello")
    #expect(try output(of: "\(curl) \(address)/late \(address)/late") == "latelate")
    #expect(throws: Wire.Failure.self) { try Wire(server.port).get("/late") }
    await server.stop()
  }

  @Test func `a certificate that cannot be read stops the start`() async throws {
    var configuration = ServerConfiguration.quick
    configuration.certificate = .init(chainPath: "/nowhere", keyPath: "/nowhere")
    await #expect(throws: ServerFault.self) { _ = try await TestServer(configuration) }
  }
}
