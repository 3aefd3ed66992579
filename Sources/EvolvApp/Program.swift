internal import Accounts
public import Configuration
internal import Cryptography
public import Essentials
internal import EventLoops
public import EvolvCore
internal import HTTPServing
internal import RedisStore
public import Routing
public import SQLStore
public import Telemetry

/// Everything that one running program shares, made once from its settings.
public final class Program: Sendable {
  let settings: Settings
  public let store: Store
  public let table: RouteTable<Context>
  public let facilities: Facilities
  let log: Log
  let metrics: ProgramMetrics
  let assets: StaticFiles
  let allowance: Allowance
  /// What several nodes share; nil where none is set.
  let redis: RedisStore?
  /// What time it is; tests set it.
  let clock: @Sendable () -> Instant

  /// Makes the data folder and opens nothing else yet. Throws what is wrong with the settings. `database`: another than the
  /// settings name, such as a schema of its own.
  public init(
    _ settings: Settings, log: Log, database: StoreConfiguration? = nil, hashing algorithm: HashStrength = .full,
    clock: @escaping @Sendable () -> Instant = { .now() }
  ) throws {
    self.settings = settings
    self.log = log
    self.clock = clock
    let secret = try settings.signingSecret()
    let metrics = ProgramMetrics()
    let assets = try StaticFiles(publicFolder: settings.publicFolder ?? StaticFiles.usualFolder())
    let store = Store(database ?? settings.storeConfiguration(log: log))
    self.store = store
    table = App.routes()
    let redis = try settings.redis(log: log, metrics: metrics.registry)
    facilities = try Facilities(
      settings, secret: secret, strength: algorithm, log: log, assets: assets, metrics: metrics.registry,
      ping: { try await store.ping() }, redis: redis)
    allowance = Allowance(perMinute: settings.apiLimit, sharing: redis.map { RedisCounts($0) })
    self.redis = redis
    self.metrics = metrics
    self.assets = assets
  }

  /// What of the database every process keeps in memory, as it is now.
  func readChoices(from database: Database) async throws {
    try await facilities.chosen.renew(from: database)
    try await facilities.roles.renew(from: database)
  }

  /// Takes over within two seconds what another node changed in settings and roles, until the task is cancelled. While the
  /// database is away they stay as they are.
  func watchSettings(_ database: Database) -> Task<Void, Never> {
    Task { [facilities, log] in
      while !Task.isCancelled {
        do {
          try await Task.sleep(for: .milliseconds(1500))
          try await facilities.chosen.renewIfChanged(from: database)
          try await facilities.roles.renewIfChanged(from: database)
        } catch is CancellationError { return } catch {
          log.debug("settings not looked at", ["error": .error(error)])
        }
      }
    }
  }

  /// Brings the schema up to date; safe to call twice.
  @discardableResult public func migrate() async throws -> MigrationReport { try await store.migrate(App.migrations) }
}

/// How hard passwords are hashed: the full strength everywhere but in tests.
public enum HashStrength: Sendable { case full, quick }

extension Settings {
  func storeConfiguration(log: Log) -> StoreConfiguration {
    var configuration = StoreConfiguration(
      engine: databaseURL.map { .postgres(url: $0.reveal()) } ?? .sqlite(path: dataFolder + "/evolv.sqlite"))
    // The worker has a loop of its own; and a loop reads by two and writes by one at least.
    configuration.connectionsPerLoop = max(3, databaseConnections / (loops + 1))
    configuration.log = { slow in
      log.warning("slow statement", ["milliseconds": .number(slow.milliseconds), "statement": .text(slow.text)])
    }
    return configuration
  }
}
