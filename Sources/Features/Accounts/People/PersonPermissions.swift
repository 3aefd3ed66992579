internal import EvolvCore
internal import Routing
internal import SQLStore

// Who manages people can do so up to their own rank: nobody gains a permission by changing someone who has it.

extension RoleTable {
  /// What this person may do.
  func rights(of person: PersonRecord) -> Rights { rights(person.role, person.grants) }
}

extension Viewer {
  /// Whether the viewer may change, suspend or delete someone who may do this.
  func mayManage(_ rights: Rights) -> Bool { may(.managePeople) && self.rights.cover(rights) }
  func mayManage(_ person: PersonRecord, among roles: RoleTable) -> Bool { mayManage(roles.rights(of: person)) }

  /// Whether the viewer may give this role to someone, or take it away.
  func mayAssign(_ role: RoleDefinition, in scope: RoleScope = .everything) -> Bool {
    let given = Rights(role.permissions, in: scope)
    return may(.assignRoles) && rights.cover(given)
  }
  /// The roles that the viewer may give away.
  func assignableRoles(among roles: RoleTable) -> [RoleDefinition] { roles.all.filter { mayAssign($0) } }

  func requireManaging(_ rights: Rights) throws {
    try require(.managePeople)
    guard mayManage(rights) else { throw Problem.forbidden("manage someone who may do more than you") }
  }
  /// Throws unless there is such a role and the viewer may give it away.
  func requireAssigning(_ role: Role, in scope: RoleScope = .everything, among roles: RoleTable) throws {
    try require(.assignRoles)
    guard let definition = roles[role] else { throw Problem.unknownRole }
    guard mayAssign(definition, in: scope) else {
      throw Problem.forbidden("give the role \(definition.title.lowercased())")
    }
  }
}

extension PeopleQuery {
  /// Throws `Problem.invalid` for a role that is none of the school's.
  func checked(against roles: RoleTable) throws -> PeopleQuery {
    if let role, roles[role] == nil { throw Problem.unknownRole }
    return self
  }
}

extension Problem {
  static let unknownRole = Problem.invalid("role", "unknown", "must be the key of one of the school's roles")
}

extension Transaction {
  /// The same with the roles as the database has them now.
  func requireAssigning(_ role: Role, in scope: RoleScope = .everything, by viewer: Viewer) async throws {
    try viewer.requireAssigning(role, in: scope, among: try await definitions(of: [role]))
  }
}
