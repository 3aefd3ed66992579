internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

// A person who is erased leaves a row without a name: courses, invoices and the audit log go on pointing at somebody, and
// counts stay right, but nothing tells who it was. What each feature keeps beside that it removes itself.

extension Context {
  /// Erases a person as the viewer's rank allows.
  func erasePerson(_ id: ID<Person>) async throws {
    let parts = facilities.personalData, viewer = viewer, now = now
    try await db.changePeople { transaction in
      let person = try await transaction.lockedPersonToErase(id)
      try viewer.requireManaging(try await transaction.rights(of: person))
      try await transaction.erase(person, parts, by: viewer, at: now)
    }
  }
}

extension Transaction {
  /// The person, while nobody else changes them; refused for the last owner.
  func lockedPersonToErase(_ id: ID<Person>) async throws -> PersonRecord {
    let owners = try await lockOwners()
    let person = try await lockedPerson(id)
    if person.isActiveOwner { try owners.keepOne(besides: id) }
    return person
  }

  func erase(
    _ person: PersonRecord, _ parts: [any PersonalData.Type], by viewer: Viewer, at now: Instant
  ) async throws {
    for part in parts { try await part.erase(person.id, in: self, at: now) }
    endSessions(of: person.id)
    later("DELETE FROM profiles WHERE user_id = \(person.id)")
    later("DELETE FROM student_files WHERE user_id = \(person.id)")
    later("DELETE FROM notification_preferences WHERE user_id = \(person.id)")
    later("DELETE FROM erasure_requests WHERE user_id = \(person.id)")
    // The job that removes archives removes their bytes too.
    later("UPDATE data_exports SET expires_at = \(now) WHERE user_id = \(person.id)")
    later(
      """
      UPDATE people_import_rows SET cells = '[]', old_values = NULL, new_values = NULL WHERE person_id = \(person.id)
      """)
    let pseudonym = person.id.pseudonym, address = "\(person.id.text)@erased.invalid"
    try await execute(
      """
      UPDATE users SET email = \(address), email_key = \(address), username = NULL, username_key = NULL,
        password_hash = NULL, status = 'inactive', first_name = \(pseudonym.first), last_name = \(pseudonym.last),
        name_key = \(PersonRecord.nameKey(pseudonym.first, pseudonym.last)), time_zone = 'UTC', email_verified_at = NULL,
        last_login_at = NULL, erased_at = \(now), updated_at = \(now)
      WHERE id = \(person.id)
      """)
    record(PersonDeleted(person: person.id), by: viewer, at: now)
    forgetInAudit(person.id, as: PersonRecord.name(pseudonym.first, pseudonym.last))
  }
}

extension ID where Thing == Person {
  /// What an erased person is called: the same wherever they stand, and nothing of what they were.
  var pseudonym: (first: String, last: String) { ("Former", "member \(text.suffix(6).uppercased())") }
}
