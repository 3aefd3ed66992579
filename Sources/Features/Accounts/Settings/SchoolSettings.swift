public import EvolvCore
public import JobQueue
public import Routing
public import SQLStore

/// Settings: what the school's administrators choose while it runs, in sections. A section is a typed value beside the
/// feature that uses it (`SettingsSection`); here it is kept, shown, changed and written down.
///
/// What must never break: a change is one transaction with its line of the audit log; it holds in this process as soon as it
/// is committed and in others within two seconds; reading costs no statement; a secret is sealed before it is kept and never
/// shown again, neither by a page nor by the API nor by the audit log.
public enum SchoolSettings: Feature {
  public static let name = "Settings"
  public static let tables = ["settings"]
  public static let readsTables = ["users"]
  public static let migrations: [Migration] = [.settings]

  public static func register(on table: inout RouteTable<Context>) {
    SettingsRoutes.register(on: &table)
    BrandingRoutes.register(on: &table)
    MailTextRoutes.register(on: &table)
    SettingsAPI.register(on: &table)
    MailTextAPI.register(on: &table)
  }

  /// The pictures of the school. Read from the table: another node may have taken one a moment ago.
  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> {
    let kept = SettingsSnapshot()
    try await kept.renew(from: db)
    let branding = kept.value(BrandingSettings.self)
    return digests.intersection([branding.logo, branding.logoOnDark, branding.icon].compactMap { $0?.digest })
  }

  /// Makes the jobs of this feature known.
  public static func register(on duties: inout Duties) { duties.add(SendTestMail.self) }

  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.may(.manageSettings)
      ? [Destination("Settings", icon: "settings", link: SettingsRoutes.general.path(), .upkeep)] : []
  }
}
