internal import Accounts
internal import EvolvCore
internal import JobQueue
internal import Routing
internal import SQLStore
internal import Teaching

// The roof: the only place that sees every wing. What the program consists of is listed here, each feature once; the way
// of a request is the list of gates in `Serving/Gates.swift`.

enum App {
  /// The version that `/health/live`, OpenAPI and backups name.
  static let version = "0.1.0"

  static let features: [any Feature.Type] = [
    Identity.self,
    People.self,
    Roles.self,
    Teams.self,
    APITokens.self,
    SchoolSettings.self,
    MediaLibrary.self,
    Audit.self,
    Certificates.self,
    Learning.self,
    Notes.self,
    Offline.self,
    Enrollments.self,
    AccessCodes.self,
    Catalog.self,
    Courses.self,
    Importing.self,
    Search.self,
    Jobs.self,
    Operations.self,
  ]

  /// What keeps something of people, in the order of the archive that a person takes along.
  static let personalData: [any PersonalData.Type] = [
    AccountData.self,
    IdentityData.self,
    RoleData.self,
    TeamData.self,
    TokenData.self,
    MediaData.self,
    EnrollmentData.self,
    LearningData.self,
    WatchingData.self,
    NoteData.self,
    CertificateData.self,
    RedemptionData.self,
    CourseData.self,
  ]

  /// What the file of a person shows, in this order.
  static let fileParts: [any PersonFilePart.Type] = [EnrollmentData.self, CourseData.self]

  /// The description of the API, made once of the route table.
  static let openAPI = routes().openAPI(title: "Evolv", version: version)

  /// The calls of the API as a person reads them, in the order of their addresses.
  static let reference: [Endpoint] = routes().entries.map(\.endpoint).filter(\.isCall).sorted {
    ($0.pattern, $0.method.rawValue) < ($1.pattern, $1.method.rawValue)
  }

  /// The routes that ask for each permission.
  static let doors = Dictionary(grouping: routes().entries.map(\.endpoint)) { endpoint -> Permission? in
    guard case .permission(let number) = endpoint.access.requirement else { return nil }
    return Permission(rawValue: number)
  }.mapValues { $0.sorted { ($0.pattern, $0.method.rawValue) < ($1.pattern, $1.method.rawValue) } }

  /// Every feature, asked about media files.
  static let mediaPlaces = MediaPlaces { files, db in
    var uses: [MediaUse] = []
    for feature in features { uses += try await feature.mediaUses(of: files, in: db) }
    return uses
  } shows: { file, viewer, db in
    for feature in features where try await feature.showsMedia(file, to: viewer, in: db) { return true }
    return false
  }

  static var migrations: [Migration] {
    features.flatMap { $0.migrations } + JobTables.migrations + RepeatedCalls.migrations
  }

  static func routes() -> RouteTable<Context> {
    var table = RouteTable<Context>()
    for feature in features { feature.register(on: &table) }
    return table
  }
}
