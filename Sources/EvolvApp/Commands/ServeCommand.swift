internal import Accounts
internal import CLinux
internal import Configuration
internal import Essentials
internal import EventLoops
internal import EvolvCore
internal import Foundation
internal import HTTPServing
internal import JobQueue
internal import RedisStore
internal import Routing
internal import SQLStore
internal import Telemetry

extension Command {
  static let serve = Command(
    name: "serve", usage: "serve [--demo] [--port N] [--host ADDR] [--data DIR]", about: "Serve the school."
  ) { _, program in
    try await program.serve()
  }
  static let migrate = Command(name: "migrate", usage: "migrate", about: "Bring the database up to date.") {
    _, program in
    let report = try await program.migrate()
    CommandLineProgram.tell(report.applied.isEmpty ? "up to date\n" : report.applied.map { "applied \($0)\n" }.joined())
  }
  static let routes = Command(name: "routes", usage: "routes", about: "List who may do what.") { _, program in
    CommandLineProgram.tell(program.table.permissionMatrix())
  }
  static let openAPI = Command(name: "openapi", usage: "openapi", about: "Print the description of the API.") {
    _, program in
    CommandLineProgram.tell(String(decoding: App.openAPI, as: UTF8.self) + "\n")
  }
  static let settings = Command(name: "settings", usage: "settings", about: "Print the table of settings, in Markdown.")
  { _, _ in
    CommandLineProgram.tell(Settings.markdownTable)
  }
}

extension Program {
  /// Serves until SIGTERM or SIGINT, then lets running requests end.
  func serve() async throws {
    try await migrate()
    let loops = (1...settings.loops).map { EventLoop(name: "loop-\($0)") }
    for loop in loops { loop.start() }
    let database = try await store.database(on: loops[0])
    try await prepare(database)
    await redis?.connect()
    let server = HTTPServer(serverConfiguration)
    try await server.start(on: loops) { loop in Dispatcher(self, db: try await self.store.database(on: loop)) }
    let worker = settings.jobs > 0 ? try await startWorking().worker : nil
    let watching = watchSettings(database)
    watch(server)
    announce(port: Int(server.port))
    await StopSignal.wait()
    log.info("stopping")
    watching.cancel()
    async let jobsReturned: Void? = worker?.stop()
    await server.stop(graceSeconds: 20)
    await jobsReturned
    await store.close()
    log.info("stopped")
  }

  /// What must be there before the first request.
  private func prepare(_ database: Database) async throws {
    if settings.isDemo { try await DemoSchool(self).load(into: database) }
    try await readChoices(from: database)
  }

  private var serverConfiguration: ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.address = settings.host
    configuration.port = UInt16(settings.port)
    configuration.spoolFolder = spoolFolder
    configuration.certificate = settings.tls.map { .init(chainPath: $0.certificate, keyPath: $0.key) }
    if !settings.trustedProxies.isEmpty { configuration.limits.connectionsPerAddress = 0 }
    configuration.refusal = { self.refusal($0, of: $1) }
    let log = log
    configuration.faultLog = { log.error("server", ["fault": .text($0)]) }
    return configuration
  }

  private var spoolFolder: String {
    let folder = settings.spoolFolder
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      log.error("no folder for uploads", ["error": .error(error)])
    }
    return folder
  }

  private func watch(_ server: HTTPServer) {
    metrics.registry.watch("evolv_http_connections", "Open connections.") { Double(server.statistics.openConnections) }
    let hashing = facilities.hashing
    metrics.registry.watch("evolv_hashing_queue", "Passwords that wait to be hashed.") { Double(hashing.depth) }
  }

  private func announce(port: Int) {
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    log.info("serving", ["address": .text("http://\(host):\(port)"), "data": .text(settings.dataFolder)])
    CommandLineProgram.tell("\nEvolv serves \(facilities.schoolName) on http://\(host):\(port)\n")
    if settings.isDemo { CommandLineProgram.tell(DemoSchool.accountsText(in: settings.dataFolder)) }
  }
}

/// SIGTERM and SIGINT, which end the program in order.
public enum StopSignal {
  /// To be called first of all in the program that will `wait()`.
  public static func prepare() { take_stop_signals() }

  static func wait() async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      startThread(named: "signals") {
        wait_for_stop_signal()
        done.resume()
      }
    }
  }
}
