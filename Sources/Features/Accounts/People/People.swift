internal import Essentials
public import EvolvCore
public import JobQueue
public import Routing
public import SQLStore

/// People: who belongs to the school. One row per human being, from the first account to the last; the role says what they
/// may do, the status whether they may come in. Administrators list, create, change, suspend and delete people here; how a
/// person proves who they are is Identity's.
///
/// The rules that must never break: a mail address and a username belong to one account; nobody is changed by someone of
/// lower rank; one active administrator remains, whatever is clicked at the same time. A suspension ends every session in
/// the same transaction. Nobody's row is ever deleted: who is erased leaves a pseudonym.
public enum People: Feature {
  public static let name = "People"
  public static let tables = [
    "users", "profiles", "student_files", "people_batches", "people_batch_items", "people_imports",
    "people_import_rows", "notification_preferences", "data_exports", "erasure_requests",
  ]
  public static let migrations: [Migration] = [.people, .profiles, .batches, .imports, .personalData]

  public static func register(on table: inout RouteTable<Context>) {
    PersonRoutes.register(on: &table)
    BatchRoutes.register(on: &table)
    ImportRoutes.register(on: &table)
    ImportAPI.register(on: &table)
    PreferenceRoutes.register(on: &table)
    PersonalDataRoutes.register(on: &table)
    ProfileRoutes.register(on: &table)
    PhotoRoutes.register(on: &table)
    PersonAPI.register(on: &table)
    ProfileAPI.register(on: &table)
    PersonFileRoutes.register(on: &table)
  }
  /// Pictures of people, and archives of their data.
  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> {
    let list = digests.sorted()
    let (photos, archives) = try await db.fetch(
      Query<[String]>.all("SELECT photo_sha256 FROM profiles WHERE photo_sha256 IN \(list)"),
      Query<[String]>.all("SELECT file_sha256 FROM data_exports WHERE file_sha256 IN \(list)"))
    return Set(photos).union(archives)
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    viewer.may(.seePeople) ? [Destination("People", icon: "people", link: PersonRoutes.list.path(), .upkeep)] : []
  }

  /// Makes the jobs of this feature known.
  public static func register(on duties: inout Duties) {
    duties.add(ApplyImport.self)
    duties.add(UndoImport.self)
    duties.add(ForgetImports.self)
    duties.add(MakeExport.self)
    duties.add(ForgetExports.self)
    duties.add(EraseLeavers.self)
  }
}
