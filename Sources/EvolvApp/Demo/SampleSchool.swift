internal import Accounts
public import Essentials
public import EvolvCore
internal import Routing
public import SQLStore
internal import Teaching

/// The small school of demonstrations, tests and pictures: Ada directs it, Tom teaches, Mia and Leo learn.
public struct SampleSchool: Sendable {
  /// A person of the school and the viewer they are.
  public struct Member: Sendable {
    public let name: String, email: String, role: Role, viewer: Viewer
  }
  public let ada: Member, tom: Member, mia: Member, leo: Member
  public var members: [Member] { [ada, tom, mia, leo] }

  /// Fills an empty school; everyone's password has this hash.
  public static func fill(_ db: Database, passwordHash: String, at now: Instant) async throws -> SampleSchool {
    let school = try await db.transaction { transaction in
      // Whoever looks around in a demonstration has no phone at hand for its director.
      try await transaction.askSecondFactor(of: [], by: .program, at: now)
      return SampleSchool(
        ada: try await transaction.member("Ada", "Okafor", .owner, passwordHash, now),
        tom: try await transaction.member("Tom", "Berger", .instructor, passwordHash, now),
        mia: try await transaction.member("Mia", "Santos", .student, passwordHash, now),
        leo: try await transaction.member("Leo", "Haddad", .student, passwordHash, now))
    }
    let people = SamplePeople(
      director: school.ada.viewer, teacher: school.tom.viewer, learners: [school.mia.viewer, school.leo.viewer])
    try await SampleTeaching.fill(db, for: people, at: now)
    try await SampleTeam.fill(
      db, owner: school.tom.viewer, admin: school.mia.viewer, invited: school.leo.viewer, at: now)
    return school
  }
}

extension Transaction {
  fileprivate func member(
    _ first: String, _ last: String, _ role: Role, _ passwordHash: String, _ now: Instant
  ) async throws -> SampleSchool.Member {
    guard let email = EmailAddress("\(first.lowercased())@evolv.example"), let firstName = PersonName(first),
      let lastName = PersonName(last)
    else {
      preconditionFailure("Sample names fit.")
    }
    let new = NewPerson(
      firstName: firstName, lastName: lastName, email: email, role: role, passwordHash: passwordHash,
      isEmailVerified: true)
    let person = try await createPerson(new, by: .program, at: now)
    let identity = Viewer.Identity(
      person: person.id, session: ID(at: now), name: "\(first) \(last)", email: email.text, role: role)
    let viewer = Viewer(
      identity: identity, permissions: RoleTable.builtIn.permissions(of: role),
      origin: Origin(actor: "sample"))
    return SampleSchool.Member(name: "\(first) \(last)", email: email.text, role: role, viewer: viewer)
  }
}
