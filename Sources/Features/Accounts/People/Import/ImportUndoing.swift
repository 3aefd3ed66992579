internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

extension Transaction {
  /// Takes the next rows back, the last first: accounts that nobody used are removed, changed ones get back what they had.
  /// What was used or changed since is left and said. Answers whether there may be more.
  func undoRows(
    _ count: Int, of step: ImportStep, _ parts: [any PersonalData.Type], at now: Instant
  ) async throws -> Bool {
    let id = step.record.id
    let lines = try await all(
      """
      SELECT \(ImportLine.columns) FROM people_import_rows
      WHERE import_id = \(id) AND outcome IN ('create', 'change') AND undo IS NULL
      ORDER BY number DESC \(SQL.limit(count))
      """, as: ImportLine.self)
    if lines.isEmpty {
      try await execute("UPDATE people_imports SET state = 'undone', undone_at = \(now) WHERE id = \(id)")
      return false
    }
    let people = lines.compactMap(\.person), accounts = try await importAccounts(of: people)
    var inUse: Set<ID<Person>> = []
    for part in parts { inUse.formUnion(try await part.inUse(people, in: self)) }
    for line in lines {
      let account = line.person.flatMap { accounts[$0] }
      let fault = try await undo(line, account, isInUse: line.person.map { inUse.contains($0) } ?? false, step, at: now)
      later(
        """
        UPDATE people_import_rows SET undo = \(fault == nil ? ImportUndo.undone : .kept), note = \(fault)
        WHERE import_id = \(id) AND number = \(line.number)
        """)
    }
    return true
  }

  /// Why the row cannot be taken back; nil when it was.
  private func undo(
    _ line: ImportLine, _ account: ImportAccount?, isInUse: Bool, _ step: ImportStep, at now: Instant
  ) async throws -> String? {
    guard let account else { return "Was removed since" }
    let present = ImportValues(account)
    if line.outcome == .create {
      let isAsMade = line.after.texts.allSatisfy { $0.key == .role || present[$0.key] == $0.value }
      let isUntouched = account.person.updatedAt == line.changedAt && account.isUntouched(since: line.changedAt)
      guard isAsMade, isUntouched, !account.hasPassword, account.person.lastLoginAt == nil, !isInUse else {
        return "Was used or changed since"
      }
      try await execute("DELETE FROM users WHERE id = \(account.person.id)")
      record(PersonDeleted(person: account.person.id), by: step.viewer, at: now)
      return nil
    }
    guard line.after.texts.allSatisfy({ present[$0.key] == $0.value }) else { return "Was changed since" }
    if let username = line.before[.username], !username.isEmpty, try await person(called: username) != nil {
      return "Username \(username) belongs to another account by now"
    }
    try await set(line.before, of: account, by: step.viewer, at: now)
    return nil
  }
}

extension ImportAccount {
  fileprivate func isUntouched(since time: Instant?) -> Bool {
    guard let profileChangedAt, let time else { return true }
    return profileChangedAt <= time
  }
}
