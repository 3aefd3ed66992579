internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import SQLStore

extension Transaction {
  /// Changes somebody's account and profile at once, as the viewer's rank allows.
  func changePerson(
    _ id: ID<Person>, _ edit: PersonEdit, profile change: @Sendable (Profile) -> Profile, by viewer: Viewer,
    at now: Instant
  ) async throws {
    _ = try await changePerson(id, edit, by: viewer, at: now)
    try await changeProfile(of: id, change, by: viewer, at: now)
  }

  /// Changes what the viewer tells of themselves.
  func changeOwnProfile(
    _ edit: PersonEdit, profile change: @Sendable (Profile) -> Profile, by viewer: Viewer, at now: Instant
  ) async throws {
    let person = try await changeOwnProfile(edit, by: viewer, at: now)
    try await changeProfile(of: person.id, change, by: viewer, at: now)
  }

  func changeProfile(
    of id: ID<Person>, _ change: @Sendable (Profile) -> Profile, by viewer: Viewer, at now: Instant
  ) async throws {
    let before = try await profile(of: id), after = change(before)
    if after == before { return }
    try after.check(at: now)
    try await write(after, of: id, at: now)
    // The log says that and by whom, and what: an address or a number in an emergency is no secret to who may see it.
    record(ProfileChanged(person: id), by: viewer, at: now, before: before, after: after)
  }

  func write(_ profile: Profile, of id: ID<Person>, at now: Instant) async throws {
    try await execute(
      """
      INSERT INTO profiles (user_id, phone, gender, date_of_birth, bio, address, city, postal_code, country, language, links,
        education_level, specialization, qualification, experience_years, emergency_contact_name, emergency_contact_phone,
        updated_at)
      VALUES (\(id), \(profile.phone), \(profile.gender?.text), \(profile.dateOfBirth), \(profile.bio?.text),
        \(profile.address?.text), \(profile.city?.text), \(profile.postalCode?.text), \(profile.country),
        \(profile.language), \(profile.linkLines), \(profile.educationLevel?.text), \(profile.specialization?.text),
        \(profile.qualification?.text), \(profile.experienceYears?.value), \(profile.emergencyName?.text),
        \(profile.emergencyPhone), \(now))
      ON CONFLICT (user_id) DO UPDATE SET phone = excluded.phone, gender = excluded.gender,
        date_of_birth = excluded.date_of_birth, bio = excluded.bio, address = excluded.address, city = excluded.city,
        postal_code = excluded.postal_code, country = excluded.country, language = excluded.language,
        links = excluded.links, education_level = excluded.education_level, specialization = excluded.specialization,
        qualification = excluded.qualification, experience_years = excluded.experience_years,
        emergency_contact_name = excluded.emergency_contact_name,
        emergency_contact_phone = excluded.emergency_contact_phone, updated_at = excluded.updated_at
      """)
  }

  /// Gives the viewer a picture, or with nil the initials again.
  func setPhoto(_ photo: StoredFile?, by viewer: Viewer, at now: Instant) async throws {
    let id = try viewer.requirePerson()
    try await execute(
      """
      INSERT INTO profiles (user_id, photo_sha256, photo_type, updated_at)
      VALUES (\(id), \(photo?.digest.text), \(photo?.type), \(now))
      ON CONFLICT (user_id) DO UPDATE SET photo_sha256 = excluded.photo_sha256, photo_type = excluded.photo_type,
        updated_at = excluded.updated_at
      """)
    record(PhotoChanged(person: id), by: viewer, at: now)
  }

  /// Takes somebody's picture away, for who manages them.
  func removePhoto(of id: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    try viewer.requireManaging(try await rights(of: try await person(id)))
    try await execute("UPDATE profiles SET photo_sha256 = NULL, photo_type = NULL WHERE user_id = \(id)")
    record(PhotoChanged(person: id), by: viewer, at: now)
  }
}

/// Somebody's profile says something else.
struct ProfileChanged: DomainEvent {
  let person: ID<Person>
  static let name = "person.profile_changed"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonProfileChanged", Self.init(person:), Field("person", \.person))
}

/// Somebody has another picture, or none.
struct PhotoChanged: DomainEvent {
  let person: ID<Person>
  static let name = "person.photo_changed"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonPhotoChanged", Self.init(person:), Field("person", \.person))
}
