internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Reading {
  /// The imports of the last weeks, the newest first.
  func peopleImports() async throws -> [ImportRecord] {
    try await all(
      "SELECT \(ImportRecord.columns) FROM people_imports ORDER BY created_at DESC, id DESC \(SQL.limit(50))")
  }

  func peopleImport(_ id: ID<PeopleImport>) async throws -> (ImportRecord, ImportSummary) {
    let (records, counts) = try await fetch(
      Query<[ImportRecord]>.all("SELECT \(ImportRecord.columns) FROM people_imports WHERE id = \(id)"),
      Query<[ImportCount]>.all(
        """
        SELECT verdict, outcome, undo, count(*) FROM people_import_rows WHERE import_id = \(id)
        GROUP BY verdict, outcome, undo
        """))
    guard let record = records.first else { throw Problem.notFound("import") }
    return (record, ImportSummary(counts: counts))
  }

  /// Rows of an import, those that matter first: what was refused or kept, then the others in their order.
  func importLines(_ id: ID<PeopleImport>, only verdict: ImportVerdict? = nil, limit: Int, after number: Int = 0)
    async throws -> [ImportLine]
  {
    let condition: SQL = verdict.map { "coalesce(outcome, verdict) = \($0)" } ?? "TRUE"
    return try await all(
      """
      SELECT \(ImportLine.columns) FROM people_import_rows
      WHERE import_id = \(id) AND number > \(number) AND \(condition) ORDER BY number \(SQL.limit(limit))
      """)
  }

  /// The rows of an import that could not be taken back.
  func keptLines(_ id: ID<PeopleImport>, limit: Int) async throws -> [ImportLine] {
    try await all(
      """
      SELECT \(ImportLine.columns) FROM people_import_rows WHERE import_id = \(id) AND undo = 'kept'
      ORDER BY number \(SQL.limit(limit))
      """)
  }

  /// The accounts that rows may mean.
  func importAccounts(for rows: [ImportedRow]) async throws -> ImportAccounts {
    let emails = rows.compactMap { $0.values[.email]?.lowercased() }
    let usernames = rows.compactMap { $0.values[.username]?.lowercased() }
    let (byEmail, byUsername) = try await fetch(
      Query<[ImportAccount]>.all(
        """
        SELECT \(ImportAccount.columns) FROM users LEFT JOIN profiles ON profiles.user_id = users.id
        WHERE users.email_key IN \(emails)
        """),
      Query<[ImportAccount]>.all(
        """
        SELECT \(ImportAccount.columns) FROM users LEFT JOIN profiles ON profiles.user_id = users.id
        WHERE users.username_key IN \(usernames)
        """))
    return ImportAccounts(byEmail + byUsername)
  }

  /// The accounts of these people, for the import that made or changed them.
  func importAccounts(of people: [ID<Person>]) async throws -> [ID<Person>: ImportAccount] {
    let accounts = try await all(
      """
      SELECT \(ImportAccount.columns) FROM users LEFT JOIN profiles ON profiles.user_id = users.id
      WHERE users.id IN \(people) AND users.erased_at IS NULL
      """, as: ImportAccount.self)
    return Dictionary(accounts.map { ($0.person.id, $0) }) { first, _ in first }
  }
}
