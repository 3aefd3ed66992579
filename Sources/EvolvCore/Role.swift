public import Essentials
public import Payloads
public import SQLStore

/// A role by its key, the word for programs: `admin`, `follow_up_officer`. What it may do stands in the `RoleTable`.
public struct Role: RawRepresentable, ColumnWord, PayloadValue, PathValue, Hashable {
  public let rawValue: String

  /// nil unless the text is a letter a-z and up to 39 more of `a-z 0-9 _`.
  public init?(rawValue: String) {
    let bytes = rawValue.utf8
    guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= 40,
      bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
    else { return nil }
    self.rawValue = rawValue
  }
  private init(known word: StaticString) { rawValue = word.description }

  public static let owner = Role(known: "owner"), admin = Role(known: "admin"), instructor = Role(known: "instructor")
  public static let student = Role(known: "student"), registrar = Role(known: "registrar")
  public static let followUpOfficer = Role(known: "follow_up_officer"), grader = Role(known: "grader")
  public static let editor = Role(known: "editor"), accountant = Role(known: "accountant")
  public static let auditor = Role(known: "auditor")

  public static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 40)]) }
  public func write(to json: inout JSONWriter) { json.string(rawValue) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> Role? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let role = Role(rawValue: text) else {
      return faults.refuse("must be the key of a role such as instructor or student", "role")
    }
    return role
  }
  public static func sample(_ seed: Int) -> Role { RoleTable.builtIn.all[seed % RoleTable.builtIn.all.count].role }

  public static let pathFormat = PathFormat.text
  public init?(pathText: String) { self.init(rawValue: pathText) }
  public var pathText: String { rawValue }
}

/// What a role that was given holds for.
public enum RoleScope: Sendable, Hashable {
  case everything, course(UUIDBits), cohort(UUIDBits)
}

extension RoleScope: RawRepresentable, ColumnWord {
  public init?(rawValue: String) {
    if rawValue == "everything" { self = .everything; return }
    let parts = rawValue.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let id = ID<RoleScope>(pathText: String(parts[1])) else { return nil }
    switch parts[0] {
    case "course": self = .course(id.bits)
    case "cohort": self = .cohort(id.bits)
    default: return nil
    }
  }
  /// `everything`, `course:0189…`, `cohort:0189…`.
  public var rawValue: String {
    switch self {
    case .everything: "everything"
    case .course(let id): "course:" + id.text
    case .cohort(let id): "cohort:" + id.text
    }
  }
}

/// A role that a person has beside their main one, and for what.
public struct RoleGrant: Sendable, Hashable {
  public let role: Role, scope: RoleScope
  public init(_ role: Role, in scope: RoleScope) {
    self.role = role
    self.scope = scope
  }

  /// `grader course:0189…` for each, with commas, as the database gathers them.
  public static func list(_ text: String?) -> [RoleGrant] {
    guard let text else { return [] }
    return text.split(separator: ",").compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count == 2, let role = Role(rawValue: String(parts[0])),
        let scope = RoleScope(rawValue: String(parts[1]))
      else { return nil }
      return RoleGrant(role, in: scope)
    }
  }
}

/// What somebody may do, and where.
public struct Rights: Sendable, Hashable {
  public var everywhere: Permissions
  /// What they may do beyond that in one course or cohort.
  public var scoped: [RoleScope: Permissions]

  public init(everywhere: Permissions = [], scoped: [RoleScope: Permissions] = [:]) {
    self.everywhere = everywhere
    self.scoped = scoped
  }

  public init(_ permissions: Permissions, in scope: RoleScope) {
    self.init()
    add(permissions, in: scope)
  }

  public func include(_ permission: Permission, in scope: RoleScope = .everything) -> Bool {
    everywhere.includes(permission) || (!scoped.isEmpty && scoped[scope]?.includes(permission) == true)
  }
  /// Whether all that `other` may do is among it.
  public func cover(_ other: Rights) -> Bool {
    everywhere.isSuperset(of: other.everywhere)
      && other.scoped.allSatisfy { everywhere.union(scoped[$0.key] ?? []).isSuperset(of: $0.value) }
  }
  /// What of it is among `permissions`.
  public func limited(to permissions: Permissions) -> Rights {
    Rights(
      everywhere: everywhere.intersection(permissions), scoped: scoped.mapValues { $0.intersection(permissions) })
  }
  public mutating func add(_ permissions: Permissions, in scope: RoleScope) {
    guard scope != .everything else { return everywhere.formUnion(permissions) }
    scoped[scope, default: []].formUnion(permissions.intersection(.scopable))
  }
  /// As access tokens tell them: `create_courses`, `edit_any_course course:0189…`.
  public var words: [String] {
    let some = scoped.flatMap { scope, permissions in permissions.list.map { "\($0.name) \(scope.rawValue)" } }
    return everywhere.list.map(\.name) + some.sorted()
  }
}
