internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads

/// The school made a role of its own.
struct RoleCreated: DomainEvent {
  let role: Role
  static let name = "role.created"
  var subject: Subject { .role(role) }
  static let shape = Shape("RoleCreated", Self.init, Field("role", \.role))
}

struct RoleChanged: DomainEvent {
  let role: Role
  static let name = "role.changed"
  var subject: Subject { .role(role) }
  static let shape = Shape("RoleChanged", Self.init, Field("role", \.role))
}

struct RoleDeleted: DomainEvent {
  let role: Role
  static let name = "role.deleted"
  var subject: Subject { .role(role) }
  static let shape = Shape("RoleDeleted", Self.init, Field("role", \.role))
}

/// Someone got a role beside their main one.
struct RoleGiven: DomainEvent {
  let person: ID<Person>, role: Role, scope: RoleScope
  static let name = "person.role_given"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "RoleGiven", Self.init, Field("person", \.person), Field("role", \.role), Field("scope", \.scope))
}

struct RoleTaken: DomainEvent {
  let person: ID<Person>, role: Role, scope: RoleScope
  static let name = "person.role_taken"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape(
    "RoleTaken", Self.init, Field("person", \.person), Field("role", \.role), Field("scope", \.scope))
}

/// Someone began to act as this person.
struct ActingBegun: DomainEvent {
  let person: ID<Person>, reason: String
  static let name = "person.acting_begun"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("ActingBegun", Self.init, Field("person", \.person), Field("reason", \.reason))
}

struct ActingEnded: DomainEvent {
  let person: ID<Person>
  static let name = "person.acting_ended"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("ActingEnded", Self.init, Field("person", \.person))
}

/// What the audit log keeps of a role before and after a change.
struct RoleValues: Payload {
  let title: String, about: String, permissions: [Permission]
  static let shape = Shape(
    "RoleValues", Self.init(title:about:permissions:), Field("title", \.title), Field("about", \.about),
    Field("permissions", \.permissions))
}

extension RoleValues {
  init(_ role: RoleDefinition) {
    self.init(title: role.title, about: role.about, permissions: role.permissions.list)
  }
}

extension Subject {
  /// A role in the audit log, which names things by ids: made of its key, the same everywhere.
  fileprivate static func role(_ role: Role) -> Subject {
    let digest = SHA256.digest(of: "role." + role.rawValue)
    let halves = [digest[0..<8], digest[8..<16]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    return Subject("role", ID<Role>(bits: UUIDBits(high: halves[0], low: halves[1])))
  }
}
