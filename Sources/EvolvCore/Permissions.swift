/// A set of permissions in one number.
public struct Permissions: OptionSet, Sendable, Hashable {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
  public init(_ list: [Permission]) { rawValue = list.reduce(0) { $0 | 1 << Int64($1.rawValue) } }
  public static let all = Permissions(Permission.allCases)
  public func includes(_ permission: Permission) -> Bool { rawValue & 1 << Int64(permission.rawValue) != 0 }
  public var list: [Permission] { Permission.allCases.filter(includes) }
}

extension Permissions {
  /// What concerns courses and their learners; everything else is the upkeep of the school.
  public static let teaching = Permissions([
    .createCourses, .importCourses, .editAnyCourse, .seeAnyCourse, .readAnyLesson, .generateAnyCodes, .seeAnyCodes,
    .seeAnyLearners,
  ])
  /// What can be given for one course or cohort alone; the rest only makes sense everywhere.
  public static let scopable = teaching.subtracting(Permissions([.createCourses, .importCourses]))
    .union(Permissions([.approveCourses, .featureCourses]))

  /// With what cannot be had without: whoever changes a thing sees it.
  public var completed: Permissions {
    list.reduce(self) { all, permission in permission.implied.map { all.union(Permissions([$0])) } ?? all }
  }
}

/// What a permission is about: the headings under which they are listed.
public enum PermissionArea: String, Sendable, CaseIterable {
  case courses = "Courses", learners = "Learners", people = "People and roles", site = "Site and money", school =
    "The school"

  public var permissions: [Permission] { Permission.allCases.filter { $0.area == self } }
}

extension Permission {
  public var area: PermissionArea {
    switch self {
    case .createCourses, .editAnyCourse, .seeAnyCourse, .approveCourses, .featureCourses, .manageCategories,
      .importCourses, .readAnyLesson:
      .courses
    case .generateAnyCodes, .seeAnyCodes, .seeAnyLearners, .manageCertificates: .learners
    case .seePeople, .managePeople, .assignRoles, .manageRoles, .actAsPeople: .people
    case .editSite, .keepAccounts, .manageMedia: .site
    default: .school
    }
  }

  /// Whether it is about keeping the school up, which a school may allow from its own network alone.
  public var isUpkeep: Bool { !Permissions.teaching.includes(self) }

  /// The permission without which this one could not be used.
  var implied: Permission? {
    switch self {
    case .managePeople, .assignRoles, .manageRoles, .actAsPeople: .seePeople
    case .editAnyCourse, .approveCourses, .manageCertificates: .seeAnyCourse
    case .generateAnyCodes: .seeAnyCodes
    case .manageSettings: .seeSettings
    case .manageOperations: .seeOperations
    default: nil
    }
  }

  /// The permission that a program calls by this name.
  public init?(name: String) {
    guard let found = Self.named[name] else { return nil }
    self = found
  }
  private static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
