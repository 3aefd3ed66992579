internal import Essentials
internal import EvolvCore
internal import SQLStore

extension Reading {
  /// All of them, the latest first.
  func __namesCamel__(for viewer: Viewer) async throws -> [__Name__] {
    try await all("SELECT \(__Name__.columns) FROM __names__ ORDER BY created_at DESC, id DESC LIMIT 100")
  }
}
