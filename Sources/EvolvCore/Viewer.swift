public import Essentials
public import Routing

/// A human being known to the school. Owned by Accounts; every wing points at people.
public enum Person {}

/// One sign-in of one person on one device.
public enum Session {}

/// What a program proves itself with that works for a person.
public enum APIToken {}

/// The API token that a request came with, and whether it may change things.
public struct TokenUse: Sendable, Hashable {
  public let id: ID<APIToken>, mayWrite: Bool
  public init(id: ID<APIToken>, mayWrite: Bool) {
    self.id = id
    self.mayWrite = mayWrite
  }
}

/// Who asks: a visitor or a person who signed in. There is no ambient current user; every rule takes the viewer.
public struct Viewer: Sendable, Hashable {
  /// What is known of a person who signed in.
  public struct Identity: Sendable, Hashable {
    public let person: ID<Person>, session: ID<Session>, name: String, email: String, role: Role
    /// The token that a program came with in the person's place; its session is none.
    public var apiToken: TokenUse?
    /// Who really sits there, when someone acts as this person.
    public var actor: Actor?
    public init(
      person: ID<Person>, session: ID<Session>, name: String, email: String, role: Role, actor: Actor? = nil
    ) {
      self.person = person
      self.session = session
      self.name = name
      self.email = email
      self.role = role
      self.actor = actor
    }
  }
  /// Someone who acts as another person for a while.
  public struct Actor: Sendable, Hashable {
    public let person: ID<Person>, name: String, until: Instant
    public init(person: ID<Person>, name: String, until: Instant) {
      self.person = person
      self.name = name
      self.until = until
    }
  }

  public let identity: Identity?
  public let rights: Rights
  /// Where the request came from, for the audit log.
  public let origin: Origin

  public init(identity: Identity?, rights: Rights, origin: Origin = Origin()) {
    self.identity = identity
    self.rights = rights
    self.origin = origin
  }
  public init(identity: Identity?, permissions: Permissions, origin: Origin = Origin()) {
    self.init(identity: identity, rights: Rights(everywhere: permissions), origin: origin)
  }
  public static func visitor(from origin: Origin = Origin()) -> Viewer {
    Viewer(identity: nil, permissions: [], origin: origin)
  }
  /// The program itself: jobs, imports and the command line.
  public static let program = Viewer(identity: nil, permissions: .all, origin: Origin(actor: "evolv"))

  public var person: ID<Person>? { identity?.person }
  public var isSignedIn: Bool { identity != nil }
  /// What the viewer may do everywhere.
  public var permissions: Permissions { rights.everywhere }
  public func may(_ permission: Permission) -> Bool { rights.everywhere.includes(permission) }
  /// Whether the viewer may do this to what lies in `scope`: because they may everywhere, or there.
  public func may(_ permission: Permission, in scope: RoleScope) -> Bool { rights.include(permission, in: scope) }
  /// Whether the viewer may do this somewhere at least.
  public func maySomewhere(_ permission: Permission) -> Bool {
    may(permission) || rights.scoped.contains { $0.value.includes(permission) }
  }
  /// Whether someone acts as this person.
  public var isActedFor: Bool { identity?.actor != nil }

  /// Somebody who may do the same: what is made for them serves everyone like them.
  public var unnamed: Viewer {
    let nobody = UUIDBits(high: 0, low: 0)
    let identity = identity.map {
      Identity(person: ID(bits: nobody), session: ID(bits: nobody), name: "", email: "", role: $0.role)
    }
    return Viewer(identity: identity, rights: rights)
  }

  /// The same viewer without what may be done from some networks alone.
  public func withoutUpkeep() -> Viewer {
    Viewer(identity: identity, rights: rights.limited(to: .teaching), origin: origin)
  }

  /// Throws `Problem.signInNeeded` or `.forbidden`.
  public func require(_ permission: Permission) throws {
    if may(permission) { return }
    throw isSignedIn ? Problem.forbidden(permission.words) : Problem.signInNeeded
  }
  /// The person, or `Problem.signInNeeded`.
  public func requirePerson() throws -> ID<Person> {
    guard let person else { throw Problem.signInNeeded }
    return person
  }
  /// Refuses a program that came with an API token: what proves who one is, is changed in person.
  public func requireInPerson() throws {
    if identity?.apiToken != nil { throw Problem.forbidden("do this with an API token: sign in") }
    if isActedFor { throw Problem.forbidden("do this for someone else: it is theirs alone") }
  }
  /// Checks a route's access before its handler runs.
  public func admit(to access: Access) throws {
    switch access.requirement {
    case .nothing: break
    case .signIn: _ = try requirePerson()
    case .permission(let number):
      guard let permission = Permission(rawValue: number) else {
        preconditionFailure("Every access names a permission.")
      }
      try require(permission)
    }
  }
}

/// Where a change came from.
public struct Origin: Sendable, Hashable {
  /// Who acts when it is not a signed-in person.
  public let actor: String
  public let address: String?
  public let agent: String?
  public let requestID: String?
  public init(actor: String = "visitor", address: String? = nil, agent: String? = nil, requestID: String? = nil) {
    self.actor = actor
    self.address = address
    self.agent = agent
    self.requestID = requestID
  }
}
