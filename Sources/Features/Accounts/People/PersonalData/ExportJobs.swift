internal import Documents
internal import Essentials
public import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Foundation
public import JobQueue
internal import Mailing
public import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

/// Gathers what every feature keeps of a person into an archive, and tells them when it is there.
struct MakeExport: Job {
  let export: ID<DataExport>, person: ID<Person>
  static let name = "make data archive"
  static let rule = JobRule(priority: .bulk, attempts: 4)
  static let shape = Shape(
    "MakeExport", Self.init(export:person:), Field("export", \.export), Field("person", \.person))

  func run(_ work: Errand) async throws {
    guard let person = try await work.db.personIfThere(person), let address = person.mailAddress else { return }
    let path = NSTemporaryDirectory() + "archive-" + ID<MakeExport>().text + ".zip"
    defer { _ = unsafe unlink(path) }
    try await write(to: path, work)
    let file = try await work.surroundings.files.keep(
      copyOf: path, as: FilePurpose(name: "archive", types: ["application/zip"], limit: 4 << 30))
    let done = try await work.db.execute(
      """
      UPDATE data_exports SET file_sha256 = \(file.digest.text), size = \(file.size), ready_at = \(work.now)
      WHERE id = \(export)
      """)
    guard done == 1 else { return }
    let letter = Letter(
      "Your data are ready", heading: "Everything we keep of you", from: work.surroundings,
      .words("\(person.firstName), the archive you asked for is there. You can take it for seven days."),
      .action("Take my data", PersonalDataRoutes.show.path()),
      .note("You did not ask for this? Then change your password now."))
    try await work.send(letter.mail(to: address, id: work.mailID))
  }

  /// For each part a table for programs and one for people, and its files beside.
  private func write(to path: String, _ work: Errand) async throws {
    let archive = try ZipWriter(path: path)
    for part in work.surroundings.personalData {
      let records = try await part.records(of: person, in: work.db)
      if records.rows.isEmpty, records.files.isEmpty { continue }
      try archive.add(part.name + ".json", records.json)
      try archive.add(part.name + ".csv", records.csv)
      for file in records.files {
        guard case .local(let source, _)? = try await work.surroundings.files.location(of: file.digest) else {
          continue
        }
        try archive.add("\(part.name)/\(file.name)", copyOf: source)
      }
    }
    try archive.add("READ-ME.txt", Array(Self.words.utf8))
    try archive.finish()
  }

  private static let words = """
    Everything this school keeps of you. Each part comes twice: as .csv for spreadsheets and as .json for programs.
    Passwords, codes and keys are kept only in forms that nobody can read, and are left out.
    """
}

extension PersonalRecords {
  fileprivate var json: [UInt8] {
    var json = JSONWriter()
    json.openArray()
    for row in rows {
      json.openObject()
      for (heading, value) in zip(headings, row) {
        json.key(heading)
        value.write(to: &json)
      }
      json.closeObject()
    }
    json.closeArray()
    return json.bytes
  }
  fileprivate var csv: [UInt8] {
    Array(("\u{FEFF}" + SeparatedValues.line(headings) + rows.map(SeparatedValues.line).joined()).utf8)
  }
}

private struct OldExport: RowDecodable {
  let digest: String
  init(row: inout Row) throws { digest = try row.next() }
}

/// Removes archives that nobody may take any more, with their bytes.
public struct ForgetExports: Job {
  public static let name = "forget data archives"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetExports", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let old = try await work.db.all(
      "SELECT file_sha256 FROM data_exports WHERE expires_at <= \(work.now) AND file_sha256 IS NOT NULL",
      as: OldExport.self)
    for digest in old.compactMap({ FileDigest(pathText: $0.digest) }) {
      try await work.surroundings.files.remove(digest)
    }
    let count = try await work.db.execute("DELETE FROM data_exports WHERE expires_at <= \(work.now)")
    work.log.info("forgotten", ["archives": .number(count)])
  }
}
