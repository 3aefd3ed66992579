public import Essentials
public import EvolvCore
internal import JobQueue
internal import Payloads
internal import Routing
public import SQLStore

/// What it takes to make an account.
public struct NewPerson: Sendable {
  public let firstName: PersonName, lastName: PersonName, email: EmailAddress, username: Username?, role: Role
  /// nil: the person cannot sign in until a password is set.
  public let passwordHash: String?
  public var timeZone: TimeZoneName
  /// Whether whoever makes the account vouches for the address.
  public let isEmailVerified: Bool

  public init(
    firstName: PersonName, lastName: PersonName, email: EmailAddress, username: Username? = nil, role: Role,
    passwordHash: String?, timeZone: TimeZoneName = .utc, isEmailVerified: Bool = false
  ) {
    self.firstName = firstName
    self.lastName = lastName
    self.email = email
    self.username = username
    self.role = role
    self.passwordHash = passwordHash
    self.timeZone = timeZone
    self.isEmailVerified = isEmailVerified
  }
}

/// What of a person is to be another; nil and `.keep` leave it.
struct PersonEdit: Sendable {
  var firstName: PersonName?, lastName: PersonName?, email: EmailAddress?, username: Change<Username> = .keep
  var timeZone: TimeZoneName?, role: Role?, status: PersonStatus?
}

extension Transaction {
  /// Makes an account for someone: by the school's people, an import or the command line.
  @discardableResult
  public func createPerson(_ new: NewPerson, by viewer: Viewer, at now: Instant) async throws -> PersonRecord {
    try viewer.require(.managePeople)
    if new.role != .student { try await requireAssigning(new.role, by: viewer) }
    let person = try await insert(new, at: now)
    record(PersonCreated(person: person.id), by: viewer, at: now, after: PersonValues(person))
    return person
  }

  /// Sends somebody the way to their first password once more.
  func invite(_ id: ID<Person>, by viewer: Viewer, at now: Instant) async throws -> PersonRecord {
    let person = try await lockedPerson(id)
    try viewer.requireManaging(try await rights(of: person))
    guard try await hasNoPassword(id) else {
      throw Problem.conflict("\(person.name) has a password already and can sign in with it.")
    }
    enqueue(InvitePerson(person: id), now: now, key: id.text)
    record(PersonInvited(person: id), by: viewer, at: now)
    return person
  }

  /// Makes an account for whoever asks for one.
  func registerPerson(_ new: NewPerson, from origin: Origin, at now: Instant) async throws -> PersonRecord {
    let person = try await insert(new, at: now)
    record(PersonRegistered(person: person.id), by: .visitor(from: origin), at: now, after: PersonValues(person))
    return person
  }

  private func insert(_ new: NewPerson, at now: Instant) async throws -> PersonRecord {
    try await one("\(Self.insertion(of: new, at: now)) RETURNING \(PersonRecord.columns)")
  }

  /// nil if the address or the username is somebody's.
  func insertUnlessThere(_ new: NewPerson, at now: Instant) async throws -> PersonRecord? {
    try await first("\(Self.insertion(of: new, at: now)) ON CONFLICT DO NOTHING RETURNING \(PersonRecord.columns)")
  }

  private static func insertion(of new: NewPerson, at now: Instant) -> SQL {
    """
    INSERT INTO users (id, email, email_key, username, username_key, password_hash, role, status, first_name, last_name, name_key,
      time_zone, email_verified_at, created_at, updated_at)
    VALUES (\(ID<Person>(at: now)), \(new.email.text), \(new.email.key), \(new.username?.text), \(new.username?.key),
      \(new.passwordHash), \(new.role), 'active', \(new.firstName.text), \(new.lastName.text),
      \(PersonRecord.nameKey(new.firstName.text, new.lastName.text)), \(new.timeZone.text),
      \(new.isEmailVerified ? now : nil), \(now), \(now))
    """
  }

  /// Changes someone's account as the viewer's rank allows.
  func changePerson(_ id: ID<Person>, _ edit: PersonEdit, by viewer: Viewer, at now: Instant) async throws
    -> PersonRecord
  {
    let owners = try await lockOwners()
    let before = try await lockedPerson(id)
    try viewer.requireManaging(try await rights(of: before))
    if let role = edit.role, role != before.role { try await requireAssigning(role, by: viewer) }
    let after = try await write(edit, over: before, at: now)
    if before.isActiveOwner, !after.isActiveOwner { try owners.keepOne(besides: id) }
    if after.status != .active { endSessions(of: id) }
    if after.email != before.email { tellAddresses(of: before, after, at: now) }
    if after.role != before.role || after.status != before.status { stopActing(around: id) }
    record(from: before, to: after, by: viewer, at: now)
    return after
  }

