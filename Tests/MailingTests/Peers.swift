import Foundation
import Mailing
import Testing

enum Peers {
  /// A Python that has aiosmtpd, for tests against a real server.
  static let python = ProcessInfo.processInfo.environment["EVOLV_TEST_PYTHON"]
  /// Any Python, whose own reader of mails is an independent judge.
  static let plainPython =
    python ?? ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileManager.default.isExecutableFile(atPath: $0) }

  static func folder() throws -> String {
    let path = NSTemporaryDirectory() + "mail-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// Runs a program with some input and gives what it prints. Through files: a pipe's end would be inherited by programs
  /// that other tests start at the same moment, and never close.
  static func run(_ program: String, _ arguments: [String], input: Data = Data()) throws -> String {
    let folder = URL(fileURLWithPath: try folder()), process = Process()
    try input.write(to: folder.appending(path: "in"))
    try Data().write(to: folder.appending(path: "out"))
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: try Data(contentsOf: folder.appending(path: "out")), as: UTF8.self)
  }
}

/// An SMTP server of aiosmtpd that prints what it takes, one JSON object per line.
final class SMTPPeer {
  let port: Int
  private let process = Process()
  private let output = Pipe()

  init(_ arguments: String...) throws {
    let script = try Peers.folder() + "/peer.py"
    try Self.script.write(toFile: script, atomically: true, encoding: .utf8)
    process.executableURL = URL(fileURLWithPath: try #require(Peers.python))
    process.arguments = [script] + arguments
    process.standardOutput = output
    try process.run()
    let first = Self.line(output.fileHandleForReading)
    port = try #require(Int(first))
  }
  /// SIGTERM is blocked in what a test's thread starts.
  deinit { kill(process.processIdentifier, SIGKILL) }

  /// The next mail that was taken.
  func taken() throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: Data(Self.line(output.fileHandleForReading).utf8)) as? [String: Any])
  }

  private static func line(_ handle: FileHandle) -> String {
    var bytes = Data()
    while let byte = try? handle.read(upToCount: 1), let value = byte.first, value != 0x0A { bytes.append(value) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let script = """
    import asyncio, json, os, ssl, sys
    from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
    options = dict(argument.split("=", 1) for argument in sys.argv[1:])
    class Peer:
        async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
            if address.startswith("unknown"): return "550 no such user"
            if address.startswith("busy"): return "451 come back later"
            envelope.rcpt_tos.append(address)
            return "250 OK"
        async def handle_DATA(self, server, session, envelope):
            print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
              "user": session.auth_data.login.decode() if session.authenticated else None,
              "content": envelope.content.decode("utf-8")}), flush=True)
            return "250 taken"
    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.login == b"school" and data.password == b"p@ss:w/rd"
        return AuthResult(success=good, handled=False, auth_data=data)
    context = None
    if "cert" in options:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options["cert"], options["key"])
    auth = options.get("auth") == "yes"
    implicit = options.get("implicit") == "yes"
    def peer():
        return SMTP(Peer(), tls_context=None if implicit else context, require_starttls=context is not None and not implicit, decode_data=False,
          enable_SMTPUTF8=True, authenticator=check if auth else None, auth_required=auth, auth_require_tls=context is not None and not implicit)
    async def main():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(peer, "127.0.0.1", 0, ssl=context if implicit else None)
        print(server.sockets[0].getsockname()[1], flush=True)
        parent = os.getppid()
        while os.getppid() == parent: await asyncio.sleep(0.5)
    asyncio.run(main())
    """
}
