internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// A code and the course it opens.
struct CodeOfCourse: RowDecodable {
  let code: AccessCode, course: Course
  init(row: inout Row) throws {
    code = try AccessCode(row: &row)
    course = try Course(row: &row)
  }
}

/// A code as lists show it.
struct CodeLine: RowDecodable {
  let code: AccessCode, label: String?, itemTitle: String?
  init(row: inout Row) throws {
    code = try AccessCode(row: &row)
    label = try row.nextIfPresent()
    itemTitle = try row.nextIfPresent()
  }
  static let columns: SQL = "\(AccessCode.columns), access_code_batches.label, course_items.title"
  static let joins: SQL = """
    LEFT JOIN access_code_batches ON access_code_batches.id = course_access_codes.batch_id
    LEFT JOIN course_items ON course_items.id = course_access_codes.item_id
    """
}

/// One attempt to use a code.
struct CodeAttempt: RowDecodable {
  let outcome: RedemptionOutcome, at: Instant, address: String?
  let person: ID<Person>?, name: String?, email: String?
  let code: ID<AccessCode>?, text: CodeText?, course: String?

  init(row: inout Row) throws {
    outcome = try row.next()
    at = try row.next()
    address = try row.nextIfPresent()
    person = try row.nextIfPresent()
    name = try row.nextIfPresent()
    email = try row.nextIfPresent()
    code = try row.nextIfPresent()
    text = try row.nextIfPresent()
    course = try row.nextIfPresent()
  }
  static let columns: SQL = """
    code_redemptions.outcome, code_redemptions.redeemed_at, code_redemptions.ip_address, code_redemptions.user_id,
    users.first_name || ' ' || users.last_name, users.email, code_redemptions.code_id, course_access_codes.code,
    courses.title
    """
  static let source: SQL = """
    code_redemptions LEFT JOIN users ON users.id = code_redemptions.user_id
      LEFT JOIN course_access_codes ON course_access_codes.id = code_redemptions.code_id
      LEFT JOIN courses ON courses.id = course_access_codes.course_id
    """
}

/// Whose attempts a log shows.
enum AttemptsOf: Sendable {
  case everyone, course(ID<Course>), code(ID<AccessCode>)

  fileprivate var condition: SQL {
    switch self {
    case .everyone: "TRUE"
    case .course(let id): "course_access_codes.course_id = \(id)"
    case .code(let id): "code_redemptions.code_id = \(id)"
    }
  }
}

