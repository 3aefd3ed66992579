public import Essentials
public import EvolvCore
internal import Routing
public import SQLStore

// Who must have a second factor and has none is led to set one up, and may do nothing else until then.

extension Facilities {
  /// Whether the school asks a second factor of who has these roles.
  func asksSecondFactor(_ role: Role, _ grants: [RoleGrant]) -> Bool {
    let roles = settings(SecuritySettings.self).secondFactorRoles
    return !roles.isEmpty && ([role] + grants.map(\.role)).contains { roles.contains($0.rawValue) }
  }
  func asksSecondFactor(of person: PersonRecord) -> Bool { asksSecondFactor(person.role, person.grants) }
}

extension Identity {
  /// Where a second factor is set up.
  public static let security = SecurityRoutes.show.path()

  /// Whether who owes a second factor may still ask for this address: the ways in and out, and those to set it up.
  public static func isOpenWithoutFactor(_ path: String) -> Bool {
    let open = ["/account/security", "/api/v1/auth/", "/login", "/logout", "/password/", "/verification", "/theme"]
    return open.contains { path.hasPrefix($0) }
  }
}

extension Transaction {
  /// Chooses which roles must have a second factor.
  public func askSecondFactor(of roles: [Role], by viewer: Viewer, at now: Instant) async throws {
    _ = try await changeSettings(SecuritySettings.self, by: viewer, at: now) { settings in
      var settings = settings
      settings.secondFactorRoles = roles.map(\.rawValue)
      return settings
    }
  }
}
