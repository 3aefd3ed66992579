internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import SQLStore

extension Transaction {
  /// Does the next rows. What stands there now decides, not what stood there at the check: two imports of one file leave
  /// every person once. Answers whether there may be more.
  func applyRows(of step: ImportStep, at now: Instant) async throws -> Bool {
    let id = step.record.id
    let lines = try await all(
      """
      SELECT \(ImportLine.columns) FROM people_import_rows WHERE import_id = \(id) AND outcome IS NULL
      ORDER BY number \(SQL.limit(ImportLimits.chunk))
      """, as: ImportLine.self)
    if lines.isEmpty {
      try await execute("UPDATE people_imports SET state = 'applied', applied_at = \(now) WHERE id = \(id)")
      return false
    }
    let rows = lines.map { ImportedRow($0.number, $0.cells, step.record.mapping, step.roles) }
    let accounts = try await importAccounts(for: rows)
    for row in rows { try await apply(row, accounts, step, at: now) }
    return true
  }

  private func apply(_ row: ImportedRow, _ accounts: ImportAccounts, _ step: ImportStep, at now: Instant) async throws {
    var plan = PlannedRow(row, accounts, step.record.rules)
    if plan.verdict == .create {
      if try await create(plan, step, at: now) { return }
      // Somebody else made this person a moment ago.
      plan = PlannedRow(row, try await importAccounts(for: [row]), step.record.rules)
    }
    if plan.verdict == .change, let account = plan.account {
      try await change(account, plan, step, at: now)
    } else {
      let verdict = plan.verdict == .create ? ImportVerdict.refused : plan.verdict
      note(verdict, plan.reason, of: row.number, in: step.record.id, account: plan.account)
    }
  }

  /// false if there is such an account by now.
  private func create(_ plan: PlannedRow, _ step: ImportStep, at now: Instant) async throws -> Bool {
    let values = plan.values
    guard let first = values[.firstName].flatMap({ PersonName($0) }),
      let last = values[.lastName].flatMap({ PersonName($0) }),
      let email = values[.email].flatMap({ EmailAddress($0) })
    else { preconditionFailure("A row is made a person only with names and an address.") }
    let new = NewPerson(
      firstName: first, lastName: last, email: email, username: values[.username].flatMap { Username($0) },
      role: plan.role, passwordHash: nil, timeZone: values[.timeZone].flatMap { TimeZoneName($0) } ?? .utc)
    guard let person = try await insertUnlessThere(new, at: now) else { return false }
    let profile = values.applied(to: Profile())
    if profile != Profile() { try await write(profile, of: person.id, at: now) }
    record(PersonCreated(person: person.id), by: step.viewer, at: now, after: PersonValues(person))
    if step.record.invites { enqueue(InvitePerson(person: person.id), now: now) }
    later(
      """
      UPDATE people_import_rows SET outcome = 'create', person_id = \(person.id), new_values = \(values.json),
        changed_at = \(now)
      WHERE import_id = \(step.record.id) AND number = \(plan.number)
      """)
    return true
  }

  private func change(_ account: ImportAccount, _ plan: PlannedRow, _ step: ImportStep, at now: Instant) async throws {
    let before = ImportValues(account), after = plan.values
    try await set(after, of: account, by: step.viewer, at: now)
    let old = ImportValues(Dictionary(uniqueKeysWithValues: after.texts.keys.map { ($0, before[$0] ?? "") }))
    later(
      """
      UPDATE people_import_rows SET outcome = 'change', person_id = \(account.person.id), old_values = \(old.json),
        new_values = \(after.json), changed_at = \(now)
      WHERE import_id = \(step.record.id) AND number = \(plan.number)
      """)
  }

  /// Gives an account and its profile these values, and records what changed.
  func set(_ values: ImportValues, of account: ImportAccount, by viewer: Viewer, at now: Instant) async throws {
    let profile = values.applied(to: account.profile)
    let person = try await write(values.edit, over: account.person, at: now)
    record(from: account.person, to: person, by: viewer, at: now)
    guard profile != account.profile else { return }
    try await write(profile, of: person.id, at: now)
    record(ProfileChanged(person: person.id), by: viewer, at: now, before: account.profile, after: profile)
  }

  private func note(
    _ outcome: ImportVerdict, _ reason: String?, of number: Int, in id: ID<PeopleImport>, account: ImportAccount?
  ) {
    later(
      """
      UPDATE people_import_rows SET outcome = \(outcome), note = \(reason), person_id = \(account?.person.id)
      WHERE import_id = \(id) AND number = \(number)
      """)
  }
}
