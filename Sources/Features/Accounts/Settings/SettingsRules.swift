internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// A section whose members must fit each other, or who changes it.
protocol RuledSettings {
  func check(by viewer: Viewer, knowing roles: RoleTable) throws
}

extension SecuritySettings: RuledSettings {
  func check(by viewer: Viewer, knowing roles: RoleTable) throws {
    guard sessionIdleDays.value <= sessionLongestDays.value else {
      throw Problem.invalid("session_longest_days", "range", "must not be less than the days without a use")
    }
    guard adminAddresses.count <= 100 else {
      throw Problem.invalid("admin_addresses", "length", "must be at most 100 networks")
    }
    let known = Set(roles.all.map(\.role.rawValue))
    guard secondFactorRoles.allSatisfy(known.contains) else {
      throw Problem.invalid("second_factor_roles", "role", "must name roles of the school")
    }
    // Whoever shuts themselves out could not mend it.
    guard let own = viewer.origin.address, !adminAddresses.isEmpty, !adminAddresses.contain(own) else { return }
    throw Problem.invalid("admin_addresses", "locked_out", "must contain the address you come from, \(own)")
  }
}

extension PaymentSettings: RuledSettings {
  func check(by viewer: Viewer, knowing roles: RoleTable) throws {
    if let key = stripePublishableKey?.text, !key.hasPrefix("pk_") {
      throw Problem.invalid("stripe_publishable_key", "key", "must begin with pk_")
    }
  }
}

extension Problem {
  /// Runs `body`; what is wrong with its fields is told inside of `parent`, which may be empty.
  static func inside<Value>(_ parent: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch {
      let list = (error as? Faults)?.list ?? { if case Problem.invalid(let list) = error { list } else { [] } }()
      guard !list.isEmpty else { throw error }
      let errors = list.map { fault in
        FieldError(
          field: [parent, fault.field].filter { !$0.isEmpty }.joined(separator: "."), code: fault.code,
          message: fault.message)
      }
      throw Problem.invalid(errors)
    }
  }
}
