internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// A line of the audit log as it is shown.
struct AuditEntry: RowDecodable {
  let id: ID<AuditLine>, happenedAt: Instant, actor: ID<Person>?, actorName: String, action: String
  let entityType: String, entity: ID<AuditLine.Anything>?, oldValues: JSONText?, newValues: JSONText?
  let ipAddress: String?, userAgent: String?, requestID: String?

  static let columns: SQL = """
    id, happened_at, actor_id, actor_name, action, entity_type, entity_id, old_values, new_values, ip_address, user_agent,
    request_id
    """

  init(row: inout Row) throws {
    id = try row.next()
    happenedAt = try row.next()
    actor = try row.nextIfPresent()
    actorName = try row.next()
    action = try row.next()
    entityType = try row.next()
    entity = try row.nextIfPresent()
    oldValues = try row.nextIfPresent()
    newValues = try row.nextIfPresent()
    ipAddress = try row.nextIfPresent()
    userAgent = try row.nextIfPresent()
    requestID = try row.nextIfPresent()
  }

  /// `person.role_changed` as people say it: "Person: role changed".
  var words: String {
    let parts = action.replacing("_", with: " ").split(separator: ".", maxSplits: 1)
    return parts.count == 2 ? "\(Self.capital(parts[0])): \(parts[1])" : action
  }
  var entityWord: String { Self.capital(entityType.replacing("_", with: " ")[...]) }

  private static func capital(_ words: Substring) -> String { words.prefix(1).uppercased() + words.dropFirst() }

  private var before: [AuditValue] { AuditValue.list(oldValues) }
  private var after: [AuditValue] { AuditValue.list(newValues) }
  /// Something had other values before.
  var isChange: Bool { oldValues != nil && newValues != nil }
  /// What was written down before and after and is the same.
  var unchanged: [AuditValue] {
    guard isChange else { return [] }
    let old = Dictionary(before.map { ($0.name, $0.text) }) { first, _ in first }
    return after.filter { old[$0.name] == $0.text }
  }

  /// What changed, and what else was written down, by name.
  var differences: [(name: String, before: String?, after: String?)] {
    let before = before, after = after
    let old = Dictionary(before.map { ($0.name, $0.text) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.name, $0.text) }) { first, _ in first }
    let names = Set(old.keys).union(new.keys).sorted()
    let all = names.map { (name: $0, before: old[$0], after: new[$0]) }
    return before.isEmpty || after.isEmpty ? all : all.filter { $0.before != $0.after }
  }
}

/// One value written down with a change.
struct AuditValue: Sendable {
  let name: String, text: String

  /// The members of a line's JSON; what is no object of plain values is shown as it stands.
  static func list(_ json: JSONText?) -> [AuditValue] {
    guard let json else { return [] }
    do throws(Faults) {
      guard let members = try JSONDocument(Array(json.text.utf8)).root.members else {
        return [AuditValue(name: "value", text: json.text)]
      }
      return members.map { AuditValue(name: $0.name.replacing("_", with: " "), text: words($0.value)) }
    } catch { return [AuditValue(name: "value", text: json.text)] }
  }

  private static func words(_ node: JSONNode) -> String {
    if let text = node.string ?? node.number { return text }
    if let isTrue = node.bool { return isTrue ? "yes" : "no" }
    if let elements = node.elements { return elements.map(words).joined(separator: ", ") }
    if let members = node.members { return members.map { "\($0.name): \(words($0.value))" }.joined(separator: ", ") }
    return "none"
  }
}
