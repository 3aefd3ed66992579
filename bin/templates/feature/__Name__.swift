internal import Essentials
internal import SQLStore

/// Say what one is.
struct __Name__: RowDecodable, Hashable {
  let id: ID<__Name__>, title: String, createdAt: Instant

  static let columns: SQL = "id, title, created_at"

  init(row: inout Row) throws {
    id = try row.next()
    title = try row.next()
    createdAt = try row.next()
  }
}
