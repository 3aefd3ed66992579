public import Essentials
public import SQLStore

/// An event that was recorded and not yet told.
private struct OutboxRow: RowDecodable, Sendable {
  enum Kind {}
  let id: ID<Kind>
  let event: String
  let payload: JSONText
  init(row: inout Row) throws {
    id = try row.next()
    event = try row.next()
    payload = try row.next()
  }
}

extension Database {
  /// Makes the oldest untold events into one job for each subscriber, in the order they were recorded, and says how many
  /// events there were. Telling them as jobs gives every subscriber its own tries: none holds up the others.
  func relayEvents(
    to reactions: [String: [String]], priority: @escaping @Sendable (String) -> JobPriority, at now: Instant
  ) async throws -> Int {
    try await transaction { transaction in
      let rows = try await transaction.all(
        "SELECT id, event, payload FROM outbox WHERE processed_at IS NULL ORDER BY id LIMIT 200 \(SQL.forUpdate)",
        as: OutboxRow.self)
      for row in rows {
        for name in reactions[row.event] ?? [] {
          transaction.insertJob(name, payload: row.payload.text, priority: priority(name), now: now, due: now)
        }
      }
      if !rows.isEmpty { transaction.later("UPDATE outbox SET processed_at = \(now) WHERE id IN \(rows.map(\.id))") }
      return rows.count
    }
  }

  /// Removes events that were told before `limit`, and says how many.
  @discardableResult public func forgetEvents(before limit: Instant) async throws -> Int {
    try await execute("DELETE FROM outbox WHERE processed_at < \(limit)")
  }
}
