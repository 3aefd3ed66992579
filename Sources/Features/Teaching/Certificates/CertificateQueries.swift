internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

enum CertificateQueries {
  static let search = SearchIndex(table: "certificates", columns: ["holder", "serial", "course_title"])
}

extension Viewer {
  /// Whether the viewer may issue and revoke certificates of `course`.
  func mayCertify(in course: Course) -> Bool { may(.manageCertificates) || course.mayBeEdited(by: self) }

  func requireCertifying(in course: Course) throws {
    if mayCertify(in: course) { return }
    throw isSignedIn ? Problem.forbidden("issue certificates of this course") : .signInNeeded
  }
}

extension Reading {
  /// The viewer's own, newest first.
  func certificates(of viewer: Viewer) async throws -> [Certificate] {
    try await all(
      """
      SELECT \(Certificate.columns) FROM certificates WHERE person_id = \(try viewer.requirePerson())
        AND erased_at IS NULL ORDER BY issued_at DESC, id DESC LIMIT 200
      """)
  }

  /// One certificate for its holder and for who may issue it; to others it does not exist.
  func certificate(_ id: ID<Certificate>, for viewer: Viewer) async throws -> Certificate {
    let found: Certificate = try await one("SELECT \(Certificate.columns) FROM certificates WHERE id = \(id)")
    if found.person == viewer.person || viewer.may(.manageCertificates) { return found }
    // The course may be gone; then only those who manage certificates see it.
    let course: Course? = try await first(
      "SELECT \(Course.columns) FROM \(Course.source) WHERE courses.id = \(found.course)")
    guard let course, course.mayBeEdited(by: viewer) else { throw NothingFound() }
    return found
  }

  /// What somebody typed or followed: the secret of a link, or a number in any case.
  func certificate(named name: CertificateName) async throws -> Certificate? {
    switch name {
    case .token(let token): try await first("SELECT \(Certificate.columns) FROM certificates WHERE token = \(token)")
    case .number(let number):
      try await first("SELECT \(Certificate.columns) FROM certificates WHERE serial = \(number)")
    }
  }

  /// The certificates of a course, newest first.
  func certificates(of course: Course, for viewer: Viewer, page: Int, size: Int) async throws -> ListPage<Certificate> {
    try viewer.requireCertifying(in: course)
    return try await certificates("course_id = \(course.id)", page: page, size: size)
  }

  /// Those that `query` asks for, newest first; for who may manage all.
  func certificates(_ query: CertificatesQuery, for viewer: Viewer) async throws -> ListPage<Certificate> {
    try viewer.require(.manageCertificates)
    return try await certificates(
      query.condition, page: query.page?.value ?? 1, size: query.pageSize?.value ?? CertificatesQuery.standardSize)
  }

  /// Those that `query` asks for, all of its pages.
  func allCertificates(_ query: CertificatesQuery, for viewer: Viewer) async throws -> [Certificate] {
    try viewer.require(.manageCertificates)
    return try await certificates(query.condition, page: 1, size: 10_000).items
  }

