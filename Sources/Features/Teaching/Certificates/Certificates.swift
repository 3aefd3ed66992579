public import EvolvCore
public import Routing
public import SQLStore

// A certificate says that somebody completed a course. It is issued once for each person and course: by a job after the
// completion, or by hand. Everything that stands on it is kept as it was printed, so that a later name changes nothing; the
// sheet, its picture and the public page are made of that alone and cannot disagree. A number is taken and used in one
// transaction: none comes twice, none is left out. A revoked certificate keeps its number and its page, which says so.

/// Proof of what was learned.
public enum Certificates: Feature {
  public static let name = "Certificates"
  public static let tables = [
    "certificate_templates", "certificate_rules", "certificate_numbers", "certificates", "issuer_keys",
  ]
  public static let readsTables = ["users", "courses", "course_items", "course_enrollments", "learning_evidence"]
  public static let migrations: [Migration] = [.certificates, .issuerKeys]
  public static let mails = [CertificateMail.words]

  public static func register(on table: inout RouteTable<Context>) {
    CertificateRoutes.register(on: &table)
    CertificateAdminRoutes.register(on: &table)
    VerificationRoutes.register(on: &table)
    BadgeRoutes.register(on: &table)
    StatementRoutes.register(on: &table)
    CertificateAPI.register(on: &table)
  }

  public static func filesInUse(of digests: Set<String>, in db: Database) async throws -> Set<String> {
    Set(try await db.all("SELECT DISTINCT logo FROM certificates WHERE logo IN \(Array(digests))"))
  }

  public static func places(for viewer: Viewer) -> [Destination] {
    guard viewer.may(.manageCertificates) else { return [] }
    return [Destination("Certificates", icon: "award", link: CertificateAdminRoutes.list.path(), .upkeep)]
  }

  /// Where everyone checks a certificate.
  public static let check = Destination("Check a certificate", icon: "award", link: VerificationRoutes.ask.path())

  public static func personPlaces(for viewer: Viewer) -> [Destination] {
    viewer.isSignedIn ? [Destination("My certificates", icon: "award", link: CertificateRoutes.mine.path())] : []
  }
}
