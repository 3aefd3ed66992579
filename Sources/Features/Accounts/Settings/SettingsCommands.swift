public import Essentials
public import EvolvCore
internal import Payloads
internal import Routing
public import SQLStore

extension Context {
  /// Changes one section in one transaction with its line of the audit log, and lets it hold here at once.
  @discardableResult public func changeSettings<Section: SettingsSection>(
    _: Section.Type, _ change: @escaping @Sendable (Section) throws -> Section
  ) async throws -> Section {
    try await changeSettings { [roles = facilities.roles.current] transaction, viewer, now in
      try await transaction.changeSettings(Section.self, knowing: roles, by: viewer, at: now, change)
    }
  }

  /// Changes several sections in one transaction.
  func changeSettings<Value: Sendable>(
    _ change: @escaping @Sendable (Transaction, Viewer, Instant) async throws -> Value
  ) async throws -> Value {
    let viewer = viewer, now = now
    try viewer.require(.manageSettings)
    let value = try await db.transaction { try await change($0, viewer, now) }
    try await facilities.chosen.renew(from: db)
    return value
  }
}

extension Transaction {
  /// Changes one section; whoever comes at the same time waits, so that no change is lost. The snapshot is to be renewed
  /// after the commit. `inside`: what faults stand under, where several sections are changed at once.
  @discardableResult public func changeSettings<Section: SettingsSection>(
    _: Section.Type, inside parent: String = "", knowing roles: RoleTable = .builtIn, by viewer: Viewer,
    at now: Instant,
    _ change: (Section) throws -> Section
  ) async throws -> Section {
    let before = try await lockedSettings(Section.self, at: now)
    let after = try Problem.inside(parent) {
      let after = try change(before)
      try (after as? any RuledSettings)?.check(by: viewer, knowing: roles)
      return after
    }
    if after == before { return before }
    try await execute(
      """
      UPDATE settings SET value = \(JSONText(String(decoding: after.json, as: UTF8.self))), version = version + 1,
        updated_at = \(now), updated_by = \(viewer.person) WHERE section = \(Section.name)
      """)
    record(
      SettingsChanged(section: Section.name), by: viewer, at: now, before: before.withoutSecrets,
      after: after.withoutSecrets)
    return after
  }

  private func lockedSettings<Section: SettingsSection>(_: Section.Type, at now: Instant) async throws -> Section {
    let standard = JSONText(String(decoding: Section.standard.json, as: UTF8.self))
    try await execute(
      """
      INSERT INTO settings (section, value, version, updated_at) VALUES (\(Section.name), \(standard), 0, \(now))
      ON CONFLICT (section) DO NOTHING
      """)
    let row: KeptSection = try await one(
      "SELECT section, value, version FROM settings WHERE section = \(Section.name) \(SQL.forUpdate)")
    return .restored(from: row.kept.text)
  }
}
