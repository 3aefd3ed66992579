public import Essentials

/// Who did what to which thing; kept for ever, or until `deleteAudit`.
public struct AuditLine: Sendable {
  /// What an `ID` in an audit line points to: its kind is `entityType`.
  public enum Anything {}
  public var happenedAt: Instant
  public var actor: ID<Anything>?
  public var actorName: String
  /// The person as whom the actor acted.
  public var onBehalfOf: ID<Anything>?
  public var action: String
  public var entityType: String
  public var entity: ID<Anything>?
  public var oldValues: JSONText?
  public var newValues: JSONText?
  public var ipAddress: String?
  public var userAgent: String?
  public var requestID: String?

  public init(at happenedAt: Instant, actor: ID<Anything>?, actorName: String, action: String, entityType: String) {
    self.happenedAt = happenedAt
    self.actor = actor
    self.actorName = actorName
    self.action = action
    self.entityType = entityType
  }
}

extension Transaction {
  /// Writes the line together with the change that it tells of.
  public func appendAudit(_ line: AuditLine) {
    let id = ID<AuditLine>(at: line.happenedAt)
    later(
      """
      INSERT INTO audit_log (id, happened_at, actor_id, actor_name, action, entity_type, entity_id, old_values, new_values,
        ip_address, user_agent, request_id, on_behalf_of)
      VALUES (\(id), \(line.happenedAt), \(line.actor), \(line.actorName), \(line.action), \(line.entityType), \(line.entity),
        \(line.oldValues), \(line.newValues), \(line.ipAddress), \(line.userAgent), \(line.requestID),
        \(line.onBehalfOf))
      """)
  }

  /// Puts an event into the outbox; it is told after the commit, at least once.
  public func appendEvent(name: String, payload: JSONText, at now: Instant) {
    let id = ID<JSONText>(at: now)
    later("INSERT INTO outbox (id, event, payload, created_at) VALUES (\(id), \(name), \(payload), \(now))")
  }

  /// Deletes audit lines older than `limit` (the law's retention) and says how many; nothing else can delete one.
  /// `most`: how many in this transaction.
  @discardableResult public func deleteAudit(before limit: Instant, most: Int = 100_000) async throws -> Int {
    later("UPDATE audit_retention SET delete_before = \(limit)")
    let count = try await execute(
      """
      DELETE FROM audit_log WHERE id IN (
        SELECT id FROM audit_log WHERE happened_at < \(limit) ORDER BY happened_at, id LIMIT \(most))
      """)
    later("UPDATE audit_retention SET delete_before = \(Instant?.none)")
    return count
  }

  /// Takes from the audit log what tells who somebody was: their name, where they came from, and the values of changes of
  /// them. That something was done, when, and by this same somebody stays.
  public func forgetInAudit<Thing>(_ somebody: ID<Thing>, as pseudonym: String) {
    let id: ID<AuditLine.Anything> = somebody.retyped()
    later("UPDATE audit_retention SET forgets = \(id)")
    later(
      """
      UPDATE audit_log SET actor_name = CASE WHEN actor_id = \(id) THEN \(pseudonym) ELSE actor_name END,
        ip_address = CASE WHEN actor_id = \(id) THEN NULL ELSE ip_address END,
        user_agent = CASE WHEN actor_id = \(id) THEN NULL ELSE user_agent END,
        old_values = CASE WHEN entity_id = \(id) THEN NULL ELSE old_values END,
        new_values = CASE WHEN entity_id = \(id) THEN NULL ELSE new_values END
      WHERE actor_id = \(id) OR entity_id = \(id)
      """)
    later("UPDATE audit_retention SET forgets = \(ID<AuditLine.Anything>?.none)")
  }
}

extension SQL {
  /// Puts an event into the outbox where `source` (`FROM … WHERE …`) finds a row: for changes that are known beforehand
  /// and sent in one round trip, whose event depends on what they changed.
  public static func event(name: String, payload: JSONText, at now: Instant, ifFound source: SQL) -> SQL {
    let id = ID<JSONText>(at: now)
    return """
      INSERT INTO outbox (id, event, payload, created_at) SELECT \(id), \(name), \(payload), \(now) \(source)
      """
  }
}
