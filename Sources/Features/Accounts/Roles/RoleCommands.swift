internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Viewer {
  /// Nobody makes, changes or deletes a role that may do what they may not themselves.
  func requireHaving(_ permissions: Permissions) throws {
    try require(.manageRoles)
    guard let missing = permissions.subtracting(self.permissions).list.first else { return }
    throw Problem.forbidden("give what you do not have yourself: " + missing.words)
  }
}

extension Transaction {
  /// Makes a role of the school's own.
  func createRole(_ form: RoleForm, by viewer: Viewer, at now: Instant) async throws -> RoleDefinition {
    try viewer.requireHaving(form.set)
    let made = RoleDefinition(
      try await freeKey(for: form.title.text), title: form.title.text, about: form.about?.text ?? "",
      permissions: form.set)
    try await execute(
      """
      INSERT INTO roles (key, title, title_key, about, is_built_in, created_at, updated_at)
      VALUES (\(made.role), \(made.title), \(made.title.lowercased()), \(made.about), FALSE, \(now), \(now))
      """)
    keep(form.set, of: made.role)
    record(RoleCreated(role: made.role), by: viewer, at: now, after: RoleValues(made))
    return made
  }

  /// Changes a role; what people may do by it changes with their next request.
  func changeRole(
    _ role: Role, to form: (RoleDefinition) throws -> RoleForm, by viewer: Viewer, at now: Instant
  ) async throws -> RoleDefinition {
    let before = try await ownRole(role), form = try form(before)
    try viewer.requireHaving(before.permissions.union(form.set))
    let after = RoleDefinition(role, title: form.title.text, about: form.about?.text ?? "", permissions: form.set)
    if after == before { return before }
    try await execute(
      """
      UPDATE roles SET title = \(after.title), title_key = \(after.title.lowercased()), about = \(after.about),
        version = version + 1, updated_at = \(now) WHERE key = \(role)
      """)
    later("DELETE FROM role_permissions WHERE role = \(role)")
    keep(form.set, of: role)
    stopAllActing()
    record(RoleChanged(role: role), by: viewer, at: now, before: RoleValues(before), after: RoleValues(after))
    return after
  }

  /// Deletes a role that nobody has.
  func deleteRole(_ role: Role, by viewer: Viewer, at now: Instant) async throws {
    let before = try await ownRole(role)
    try viewer.requireHaving(before.permissions)
    try await execute("DELETE FROM roles WHERE key = \(role)")
    record(RoleDeleted(role: role), by: viewer, at: now, before: RoleValues(before), after: NoPayload?.none)
  }

  /// A role of the school's own, held until the transaction ends.
  private func ownRole(_ role: Role) async throws -> RoleDefinition {
    let found = try await definitions(of: [role])[role]
    guard let found else { throw Problem.notFound("role") }
    guard !found.isBuiltIn else {
      throw Problem.conflict("The built-in roles stay as they are. Copy this one instead.")
    }
    return found
  }

  private func keep(_ permissions: Permissions, of role: Role) {
    let rows = permissions.list.map { permission -> SQL in "(\(role), \(permission.name))" }
    if !rows.isEmpty { later("INSERT INTO role_permissions (role, permission) VALUES \(SQL.joined(rows))") }
  }

  /// The title in a-z and underscores, with a number behind it if that is taken.
  private func freeKey(for title: String) async throws -> Role {
    let parts = title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    let word = parts.first?.isLetter == true ? String(parts.prefix(34)) : "role"
    for number in 1...1000 {
      guard let key = Role(rawValue: number == 1 ? word : "\(word)_\(number)") else { break }
      let isTaken: Bool = try await value("SELECT EXISTS (SELECT 1 FROM roles WHERE key = \(key))")
      if !isTaken { return key }
    }
    throw Problem.conflict("There are too many roles of this name.")
  }
}

extension Context {
  /// A transaction about roles; what the tables refuse comes back in words, and the roles in memory are renewed after it.
  func changeRoles<Value: Sendable>(_ body: @escaping @Sendable (Transaction) async throws -> Value) async throws
    -> Value
  {
    let value: Value
    do { value = try await db.transaction(body) } catch let error as StoreError {
      switch error {
      case .unique("roles.title_key"): throw Problem.invalid("title", "taken", "is another role's")
      case .foreignKey: throw Problem.conflict("People have this role. Give them another first.")
      default: throw error
      }
    }
    try await facilities.roles.renew(from: db)
    return value
  }
}
