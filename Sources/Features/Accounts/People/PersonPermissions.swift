internal import EvolvCore
internal import Routing

// Who manages people can do so up to their own rank: nobody gains a permission by changing someone who has it.

extension Viewer {
  /// Whether the viewer may change, suspend or delete a person of this role.
  func mayManage(_ role: Role) -> Bool { may(.managePeople) && permissions.isSuperset(of: role.permissions) }
  /// Whether the viewer may give this role to someone.
  func mayAssign(_ role: Role) -> Bool { may(.assignRoles) && permissions.isSuperset(of: role.permissions) }

  func requireManaging(_ role: Role) throws {
    try require(.managePeople)
    guard mayManage(role) else { throw Problem.forbidden("manage \(role.words.lowercased())s") }
  }
  func requireAssigning(_ role: Role) throws {
    try require(.assignRoles)
    guard mayAssign(role) else { throw Problem.forbidden("make someone \(role.words.lowercased())") }
  }
  /// The roles that the viewer may give away.
  var assignableRoles: [Role] { Role.allCases.filter(mayAssign) }
}
