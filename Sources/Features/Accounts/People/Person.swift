public import Essentials
public import EvolvCore
public import EvolvDesign
internal import Payloads
public import SQLStore

/// Everything the school keeps of a person's account, but how they prove that it is theirs.
public struct PersonRecord: RowDecodable, Equatable {
  public let id: ID<Person>, email: String, username: String?, role: Role, status: PersonStatus
  public let firstName: String, lastName: String, timeZone: String
  public let emailVerifiedAt: Instant?, secondFactorSince: Instant?, lastLoginAt: Instant?
  public let createdAt: Instant, updatedAt: Instant
  /// The roles they have beside the main one.
  public let grants: [RoleGrant]

  static let columns: SQL = """
    users.id, users.email, users.username, users.role, users.status, users.first_name, users.last_name, users.time_zone,
    users.email_verified_at, users.second_factor_since, users.last_login_at, users.created_at, users.updated_at,
    \(RoleFragments.grants)
    """

  public init(row: inout Row) throws {
    id = try row.next()
    email = try row.next()
    username = try row.nextIfPresent()
    role = try row.next()
    status = try row.next()
    firstName = try row.next()
    lastName = try row.next()
    timeZone = try row.next()
    emailVerifiedAt = try row.nextIfPresent()
    secondFactorSince = try row.nextIfPresent()
    lastLoginAt = try row.nextIfPresent()
    createdAt = try row.next()
    updatedAt = try row.next()
    grants = RoleGrant.list(try row.nextIfPresent())
  }

  public var name: String { PersonRecord.name(firstName, lastName) }
  static func name(_ first: String, _ last: String) -> String { "\(first) \(last)".trimmed }
  /// What lists of people are sorted by.
  static func nameKey(_ first: String, _ last: String) -> String { "\(last) \(first)".trimmed.lowercased() }
}

/// The little of a person that other pages show: a name beside a course, a line of a list.
public struct PersonCard: RowDecodable, Hashable {
  public let id: ID<Person>, name: String, email: String, role: Role

  static let columns: SQL = "users.id, users.first_name, users.last_name, users.email, users.role"

  public init(row: inout Row) throws {
    id = try row.next()
    let first: String = try row.next(), last: String = try row.next()
    name = PersonRecord.name(first, last)
    email = try row.next()
    role = try row.next()
  }
  /// The color of their monogram.
  public var hue: Hue { Hue(of: name) }
}
