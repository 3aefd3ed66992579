internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// A line of a certificate with the name of what it says.
struct CertificateFact: Payload, Hashable {
  let label: String, value: String
  static let shape = Shape("CertificateFact", Self.init(label:value:), Field("label", \.label), Field("value", \.value))
}

/// Everything that stands on a certificate, word for word and color for color, kept when it is issued: whatever is renamed
/// later, it stays as it was printed. The sheet and the verification page are both made of this alone.
struct PrintedCertificate: Payload, Hashable {
  var look: CertificateLook, orientation: CertificateOrientation, paper: CertificatePaper
  var language: GeneralSettings.Language, runsRightToLeft: Bool
  var school: String, title: String, lead: String, name: String, body: String
  var facts: [CertificateFact], signatures: [Signature]
  var primary: HexColor, accent: HexColor
  var logo: String?, showsCode: Bool

  static let shape = Shape(
    "PrintedCertificate", Self.init, Field("look", \.look), Field("orientation", \.orientation),
    Field("paper", \.paper), Field("language", \.language), Field("runs_right_to_left", \.runsRightToLeft),
    Field("school", \.school), Field("title", \.title), Field("lead", \.lead), Field("name", \.name),
    Field("body", \.body), Field("facts", \.facts, "Lines with a name: when, which number"),
    Field("signatures", \.signatures), Field("primary", \.primary), Field("accent", \.accent),
    Field("logo", \.logo, "The SHA-256 of the school's logo"), Field("shows_code", \.showsCode))

  /// Every line, as it is read from top to bottom.
  var lines: [String] {
    [school, title, lead, name, body] + facts.flatMap { [$0.label, $0.value] }
      + signatures.flatMap { [$0.name, $0.role] }.filter { !$0.isEmpty }
  }
}

/// Proof that a person completed a course.
struct Certificate: RowDecodable {
  let id: ID<Certificate>, number: String, token: String, place: Int
  let person: ID<Person>, course: ID<Course>, holder: String, courseTitle: String
  let printed: PrintedCertificate
  let origin: CertificateOrigin, completedAt: Instant?, issuedAt: Instant
  let revokedAt: Instant?, revocationReason: String?, erasedAt: Instant?

  static let columns: SQL = """
    certificates.id, certificates.serial, certificates.token, certificates.place, certificates.person_id,
    certificates.course_id, certificates.holder, certificates.course_title, certificates.printed, certificates.origin,
    certificates.completed_at, certificates.issued_at, certificates.revoked_at, certificates.revocation_reason,
    certificates.erased_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    number = try row.next()
    token = try row.next()
    place = try row.next()
    person = try row.next()
    course = try row.next()
    holder = try row.next()
    courseTitle = try row.next()
    let text: JSONText = try row.next()
    printed = try PrintedCertificate(json: Array(text.text.utf8))
    origin = try row.next()
    completedAt = try row.nextIfPresent()
    issuedAt = try row.next()
    revokedAt = try row.nextIfPresent()
    revocationReason = try row.nextIfPresent()
    erasedAt = try row.nextIfPresent()
  }

  var state: CertificateState { revokedAt == nil ? .valid : .revoked }
}

enum CertificateState: String, PayloadChoice { case valid, revoked }

/// Why a certificate was issued.
enum CertificateOrigin: String, ColumnWord, PayloadChoice { case completion, staff }

/// Whether a course gives its certificates by itself.
enum CertificateIssuing: String, ColumnWord, PayloadChoice { case automatic, byHand = "by_hand" }

/// What a course says of its certificates; without a row, what holds for most.
struct CertificateRule: RowDecodable {
  var template: ID<CertificateTemplate>?
  var issuing: CertificateIssuing
  var leastMinutes: Int?

  static let standard = CertificateRule(template: nil, issuing: .automatic, leastMinutes: nil)
  init(template: ID<CertificateTemplate>?, issuing: CertificateIssuing, leastMinutes: Int?) {
    self.template = template
    self.issuing = issuing
    self.leastMinutes = leastMinutes
  }
  init(row: inout Row) throws {
    template = try row.nextIfPresent()
    issuing = try row.next()
    leastMinutes = try row.nextIfPresent()
  }
}

/// A design that the school wrote.
struct CertificateTemplate: RowDecodable {
  let id: ID<CertificateTemplate>, name: String, design: CertificateDesign, isStandard: Bool, updatedAt: Instant

  static let columns: SQL = "id, name, design, standard_since IS NOT NULL, updated_at"
  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    let text: JSONText = try row.next()
    design = try CertificateDesign(json: Array(text.text.utf8))
    isStandard = try row.next()
    updatedAt = try row.next()
  }
}
