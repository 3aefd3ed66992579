internal import Essentials
internal import Foundation
internal import SQLStore

/// A database engine that tests run on.
public enum TestEngine: String, CaseIterable, Sendable {
  case sqlite, postgres

  /// The server of the run, from EVOLV_TEST_POSTGRES.
  public static let address = ProcessInfo.processInfo.environment["EVOLV_TEST_POSTGRES"]
  /// The engine that the run was started for.
  public static var chosen: TestEngine { address == nil ? .sqlite : .postgres }

  var server: PostgresServer { PostgresServer(address: Self.address ?? "") }

  /// Where a database that nobody has yet would be.
  func place() throws -> StoreConfiguration {
    let name = "t" + ID<Store>().text.replacing("-", with: "")
    switch self {
    case .sqlite: return StoreConfiguration(engine: .sqlite(path: NSTemporaryDirectory() + "\(name).sqlite"))
    case .postgres: return StoreConfiguration(engine: .postgres(url: try server.address(of: name)))
    }
  }
}

extension StoreConfiguration {
  var databaseName: String {
    guard case .postgres(let url) = engine else { return "" }
    return String(url.split(separator: "/").last ?? "")
  }
}
