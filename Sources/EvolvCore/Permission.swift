public import Payloads
public import Routing
public import SQLStore

/// One thing a person may do; roles are sets of these. The raw value is its bit, so a set is one number.
public enum Permission: Int, Sendable, CaseIterable {
  case createCourses = 0
  case editAnyCourse, approveCourses, featureCourses, manageCategories, importCourses
  case generateAnyCodes, seeAnyLearners, readAnyLesson
  case managePeople, assignRoles, seeAudit, manageSettings, readMailOutbox, seeOperations
  case manageTeams

  /// The word for programs: `create_courses`.
  public var name: String {
    String(describing: self).reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }

  /// Stands after "the permission to" and in the matrix of permissions.
  public var words: String {
    switch self {
    case .createCourses: "create courses"
    case .editAnyCourse: "edit any course"
    case .approveCourses: "approve courses"
    case .featureCourses: "feature courses"
    case .manageCategories: "manage categories"
    case .importCourses: "import courses"
    case .generateAnyCodes: "generate access codes for any course"
    case .seeAnyLearners: "see the learners of any course"
    case .readAnyLesson: "read any lesson"
    case .managePeople: "manage people"
    case .assignRoles: "assign roles"
    case .seeAudit: "see the audit log"
    case .manageSettings: "manage settings"
    case .readMailOutbox: "read the mail outbox"
    case .seeOperations: "see operations"
    case .manageTeams: "manage all teams"
    }
  }
}

/// A set of permissions in one number.
public struct Permissions: OptionSet, Sendable, Hashable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
  public init(_ list: [Permission]) { rawValue = list.reduce(0) { $0 | 1 << Int64($1.rawValue) } }
  public static let all = Permissions(Permission.allCases)
  public func includes(_ permission: Permission) -> Bool { rawValue & 1 << Int64(permission.rawValue) != 0 }
  public var list: [Permission] { Permission.allCases.filter(includes) }
}

extension Access {
  /// Only for who holds `permission`.
  public static func may(_ permission: Permission) -> Access {
    Access(permission.words, .permission(permission.rawValue))
  }
}

/// The built-in roles. Registrar, follow-up officer and the like join them with their wings.
public enum Role: String, PayloadChoice, ColumnWord {
  case admin, instructor, student

  public var permissions: Permissions {
    switch self {
    case .admin: .all
    case .instructor: Permissions([.createCourses, .importCourses])
    case .student: []
    }
  }
  public var words: String {
    switch self {
    case .admin: "Administrator"
    case .instructor: "Instructor"
    case .student: "Student"
    }
  }
}
