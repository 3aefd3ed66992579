internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What the audit log can be asked for.
struct AuditQuery: Payload {
  var actor: Text<AuditWords>?, action: Text<AuditWords>?, entity: Text<AuditWords>?, cursor: String?,
    pageSize: Number<PageSize>?

  static let shape = Shape(
    "AuditQuery", Self.init, Field("actor", \.actor, "A name or an id"),
    Field("action", \.action, "Such as person or person.suspended"),
    Field("entity", \.entity, "A kind of thing or an id"), Field("cursor", \.cursor), Field("page_size", \.pageSize))
}

enum AuditWords: TextRule { static let length = 1...100 }

extension Reading {
  /// Lines that `query` asks for, the newest first.
  func auditLog(_ query: AuditQuery) async throws -> ListPage<AuditEntry> {
    var conditions: [SQL] = ["TRUE"]
    if let actor = query.actor?.text { conditions.append(Self.byActor(actor)) }
    if let action = query.action?.text { conditions.append(Self.byAction(action)) }
    if let entity = query.entity?.text { conditions.append(Self.ofEntity(entity)) }
    if let text = query.cursor {
      guard let cursor = Cursor<Instant, AuditLine>(text: text) else {
        throw Problem.invalid("cursor", "cursor", "must be the one of the page before")
      }
      conditions.append("(happened_at, id) < (\(cursor.key), \(cursor.id))")
    }
    let size = query.pageSize?.value ?? 50
    let rows: [AuditEntry] = try await all(
      """
      SELECT \(AuditEntry.columns) FROM audit_log WHERE \(SQL.joined(conditions, separator: " AND "))
      ORDER BY happened_at DESC, id DESC \(SQL.limit(size + 1))
      """)
    return ListPage(rows: rows, limit: size) { Cursor(key: $0.happenedAt, id: $0.id) }
  }

  /// By id, by the people whose name or address matches, or by the exact name of what is no person, such as `evolv`.
  private static func byActor(_ text: String) -> SQL {
    if let id = ID<Person>(pathText: text) { return "actor_id = \(id)" }
    guard let words = SearchTerms(text) else { return "actor_name = \(text)" }
    return "(actor_id IN (SELECT id FROM users WHERE \(PersonQueries.search.matches(words))) OR actor_name = \(text))"
  }

  /// One action, or all whose name begins with the word: `person` finds `person.suspended`.
  private static func byAction(_ text: String) -> SQL {
    let plain = text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
    let pattern = plain.replacing("_", with: "\\_") + ".%"
    // In the words of each engine that its index on actions understands; neither pattern holds a sign of its own.
    return "(action = \(plain) OR \(SQL.sqlite("action GLOB \(plain + ".*")").postgres("action LIKE \(pattern)")))"
  }

  private static func ofEntity(_ text: String) -> SQL {
    if let id = ID<AuditLine.Anything>(pathText: text) { return "entity_id = \(id)" }
    return "entity_type = \(text.lowercased())"
  }
}
