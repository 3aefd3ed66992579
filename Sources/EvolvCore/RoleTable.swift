internal import Essentials

/// A role and what it may do.
public struct RoleDefinition: Sendable, Hashable {
  public let role: Role
  /// What people call it.
  public let title: String
  /// What it is for, in a sentence.
  public let about: String
  public let permissions: Permissions
  public let isBuiltIn: Bool

  public init(_ role: Role, title: String, about: String, permissions: Permissions, isBuiltIn: Bool = false) {
    self.role = role
    self.title = title
    self.about = about
    self.permissions = permissions.completed
    self.isBuiltIn = isBuiltIn
  }
  fileprivate init(_ role: Role, _ title: String, _ about: String, _ list: [Permission]) {
    self.init(role, title: title, about: about, permissions: Permissions(list), isBuiltIn: true)
  }
}

/// Every role of the school with what it may do: the built-in ones, which the program knows, and the school's own.
public struct RoleTable: Sendable {
  /// The built-in ones in their order, then the school's own by title.
  public let all: [RoleDefinition]
  private let byRole: [Role: RoleDefinition]

  public init(custom: [RoleDefinition]) {
    all =
      Self.definitions
      + custom.sorted { ($0.title.lowercased(), $0.role.rawValue) < ($1.title.lowercased(), $1.role.rawValue) }
    byRole = Dictionary(all.map { ($0.role, $0) }) { builtIn, _ in builtIn }
  }
  public static let builtIn = RoleTable(custom: [])

  public subscript(role: Role) -> RoleDefinition? { byRole[role] }
  /// What people call it; the key itself of a role that is unknown here yet.
  public func title(of role: Role) -> String { byRole[role]?.title ?? role.rawValue }
  /// Nothing for a role that is unknown here yet.
  public func permissions(of role: Role) -> Permissions { byRole[role]?.permissions ?? [] }
  /// What somebody may do who has this main role and these others.
  public func rights(_ main: Role, _ others: [RoleGrant] = []) -> Rights {
    var rights = Rights(everywhere: permissions(of: main))
    for grant in others { rights.add(permissions(of: grant.role), in: grant.scope) }
    return rights
  }
  /// The roles that may do this.
  public func roles(with permission: Permission) -> [Role] {
    all.filter { $0.permissions.includes(permission) }.map(\.role)
  }
}

extension RoleTable {
  private static let definitions = [
    RoleDefinition(
      .owner, title: "Owner", about: "May do everything. A school always has one.", permissions: .all, isBuiltIn: true),
    RoleDefinition(
      .admin, title: "Administrator", about: "Runs the school: people, courses, settings.",
      permissions: Permissions.all.subtracting(Permissions([.ownSchool])), isBuiltIn: true),
    RoleDefinition(.instructor, "Instructor", "Creates courses and teaches them.", [.createCourses, .importCourses]),
    RoleDefinition(.student, "Student", "Learns.", []),
    RoleDefinition(
      .registrar, "Registrar", "Takes people in: accounts, access codes, who learns what.",
      [.managePeople, .seeAnyCourse, .seeAnyLearners, .generateAnyCodes, .manageCertificates]),
    RoleDefinition(
      .followUpOfficer, "Follow-up officer", "Keeps an eye on learners and helps those who fall behind.",
      [.seePeople, .seeAnyCourse, .seeAnyLearners]),
    RoleDefinition(
      .grader, "Grader", "Reads what learners hand in and marks it.", [.seeAnyCourse, .readAnyLesson, .seeAnyLearners]),
    RoleDefinition(.editor, "Editor", "Writes the site and the blog.", [.editSite]),
    RoleDefinition(.accountant, "Accountant", "Keeps the accounts.", [.keepAccounts, .seePeople]),
    RoleDefinition(
      .auditor, "Auditor", "Reads everything and changes nothing.",
      [
        .seePeople, .seeAnyCourse, .readAnyLesson, .seeAnyLearners, .seeAnyCodes, .seeAudit, .seeSettings,
        .seeOperations,
      ]),
  ]
}

/// The roles as this process knows them; whoever changes one renews it.
public final class RoleBook: Sendable {
  private let state: Locked<(table: RoleTable, versions: [Role: Int])>
  public init(_ table: RoleTable = .builtIn) { state = Locked((table, [:])) }
  public var current: RoleTable { state.withLock { $0.table } }
  /// How often each of the school's own roles was changed when they were read.
  public var versions: [Role: Int] { state.withLock { $0.versions } }
  public func renew(_ table: RoleTable, versions: [Role: Int]) { state.withLock { $0 = (table, versions) } }
}
