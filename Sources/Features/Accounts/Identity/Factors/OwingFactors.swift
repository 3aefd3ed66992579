public import Essentials
internal import EvolvCore
internal import Routing

// Who must have a second factor and has none is led to set one up, and may do nothing else until then.

extension Facilities {
  /// Whether the school asks a second factor of this person.
  func asksSecondFactor(of viewer: Viewer) -> Bool {
    guard let role = viewer.identity?.role else { return false }
    return settings(SecuritySettings.self).secondFactorRoles.contains(role.rawValue)
  }
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
