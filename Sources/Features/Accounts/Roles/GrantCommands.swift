internal import Essentials
public import EvolvCore
internal import Payloads
internal import Routing
public import SQLStore

extension Transaction {
  /// Gives somebody a role beside their main one; nothing happens if they have it.
  func giveRole(_ grant: RoleGrant, to id: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    let person = try await lockedPerson(id)
    try await requireChange(of: grant, person, by: viewer)
    let given = try await execute(
      """
      INSERT INTO person_roles (user_id, role, scope, given_at, given_by)
      VALUES (\(id), \(grant.role), \(grant.scope), \(now), \(viewer.person)) ON CONFLICT DO NOTHING
      """)
    if given == 0 { return }
    stopActing(around: id)
    record(RoleGiven(person: id, role: grant.role, scope: grant.scope), by: viewer, at: now)
  }

  /// Takes it away again.
  func takeRole(_ grant: RoleGrant, from id: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    let person = try await lockedPerson(id)
    try await requireChange(of: grant, person, by: viewer)
    let taken = try await execute(
      "DELETE FROM person_roles WHERE user_id = \(id) AND role = \(grant.role) AND scope = \(grant.scope)")
    guard taken > 0 else { throw Problem.notFound("role of this person") }
    stopActing(around: id)
    record(RoleTaken(person: id, role: grant.role, scope: grant.scope), by: viewer, at: now)
  }

  /// The roles given for a thing go with it.
  public func dropRoles(in scope: RoleScope) { later("DELETE FROM person_roles WHERE scope = \(scope)") }

  private func requireChange(of grant: RoleGrant, _ person: PersonRecord, by viewer: Viewer) async throws {
    guard grant.role != .owner else {
      throw Problem.invalid("role", "main_only", "is given as the main role alone")
    }
    try await requireAssigning(grant.role, in: grant.scope, by: viewer)
    guard viewer.rights.cover(try await rights(of: person)) else {
      throw Problem.forbidden("change the roles of someone who may do more than you")
    }
  }
}