  /// Whoever reads either address learns that the account has another, so that nobody's account is moved in silence.
  private func tellAddresses(of before: PersonRecord, _ after: PersonRecord, at now: Instant) {
    for address in [before.email, after.email] {
      enqueue(SendNotice(person: after.id, to: address, about: .emailChangedBySchool), now: now)
    }
    dropTokens(of: after.id, for: [.resetPassword, .changeEmail, .invitation])
  }

  /// What a person may change of their own account.
  func changeOwnProfile(_ edit: PersonEdit, by viewer: Viewer, at now: Instant) async throws -> PersonRecord {
    let before = try await lockedPerson(viewer.requirePerson())
    let own = PersonEdit(
      firstName: edit.firstName, lastName: edit.lastName, username: edit.username, timeZone: edit.timeZone)
    let after = try await write(own, over: before, at: now)
    record(from: before, to: after, by: viewer, at: now)
    return after
  }

  func write(_ edit: PersonEdit, over old: PersonRecord, at now: Instant) async throws -> PersonRecord {
    let first = edit.firstName?.text ?? old.firstName, last = edit.lastName?.text ?? old.lastName
    let email = edit.email?.text ?? old.email
    let username = edit.username.applied(to: old.username.flatMap { Username($0) })
    let hasNewAddress = email != old.email
    return try await one(
      """
      UPDATE users SET first_name = \(first), last_name = \(last), name_key = \(PersonRecord.nameKey(first, last)),
        email = \(email), email_key = \(email.lowercased()), username = \(username?.text), username_key = \(username?.key),
        email_verified_at = \(hasNewAddress ? nil : old.emailVerifiedAt), time_zone = \(edit.timeZone?.text ?? old.timeZone),
        role = \(edit.role ?? old.role), status = \(edit.status ?? old.status), updated_at = \(now)
      WHERE id = \(old.id) RETURNING \(PersonRecord.columns)
      """)
  }

  func lockedPerson(_ id: ID<Person>) async throws -> PersonRecord {
    let found = try await first(
      "SELECT \(PersonRecord.columns) FROM users WHERE id = \(id) AND erased_at IS NULL \(SQL.forUpdate)",
      as: PersonRecord.self)
    guard let found else { throw Problem.notFound("person") }
    return found
  }
}

// A school without an owner cannot be helped from inside. Whoever takes one away holds all of them while deciding, so that
// two who take away each other cannot both succeed; locked before anyone else and in one order, so that they cannot wait
// for each other either.

/// The owners who can sign in, held until the transaction ends.
struct LockedOwners: Sendable {
  let owners: [ID<Person>]

  /// Throws unless another than this one remains.
  func keepOne(besides id: ID<Person>) throws {
    if owners.contains(where: { $0 != id }) { return }
    throw Problem.conflict("This is the last owner. Make someone else an owner first.")
  }
}

extension Transaction {
  /// To be asked for first by every command that may take an owner away: a change of role or status, a deletion, an erasure.
  func lockOwners() async throws -> LockedOwners {
    LockedOwners(
      owners: try await all(
        "SELECT id FROM users WHERE role = 'owner' AND status = 'active' ORDER BY id \(SQL.forUpdate)"))
  }

  /// One event for each thing that changed, the values before and after on the line of each.
  func record(from before: PersonRecord, to after: PersonRecord, by viewer: Viewer, at now: Instant) {
    let old = PersonValues(before), new = PersonValues(after)
    if before.role != after.role {
      record(
        PersonRoleChanged(person: after.id, role: after.role, former: before.role), by: viewer, at: now, before: old,
        after: new)
    }
    if before.status != after.status {
      switch after.status {
      case .active: record(PersonActivated(person: after.id), by: viewer, at: now, before: old, after: new)
      case .suspended: record(PersonSuspended(person: after.id), by: viewer, at: now, before: old, after: new)
      case .inactive: record(PersonDeactivated(person: after.id), by: viewer, at: now, before: old, after: new)
      }
    }
    let same = before.role == after.role && before.status == after.status
    if same, old.json != new.json {
      record(PersonChanged(person: after.id), by: viewer, at: now, before: old, after: new)
    }
  }
}

extension PersonRecord {
  var isActiveOwner: Bool { role == .owner && status == .active }
}

extension Database {
  /// A transaction about people; what the tables refuse comes back in words at the field.
  func changePeople<Value: Sendable>(_ body: @escaping @Sendable (Transaction) async throws -> Value) async throws
    -> Value
  {
    do { return try await transaction(body) } catch let error as StoreError {
      switch error {
      case .unique("users.email_key"): throw Problem.invalid("email", "taken", "belongs to another account")
      case .unique("users.username_key"): throw Problem.invalid("username", "taken", "belongs to another account")
      default: throw error
      }
    }
  }
}
