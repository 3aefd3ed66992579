internal import Essentials
public import EvolvCore
internal import Routing
public import SQLStore

/// A role of the school's own as its row tells it; what it may do stands in other rows.
struct RoleRow: RowDecodable {
  let role: Role, title: String, about: String, isBuiltIn: Bool, version: Int

  static let columns: SQL = "roles.key, roles.title, roles.about, roles.is_built_in, roles.version"

  init(row: inout Row) throws {
    role = try row.next()
    title = try row.next()
    about = try row.next()
    isBuiltIn = try row.next()
    version = try row.next()
  }

  func definition(_ permissions: [RolePermission]) -> RoleDefinition {
    let own = permissions.filter { $0.role == role }.compactMap { Permission(name: $0.permission) }
    return RoleDefinition(role, title: title, about: about, permissions: Permissions(own))
  }
}

/// One permission of a role. A name that this program does not know, of a newer one, gives nothing.
struct RolePermission: RowDecodable {
  let role: Role, permission: String
  init(row: inout Row) throws {
    role = try row.next()
    permission = try row.next()
  }
}

private struct RoleVersion: RowDecodable {
  let role: Role, version: Int
  init(row: inout Row) throws {
    role = try row.next()
    version = try row.next()
  }
}

extension RoleBook {
  /// Reads every role again.
  public func renew(from db: some Reading) async throws {
    let (rows, permissions) = try await db.fetch(
      Query<[RoleRow]>.all("SELECT \(RoleRow.columns) FROM roles WHERE NOT is_built_in"),
      Query<[RolePermission]>.all("SELECT role, permission FROM role_permissions"))
    let versions = Dictionary(rows.map { ($0.role, $0.version) }) { first, _ in first }
    renew(RoleTable(custom: rows.map { $0.definition(permissions) }), versions: versions)
  }

  /// Reads what another node has changed; asks for nothing but a few numbers when nothing was.
  public func renewIfChanged(from db: some Reading) async throws {
    let rows: [RoleVersion] = try await db.all("SELECT key, version FROM roles WHERE NOT is_built_in")
    if Dictionary(rows.map { ($0.role, $0.version) }, uniquingKeysWith: max) != versions { try await renew(from: db) }
  }
}

/// How many people have a role, as their main one or beside it.
private struct RoleCount: RowDecodable {
  let role: Role, count: Int
  init(row: inout Row) throws {
    role = try row.next()
    count = try row.next()
  }
}

extension Reading {
  func roleCounts() async throws -> [Role: Int] {
    let (main, others) = try await fetch(
      Query<[RoleCount]>.all("SELECT role, count(*) FROM users GROUP BY role"),
      Query<[RoleCount]>.all("SELECT role, count(DISTINCT user_id) FROM person_roles GROUP BY role"))
    return Dictionary((main + others).map { ($0.role, $0.count) }, uniquingKeysWith: +)
  }
}

extension Transaction {
  /// What these roles may do as the database has it now; none for one that is not there. The school's own stay as they are
  /// until this transaction ends, so that nobody gives away more than was looked at.
  func definitions(of roles: [Role]) async throws -> RoleTable {
    let own = roles.filter { RoleTable.builtIn[$0] == nil }
    if own.isEmpty { return .builtIn }
    let rows: [RoleRow] = try await all(
      "SELECT \(RoleRow.columns) FROM roles WHERE key IN \(own) AND NOT is_built_in ORDER BY key \(SQL.forUpdate)")
    let permissions: [RolePermission] = try await all(
      "SELECT role, permission FROM role_permissions WHERE role IN \(own)")
    return RoleTable(custom: rows.map { $0.definition(permissions) })
  }

  /// What a person may do, as the database has it now.
  func rights(of person: PersonRecord) async throws -> Rights {
    try await definitions(of: [person.role] + person.grants.map(\.role)).rights(person.role, person.grants)
  }
}
