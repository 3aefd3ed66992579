internal import Essentials
public import EvolvCore
public import SQLStore

/// A row of the table, as the snapshot takes it.
struct KeptSection: RowDecodable {
  let kept: SettingsSnapshot.Kept
  init(row: inout Row) throws {
    let section: String = try row.next(), value: JSONText = try row.next()
    kept = SettingsSnapshot.Kept(section: section, text: value.text, version: try row.next())
  }
}

private struct SectionVersion: RowDecodable {
  let section: String, version: Int
  init(row: inout Row) throws {
    section = try row.next()
    version = try row.next()
  }
}

extension SettingsSnapshot {
  /// Reads every section again.
  public func renew(from db: some Reading) async throws {
    let rows: [KeptSection] = try await db.all("SELECT section, value, version FROM settings")
    take(rows.map(\.kept))
  }

  /// Reads what another node has changed; asks for nothing but a few numbers when nothing was.
  public func renewIfChanged(from db: some Reading) async throws {
    let rows: [SectionVersion] = try await db.all("SELECT section, version FROM settings")
    let known = versions
    if rows.contains(where: { known[$0.section] ?? 0 < $0.version }) { try await renew(from: db) }
  }
}
