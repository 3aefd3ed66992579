public import Routing

/// One thing a person may do; roles are sets of these. The raw value is its bit, so a set is one number.
public enum Permission: Int, Sendable, CaseIterable {
  case createCourses = 0
  case editAnyCourse, approveCourses, featureCourses, manageCategories, importCourses
  case generateAnyCodes, seeAnyLearners, readAnyLesson
  case managePeople, assignRoles, seeAudit, manageSettings, readMailOutbox, seeOperations
  case manageTeams
  case ownSchool, manageRoles, actAsPeople, seePeople, seeAnyCourse, seeAnyCodes, seeSettings, manageOperations
  case editSite, keepAccounts
  case manageMedia, manageCertificates

  /// The word for programs: `create_courses`.
  public var name: String { Self.names[rawValue] }
  private static let names = allCases.map { permission in
    String(describing: permission).reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
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
    case .ownSchool: "own the school"
    case .manageRoles: "manage roles"
    case .actAsPeople: "act as other people"
    case .seePeople: "see people"
    case .seeAnyCourse: "see any course"
    case .seeAnyCodes: "see the access codes of any course"
    case .seeSettings: "see settings"
    case .manageOperations: "manage operations"
    case .editSite: "edit the site and the blog"
    case .keepAccounts: "keep the accounts"
    case .manageMedia: "manage all media"
    case .manageCertificates: "manage certificates"
    }
  }
}

extension Access {
  /// Only for who holds `permission`.
  public static func may(_ permission: Permission) -> Access {
    Access(permission.words, .permission(permission.rawValue))
  }
}
