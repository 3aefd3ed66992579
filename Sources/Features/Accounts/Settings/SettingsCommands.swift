internal import Essentials
public import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Context {
  /// Changes one section in one transaction with its line of the audit log, and lets it hold here at once.
  public func changeSettings<Section: SettingsSection>(
    _: Section.Type, _ change: @escaping @Sendable (Section) throws -> Section
  ) async throws -> Section {
    let viewer = viewer, now = now
    try viewer.require(.manageSettings)
    let section = try await db.transaction { try await $0.changeSettings(Section.self, by: viewer, at: now, change) }
    try await facilities.chosen.renew(from: db)
    return section
  }
}

extension Transaction {
  /// Changes one section; whoever comes at the same time waits, so that no change is lost. The snapshot is to be renewed
  /// after the commit.
  func changeSettings<Section: SettingsSection>(
    _: Section.Type, by viewer: Viewer, at now: Instant, _ change: (Section) throws -> Section
  ) async throws -> Section {
    let before = try await lockedSettings(Section.self, at: now), after = try change(before)
    if after == before { return before }
    try after.check(for: viewer)
    try await execute(
      """
      UPDATE settings SET value = \(JSONText(String(decoding: after.json, as: UTF8.self))), version = version + 1,
        updated_at = \(now), updated_by = \(viewer.person) WHERE section = \(Section.name)
      """)
    record(SettingsChanged(section: Section.name), by: viewer, at: now, before: before.audited, after: after.audited)
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

extension SettingsSection {
  /// What the audit log gets.
  var audited: some Payload { self }
}
