internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

enum RoleTitle: TextRule { static let length = 2...60 }
enum RoleAbout: TextRule { static let length = 0...200 }
enum ActingReason: TextRule { static let length = 5...300 }

/// A role of the school's own, as it is made and changed.
struct RoleForm: Payload {
  let title: Text<RoleTitle>, about: Text<RoleAbout>?, permissions: [Permission]
  static let shape = Shape(
    "NewRole", Self.init, Field("title", \.title, "What people call it"),
    Field("about", \.about, "What it is for, in a sentence"), Field("permissions", \.permissions))

  var set: Permissions { Permissions(permissions).completed }
}

/// A change asked for by the API; what is left out stays.
struct RolePatch: Payload {
  let title: Text<RoleTitle>?, about: Text<RoleAbout>?, permissions: [Permission]?
  static let shape = Shape(
    "RoleChange", Self.init, Field("title", \.title), Field("about", \.about), Field("permissions", \.permissions))

  func form(over old: RoleDefinition) throws -> RoleForm {
    guard let title = title ?? Text(old.title) else {
      throw Problem.invalid("title", "length", "must have 2 to 60 characters")
    }
    return RoleForm(title: title, about: about ?? Text(old.about), permissions: permissions ?? old.permissions.list)
  }
}

/// A role given to someone, and for what.
struct GrantForm: Payload {
  let role: Role, scope: RoleScope?
  static let shape = Shape(
    "RoleGrant", Self.init, Field("role", \.role), Field("scope", \.scope, "everything if left out"))

  var grant: RoleGrant { RoleGrant(role, in: scope ?? .everything) }
}

/// Why someone acts as another person.
struct ActingForm: Payload {
  let reason: Text<ActingReason>
  static let shape = Shape("ActingForm", Self.init, Field("reason", \.reason))
}

/// A role as the API tells of it.
struct RoleAnswer: Payload, Located {
  let key: Role, title: String, about: String, isBuiltIn: Bool, permissions: [Permission]
  var location: Link { RoleAPI.show.path(key) }

  static let shape = Shape(
    "Role", Self.init(key:title:about:isBuiltIn:permissions:), Field("key", \.key), Field("title", \.title),
    Field("about", \.about), Field("is_built_in", \.isBuiltIn), Field("permissions", \.permissions))
}

extension RoleAnswer {
  init(_ role: RoleDefinition) {
    self.init(
      key: role.role, title: role.title, about: role.about, isBuiltIn: role.isBuiltIn,
      permissions: role.permissions.list)
  }
}

struct RoleList: Payload {
  let data: [RoleAnswer]
  static let shape = Shape("RoleList", Self.init, Field("data", \.data))
}

/// One role that somebody has.
struct RoleHeldAnswer: Payload {
  let role: Role, title: String, scope: RoleScope, isMain: Bool
  static let shape = Shape(
    "RoleHeld", Self.init, Field("role", \.role), Field("title", \.title), Field("scope", \.scope),
    Field("is_main", \.isMain, "Whether it is their main role, which is changed with the person"))
}

/// What somebody has and may do.
struct RightsAnswer: Payload {
  let data: [RoleHeldAnswer], permissions: [String]
  static let shape = Shape(
    "PersonRoles", Self.init, Field("data", \.data),
    Field("permissions", \.permissions, "With the scope behind it where it does not hold everywhere"))
}

extension RightsAnswer {
  init(_ person: PersonRecord, _ roles: RoleTable) {
    let main = RoleHeldAnswer(role: person.role, title: roles.title(of: person.role), scope: .everything, isMain: true)
    let others = person.grants.map {
      RoleHeldAnswer(role: $0.role, title: roles.title(of: $0.role), scope: $0.scope, isMain: false)
    }
    self.init(data: [main] + others, permissions: roles.rights(of: person).words)
  }
}
