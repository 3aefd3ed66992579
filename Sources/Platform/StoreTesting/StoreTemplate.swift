// StoreTesting gives each test a database of its own without making its tables anew: the first test migrates and fills a
// template, every other one gets a copy. Promises: a copy is whole, nobody else's, and gone after `remove`. On PostgreSQL a
// copy costs 60 ms where the migrations cost more than a second.
internal import Foundation
public import SQLStore

/// A database that is made once per process and copied for every test.
public actor StoreTemplate<Contents: Sendable> {
  private let engine: TestEngine
  private let make: @Sendable (StoreConfiguration) async throws -> Contents
  private var making: Task<(StoreConfiguration, Contents), any Error>?

  /// `make` migrates and fills the empty database it is given, and closes what it opened.
  public init(_ engine: TestEngine, make: @escaping @Sendable (StoreConfiguration) async throws -> Contents) {
    self.engine = engine
    self.make = make
  }

  /// A copy of its own, and what `make` said of the template. A fault of `make` is kept, so that every test reports it.
  public func copy() async throws -> (configuration: StoreConfiguration, contents: Contents) {
    let (template, contents) = try await made()
    let copy = try engine.place()
    switch (template.engine, copy.engine) {
    case (.sqlite(let source), .sqlite(let path)): try FileManager.default.copyItem(atPath: source, toPath: path)
    default: try engine.server.create(copy.databaseName, from: template.databaseName)
    }
    return (copy, contents)
  }

  /// Takes a copy away; its store must be closed.
  public nonisolated func remove(_ copy: StoreConfiguration) throws {
    switch copy.engine {
    case .sqlite(let path):
      for file in ["", "-wal", "-shm"].map({ path + $0 }) where FileManager.default.fileExists(atPath: file) {
        try FileManager.default.removeItem(atPath: file)
      }
    case .postgres: try engine.server.drop(copy.databaseName)
    }
  }

  private func made() async throws -> (StoreConfiguration, Contents) {
    if let making { return try await making.value }
    let task = Task { [engine, make] in
      let empty = try engine.place()
      guard case .sqlite(let path) = empty.engine else {
        try engine.server.create(empty.databaseName, from: "template1")
        return (empty, try await make(empty))
      }
      let contents = try await make(empty)
      // The file alone lacks what still stands in its log.
      let whole = StoreConfiguration(engine: .sqlite(path: path + ".whole"))
      try await Store(empty).backup(to: path + ".whole")
      return (whole, contents)
    }
    making = task
    return try await task.value
  }
}
