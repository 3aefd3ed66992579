internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum APITokenRules {
  /// What every token begins with.
  static let prefix: StaticString = "evolv_"
  static let longest = Seconds.days(366)
  static let standard = Seconds.days(90)
  static let most = 50
  /// A use is noted at most so often, so that reading costs no write.
  static let noteEvery = Seconds.minutes(5)
}

/// What a token may do, as words: `read`, `write`, and permissions such as `create_courses`.
struct TokenScopes: Sendable, Equatable {
  static let read = "read", write = "write"
  /// Whether it may change anything.
  let mayWrite: Bool
  let permissions: Permissions

  var words: [String] { [Self.read] + (mayWrite ? [Self.write] : []) + permissions.list.map(\.name) }

  init(mayWrite: Bool, permissions: Permissions) {
    self.mayWrite = mayWrite
    self.permissions = permissions
  }

  /// Words that name nothing any more are left out: a token never gains.
  init(stored text: String) {
    let words = Set(text.split(separator: " ").map(String.init))
    mayWrite = words.contains(Self.write)
    permissions = Permissions(Permission.allCases.filter { words.contains($0.name) })
  }

  /// Throws for a word that is no scope, or that the viewer does not have to give.
  init(asked words: [String], by viewer: Viewer) throws {
    let known = Set([Self.read, Self.write] + viewer.permissions.list.map(\.name))
    if let strange = words.first(where: { !known.contains($0) }) {
      let shown = strange.prefix(40)
      throw Problem.invalid(
        "scopes", "scope", "may not hold “\(shown)”: choose read, write, or a permission that you have")
    }
    self.init(stored: words.joined(separator: " "))
  }
}

/// A token as its owner sees it.
struct APITokenRecord: RowDecodable {
  let id: ID<APIToken>, name: String, scopes: TokenScopes, createdAt: Instant, expiresAt: Instant
  let lastUsedAt: Instant?, lastUsedFrom: String?

  static let columns: SQL = """
    api_tokens.id, api_tokens.name, api_tokens.scopes, api_tokens.created_at, api_tokens.expires_at,
    api_tokens.last_used_at, api_tokens.last_used_from
    """

  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    scopes = TokenScopes(stored: try row.next())
    createdAt = try row.next()
    expiresAt = try row.next()
    lastUsedAt = try row.nextIfPresent()
    lastUsedFrom = try row.nextIfPresent()
  }

  func holds(at now: Instant) -> Bool { expiresAt > now }
}

/// What a request that brings a token needs to know: one row of one statement.
struct LiveAPIToken: RowDecodable {
  let token: APITokenRecord
  let person: ID<Person>, name: String, email: String, role: Role, grants: [RoleGrant]

  static let columns: SQL = """
    \(APITokenRecord.columns), users.id, users.first_name, users.last_name, users.email, users.role,
    \(RoleFragments.grants)
    """

  init(row: inout Row) throws {
    token = try APITokenRecord(row: &row)
    person = try row.next()
    let first: String = try row.next(), last: String = try row.next()
    name = PersonRecord.name(first, last)
    email = try row.next()
    role = try row.next()
    grants = RoleGrant.list(try row.nextIfPresent())
  }

  /// The person by this token: what both may. The audit log names the token with the person.
  func viewer(from origin: Origin, _ roles: RoleTable) -> Viewer {
    var identity = Viewer.Identity(
      person: person, session: token.id.retyped(), name: "\(name) (token \(token.name))", email: email, role: role)
    identity.apiToken = TokenUse(id: token.id, mayWrite: token.scopes.mayWrite)
    return Viewer(
      identity: identity, rights: roles.rights(role, grants).limited(to: token.scopes.permissions), origin: origin)
  }
}