extension Reading {
  /// The codes that the viewer may see: of one course, or of all those they teach or may see the codes of. Newest first.
  func accessCodes(
    of course: Course?, _ filter: CodesFilter, for viewer: Viewer, size: Int, at now: Instant
  ) async throws -> (rows: [CodeLine], total: Int) {
    if let course { try course.requireSeeingCodes(by: viewer) }
    let scope: SQL = course.map { "course_access_codes.course_id = \($0.id)" } ?? Self.visibleCodes(to: viewer)
    let condition = SQL.joined([scope] + filter.conditions(at: now), separator: " AND ")
    let page = filter.page?.value ?? 1
    let source: SQL = "course_access_codes JOIN courses ON courses.id = course_access_codes.course_id \(CodeLine.joins)"
    let (rows, total) = try await fetch(
      Query<[CodeLine]>.all(
        """
        SELECT \(CodeLine.columns) FROM \(source) WHERE \(condition)
        ORDER BY course_access_codes.created_at DESC, course_access_codes.id DESC
        \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) FROM \(source) WHERE \(condition)"))
    return (rows, total)
  }

  private static func visibleCodes(to viewer: Viewer) -> SQL {
    if viewer.may(.seeAnyCodes) || viewer.may(.editAnyCourse) { return "TRUE" }
    let scoped = viewer.courses(with: [.seeAnyCodes, .editAnyCourse, .generateAnyCodes])
    return "(courses.instructor_id = \(viewer.person) OR courses.id IN \(scoped))"
  }

  /// The batches of a course, the newest first; at most two hundred.
  func batches(of course: Course) async throws -> [CodeBatch] {
    try await all(
      """
      SELECT access_code_batches.id, access_code_batches.label, access_code_batches.notes,
        (SELECT count(*) FROM course_access_codes WHERE course_access_codes.batch_id = access_code_batches.id),
        access_code_batches.created_at
      FROM access_code_batches WHERE access_code_batches.course_id = \(course.id)
      ORDER BY access_code_batches.created_at DESC, access_code_batches.id DESC LIMIT 200
      """)
  }

  /// One code with its course; one that the viewer may not manage does not exist.
  func accessCode(_ id: ID<AccessCode>, for viewer: Viewer) async throws -> CodeOfCourse {
    let found: CodeOfCourse = try await one(
      """
      SELECT \(AccessCode.columns), \(Course.columns)
      FROM course_access_codes JOIN courses ON courses.id = course_access_codes.course_id \(Instructor.join)
      WHERE course_access_codes.id = \(id)
      """)
    guard found.course.maySeeCodes(viewer) else { throw Problem.notFound("access code") }
    return found
  }

  /// Who tried what, the latest first. Whoever asks has shown that they may see it.
  func attempts(_ of: AttemptsOf, outcome: RedemptionOutcome? = nil, page: Int, size: Int) async throws -> (
    rows: [CodeAttempt], total: Int
  ) {
    let chosen: SQL = outcome.map { "code_redemptions.outcome = \($0)" } ?? "TRUE"
    let condition = SQL.joined([of.condition, chosen], separator: " AND ")
    let (rows, total) = try await fetch(
      Query<[CodeAttempt]>.all(
        """
        SELECT \(CodeAttempt.columns) FROM \(CodeAttempt.source) WHERE \(condition)
        ORDER BY code_redemptions.redeemed_at DESC, code_redemptions.id DESC
        \(SQL.limit(size, offset: (page - 1) * size))
        """),
      Query<Int>.value("SELECT count(*) FROM \(CodeAttempt.source) WHERE \(condition)"))
    return (rows, total)
  }
}

extension Course {
  func maySeeCodes(_ viewer: Viewer) -> Bool { viewer.may(.seeAnyCodes, in: scope) || mayBeEdited(by: viewer) }
  func requireSeeingCodes(by viewer: Viewer) throws { if !maySeeCodes(viewer) { try requireEditing(by: viewer) } }
  func mayMakeCodes(_ viewer: Viewer) -> Bool { viewer.may(.generateAnyCodes, in: scope) || mayBeEdited(by: viewer) }
}

extension CodesFilter {
  fileprivate func conditions(at now: Instant) -> [SQL] {
    var conditions: [SQL] = []
    if let type { conditions.append("course_access_codes.type = \(type)") }
    if let batch { conditions.append("course_access_codes.batch_id = \(batch)") }
    switch opens {
    case nil: break
    case .course: conditions.append("course_access_codes.item_id IS NULL")
    case .video: conditions.append("course_access_codes.item_id IS NOT NULL")
    }
    if let state { conditions.append(state.condition(at: now)) }
    if let q, !q.trimmed.isEmpty { conditions.append(Self.matches(q)) }
    return conditions
  }

  /// A part of a code, or of the label of its batch.
  private static func matches(_ words: String) -> SQL {
    let plain = words.trimmed.filter { $0 != "%" && $0 != "_" }
    let code = "%\(plain.uppercased().replacing(" ", with: ""))%", label = "%\(plain.lowercased())%"
    return """
      (course_access_codes.code LIKE \(code) OR replace(course_access_codes.code, '-', '') LIKE \(code)
        OR lower(access_code_batches.label) LIKE \(label))
      """
  }
}

extension CodeState {
  fileprivate func condition(at now: Instant) -> SQL {
    let isUsedUp: SQL = "course_access_codes.current_uses >= course_access_codes.max_uses"
    let isExpired: SQL = "course_access_codes.expires_at <= \(now)"
    return switch self {
    case .valid:
      """
      (course_access_codes.deactivated_at IS NULL AND (course_access_codes.max_uses IS NULL OR NOT \(isUsedUp))
        AND (course_access_codes.expires_at IS NULL OR NOT \(isExpired)))
      """
    case .used: "course_access_codes.current_uses > 0"
    case .usedUp: isUsedUp
    case .expired: isExpired
    case .inactive: "course_access_codes.deactivated_at IS NOT NULL"
    }
  }
}