  private func certificates(_ condition: SQL, page: Int, size: Int) async throws -> ListPage<Certificate> {
    let (rows, total) = try await fetch(
      Query<[Certificate]>.all(
        """
        SELECT \(Certificate.columns) FROM certificates WHERE \(condition)
        ORDER BY issued_at DESC, id DESC \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) FROM certificates WHERE \(condition)"))
    return ListPage(items: rows, total: total)
  }

  // MARK: templates and rules

  func certificateTemplates() async throws -> [CertificateTemplate] {
    try await all("SELECT \(CertificateTemplate.columns) FROM certificate_templates ORDER BY name, id LIMIT 200")
  }
  func certificateTemplate(_ id: ID<CertificateTemplate>) async throws -> CertificateTemplate {
    try await one("SELECT \(CertificateTemplate.columns) FROM certificate_templates WHERE id = \(id)")
  }
  func certificateRule(of course: ID<Course>) async throws -> CertificateRule {
    try await first(
      "SELECT template_id, issuing, least_minutes FROM certificate_rules WHERE course_id = \(course)") ?? .standard
  }

  /// The design that holds for a course: its own choice, the school's standard, or what the program brings along.
  func certificateDesign(of course: ID<Course>, in language: GeneralSettings.Language) async throws -> CertificateDesign
  {
    let template: CertificateTemplate? = try await first(
      """
      SELECT \(CertificateTemplate.columns) FROM certificate_templates
      WHERE id = (SELECT template_id FROM certificate_rules WHERE course_id = \(course)) OR standard_since IS NOT NULL
      ORDER BY CASE WHEN id = (SELECT template_id FROM certificate_rules WHERE course_id = \(course)) THEN 0 ELSE 1 END
      LIMIT 1
      """)
    return template?.design ?? .standard(in: language)
  }

  // MARK: who could get one

  /// Learners of a course who have no certificate of it: those who completed it first, then by progress.
  func candidates(of course: Course, for viewer: Viewer, page: Int, size: Int) async throws -> ListPage<Candidate> {
    try viewer.requireCertifying(in: course)
    let source: SQL = """
      FROM course_enrollments e JOIN users ON users.id = e.user_id JOIN courses ON courses.id = e.course_id
      WHERE e.course_id = \(course.id) AND e.status IN ('active', 'completed')
        AND NOT EXISTS (SELECT 1 FROM certificates WHERE certificates.person_id = e.user_id
          AND certificates.course_id = e.course_id)
      """
    let (rows, total) = try await fetch(
      Query<[Candidate]>.all(
        """
        SELECT \(Candidate.columns) \(source)
        ORDER BY CASE e.status WHEN 'completed' THEN 0 ELSE 1 END, e.items_done DESC, e.id
        \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) \(source)"))
    return ListPage(items: rows, total: total)
  }

  /// Those of `people` who take the course.
  func candidates(_ people: [ID<Person>], of course: ID<Course>) async throws -> [Candidate] {
    try await all(
      """
      SELECT \(Candidate.columns) FROM course_enrollments e JOIN users ON users.id = e.user_id
        JOIN courses ON courses.id = e.course_id
      WHERE e.course_id = \(course) AND e.user_id IN \(people) AND e.status IN ('active', 'completed')
        AND users.erased_at IS NULL
      ORDER BY e.completed_at, e.id
      """)
  }
}

/// A learner who could get a certificate.
struct Candidate: RowDecodable {
  let person: ID<Person>, name: String, email: String
  let status: EnrollmentStatus, itemsDone: Int, itemCount: Int, completedAt: Instant?

  static let columns: SQL = """
    e.user_id, users.first_name || ' ' || users.last_name, users.email, e.status, e.items_done, courses.item_count,
    e.completed_at
    """
  init(row: inout Row) throws {
    person = try row.next()
    let name: String = try row.next()
    self.name = name.trimmed
    email = try row.next()
    status = try row.next()
    itemsDone = try row.next()
    itemCount = try row.next()
    completedAt = try row.nextIfPresent()
  }
}

/// What leads to a certificate.
enum CertificateName: Hashable {
  /// The secret of its link: who has it was given it.
  case token(String)
  /// Numbers follow each other, so that they can be guessed.
  case number(String)

  /// nil for what can be neither.
  init?(_ typed: String) {
    let text = typed.trimmed
    guard (1...64).contains(text.utf8.count) else { return nil }
    if text.utf8.count == 43, text.utf8.allSatisfy({ $0.isBase64URL }) {
      self = .token(text)
    } else {
      let number = text.uppercased().filter { $0 != " " }
      guard number.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
      self = .number(number)
    }
  }
}

extension UInt8 {
  fileprivate var isBase64URL: Bool {
    (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) || self == 0x2D
      || self == 0x5F
  }
}

/// What the list of all certificates is asked for.
struct CertificatesQuery: Payload {
  static let standardSize = 50
  let q: String?, state: CertificateState?, course: ID<Course>?
  let page: Number<PageNumber>?, pageSize: Number<PageSize>?

  static let shape = Shape(
    "CertificatesQuery", Self.init, Field("q", \.q, "Words of the holder, the number or the course"),
    Field("state", \.state), Field("course_id", \.course), Field("page", \.page), Field("page_size", \.pageSize))

  var condition: SQL {
    var parts: [SQL] = []
    if let q, let terms = SearchTerms(q) { parts.append(CertificateQueries.search.matches(terms)) }
    if let state { parts.append(state == .valid ? "revoked_at IS NULL" : "revoked_at IS NOT NULL") }
    if let course { parts.append("course_id = \(course)") }
    return parts.isEmpty ? "TRUE" : SQL.joined(parts, separator: " AND ")
  }
}
