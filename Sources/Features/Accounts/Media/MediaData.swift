public import Essentials
public import EvolvCore
internal import FileStorage
public import SQLStore

/// The files that a person brought in.
public enum MediaData: PersonalData {
  public static let name = "media"

  public static func records(of person: ID<Person>, in reading: any Reading) async throws -> PersonalRecords {
    let files = try await reading.all(
      """
      SELECT \(MediaRecord.columns) FROM media_files WHERE owner_id = \(person) AND deleted_at IS NULL
      ORDER BY created_at, id
      """, as: MediaRecord.self)
    return PersonalRecords(
      ["name", "kind", "size", "sha256", "created_at"],
      files.map { [$0.name, $0.kind.rawValue, String($0.size), $0.sha256, $0.createdAt.text] })
  }

  public static func inUse(_ people: [ID<Person>], in reading: any Reading) async throws -> Set<ID<Person>> {
    Set(try await reading.all("SELECT DISTINCT owner_id FROM media_files WHERE owner_id IN \(people)"))
  }

  /// What courses show stays under the pseudonym; what was on its way in goes.
  public static func erase(_ person: ID<Person>, in transaction: Transaction, at now: Instant) async throws {
    try await transaction.execute("DELETE FROM media_uploads WHERE person_id = \(person)")
  }
}
