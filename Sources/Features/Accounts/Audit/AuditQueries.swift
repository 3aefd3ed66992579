internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Reading {
  /// Lines that `query` asks for, the newest first.
  func auditLog(_ query: AuditQuery, at now: Instant, size standard: Int = 50) async throws -> ListPage<AuditEntry> {
    let size = query.pageSize?.value ?? standard
    let rows: [AuditEntry] = try await all(
      Self.auditStatement(query, by: try await auditActor(query.actor?.text), at: now, most: size + 1))
    return ListPage(rows: rows, limit: size) { Cursor(key: $0.happenedAt, id: $0.id) }
  }

  /// The next lines for a file: more of them, from the place where the piece before ended.
  func auditLines(_ query: AuditQuery, at now: Instant, most: Int) async throws -> [AuditEntry] {
    try await all(Self.auditStatement(query, by: try await auditActor(query.actor?.text), at: now, most: most))
  }

  /// One line.
  func auditEntry(_ id: ID<AuditLine>) async throws -> AuditEntry {
    try await one("SELECT \(AuditEntry.columns) FROM audit_log WHERE id = \(id)")
  }

  func auditStatement(_ query: AuditQuery, at now: Instant) async throws -> SQL {
    try Self.auditStatement(query, by: try await auditActor(query.actor?.text), at: now, most: 51)
  }

  /// The statement behind a page; each condition has an index that also gives the order.
  static func auditStatement(_ query: AuditQuery, by actor: SQL?, at now: Instant, most: Int) throws -> SQL {
    var conditions: [SQL] = ["TRUE"]
    if let actor { conditions.append(actor) }
    if let action = query.action?.text { conditions.append(byAction(action)) }
    if let entity = query.entity?.text { conditions.append(ofEntity(entity)) }
    if let kind = query.kind?.text { conditions.append("entity_type = \(kind.lowercased())") }
    if let address = query.plainAddress { conditions.append("ip_address = \(address)") }
    if let from = query.from { conditions.append("happened_at >= \(from.start)") }
    if let to = query.to { conditions.append("happened_at < \(to.end)") }
    if let words = query.words?.text {
      conditions.append(withWords(words))
      if query.from == nil { conditions.append("happened_at >= \((query.to?.end ?? now) - AuditQuery.wordDays)") }
    }
    if let text = query.cursor {
      guard let cursor = Cursor<Instant, AuditLine>(text: text) else {
        throw Problem.invalid("cursor", "cursor", "must be the one of the page before")
      }
      conditions.append("(happened_at, id) < (\(cursor.key), \(cursor.id))")
    }
    return """
      SELECT \(AuditEntry.columns) FROM audit_log WHERE \(SQL.joined(conditions, separator: " AND "))
      ORDER BY happened_at DESC, id DESC \(SQL.limit(most))
      """
  }

  /// Who is meant: an id, the people whose name or address matches, or what is no person, such as `evolv`. The people are
  /// found first, because no index serves "one of these or of that name".
  private func auditActor(_ text: String?) async throws -> SQL? {
    guard let text else { return nil }
    if let id = ID<Person>(pathText: text) { return "actor_id = \(id)" }
    guard let words = SearchTerms(text) else { return "actor_name = \(text)" }
    let people: [ID<Person>] = try await all(
      "SELECT id FROM users WHERE \(PersonQueries.search.matches(words)) ORDER BY id LIMIT 100")
    return people.isEmpty ? "actor_name = \(text)" : "actor_id IN \(people)"
  }

  /// One action, or all whose name begins with the word: `person` finds `person.suspended`.
  private static func byAction(_ text: String) -> SQL {
    let plain = text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
    if plain.contains(".") { return "action = \(plain)" }
    let pattern = plain.replacing("_", with: "\\_") + ".%"
    // In the words of each engine that its index on actions understands; neither pattern holds a sign of its own.
    return SQL.sqlite("action GLOB \(plain + ".*")").postgres("action LIKE \(pattern)")
  }

  private static func ofEntity(_ text: String) -> SQL {
    if let id = ID<AuditLine.Anything>(pathText: text) { return "entity_id = \(id)" }
    return "entity_type = \(text.lowercased())"
  }

  private static func withWords(_ text: String) -> SQL {
    let pattern = "%" + text.lowercased().flatMap { "\\%_".contains($0) ? ["\\", $0] : [$0] } + "%"
    return SQL.sqlite(
      """
      (lower(coalesce(old_values, '') || ' ' || coalesce(new_values, '') || ' ' || actor_name) LIKE \(pattern) ESCAPE '\\')
      """
    ).postgres(
      """
      (lower(coalesce(old_values::text, '') || ' ' || coalesce(new_values::text, '') || ' ' || actor_name) LIKE \(pattern))
      """)
  }
}
