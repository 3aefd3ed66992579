internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What is asked for when codes are made.
struct CodeOrder: Sendable {
  let type: AccessCodeType, count: Int, maxUses: Int?, expiresAt: Instant?
  var item: ID<CourseItem>?, accessDays: Int?, prefix: CodePrefix?, label = "", notes = ""

  static func prefix(_ typed: Text<CodePrefixText>?) throws -> CodePrefix? {
    guard let typed, !typed.text.isEmpty else { return nil }
    guard let prefix = CodePrefix(typed.text) else {
      throw Problem.invalid("prefix", "text", "must be 1 to 4 letters and digits without I, O, 0 and 1")
    }
    return prefix
  }
}

extension Course {
  func requireMakingCodes(by viewer: Viewer) throws {
    if !viewer.may(.generateAnyCodes, in: scope) { try requireEditing(by: viewer) }
  }
}

extension Transaction {
  /// Makes `order.count` new codes for a course or an item of it. A code that exists already is drawn again.
  func generate(_ order: CodeOrder, for course: Course, by viewer: Viewer, at now: Instant) async throws -> [AccessCode]
  {
    try course.requireMakingCodes(by: viewer)
    let uses = try order.usesOfEach(at: now)
    if let item = order.item {
      let belongs: Int? = try await first("SELECT 1 FROM course_items WHERE id = \(item) AND course_id = \(course.id)")
      guard belongs != nil else { throw Problem.invalid("item_id", "unknown", "must be an item of this course") }
    }
    let batch = try await batch(order, of: course, at: now)
    var codes: [AccessCode] = []
    while codes.count < order.count {
      let rows = (0..<min(order.count - codes.count, 100)).map { _ -> SQL in
        """
        (\(ID<AccessCode>(at: now)), \(CodeText.random(after: order.prefix)), \(course.id), \(order.item), \(batch),
         \(order.type), \(uses), \(order.accessDays), \(order.expiresAt), \(viewer.person), \(now))
        """
      }
      codes += try await all(
        """
        INSERT INTO course_access_codes (id, code, course_id, item_id, batch_id, type, max_uses, access_days, expires_at,
          created_by, created_at)
        VALUES \(SQL.joined(rows)) ON CONFLICT (code) DO NOTHING RETURNING \(AccessCode.columns)
        """)
    }
    record(CodesGenerated(course: course.id, count: codes.count, type: order.type, batch: batch), by: viewer, at: now)
    return codes
  }

  private func batch(_ order: CodeOrder, of course: Course, at now: Instant) async throws -> ID<CodeBatch>? {
    if order.label.isEmpty && order.notes.isEmpty { return nil }
    let id = ID<CodeBatch>(at: now)
    try await execute(
      """
      INSERT INTO access_code_batches (id, course_id, label, notes, created_at)
      VALUES (\(id), \(course.id), \(order.label), \(order.notes), \(now))
      """)
    return id
  }

  /// Makes a code useless from now on.
  func deactivate(_ code: AccessCode, of course: Course, by viewer: Viewer, at now: Instant) async throws {
    try course.requireMakingCodes(by: viewer)
    let changed = try await execute(
      "UPDATE course_access_codes SET deactivated_at = \(now) WHERE id = \(code.id) AND deactivated_at IS NULL")
    if changed > 0 { record(CodeDeactivated(code: code.id, course: course.id), by: viewer, at: now) }
  }

  /// Lets a code be used again, as far as it has uses and time left.
  func reactivate(_ code: AccessCode, of course: Course, by viewer: Viewer, at now: Instant) async throws {
    try course.requireMakingCodes(by: viewer)
    let changed = try await execute(
      "UPDATE course_access_codes SET deactivated_at = NULL WHERE id = \(code.id) AND deactivated_at IS NOT NULL")
    if changed > 0 { record(CodeReactivated(code: code.id, course: course.id), by: viewer, at: now) }
  }

  /// The same for those of the chosen that belong to the course; says how many changed.
  func setCodes(
    _ ids: [ID<AccessCode>], of course: Course, active: Bool, by viewer: Viewer, at now: Instant
  ) async throws -> Int {
    try course.requireMakingCodes(by: viewer)
    let time: Instant? = active ? nil : now
    let changed: [ID<AccessCode>] = try await all(
      """
      UPDATE course_access_codes SET deactivated_at = \(time)
      WHERE id IN \(ids) AND course_id = \(course.id) AND (deactivated_at IS NULL) <> \(active) RETURNING id
      """)
    for id in changed {
      if active {
        record(CodeReactivated(code: id, course: course.id), by: viewer, at: now)
      } else {
        record(CodeDeactivated(code: id, course: course.id), by: viewer, at: now)
      }
    }
    return changed.count
  }

  /// Changes how often and until when a code can be used.
  func edit(_ code: AccessCode, of course: Course, _ changes: CodeChanges, by viewer: Viewer, at now: Instant)
    async throws -> AccessCode
  {
    try course.requireMakingCodes(by: viewer)
    let uses = changes.maxUses.map(\.value) ?? code.maxUses, end = changes.expiresAt.applied(to: code.expiresAt)
    if changes.maxUses != nil, code.type != .multiUse {
      throw Problem.invalid("max_uses", "type", "can be changed of codes with several uses")
    }
    if let uses, uses < code.uses {
      throw Problem.invalid("max_uses", "range", "must not be less than the \(code.uses) uses it had")
    }
    try await execute(
      "UPDATE course_access_codes SET max_uses = \(uses), expires_at = \(end) WHERE id = \(code.id)")
    if uses != code.maxUses || end != code.expiresAt {
      record(CodeEdited(code: code.id, maxUses: uses, expiresAt: end), by: viewer, at: now)
    }
    if changes.isActive == false { try await deactivate(code, of: course, by: viewer, at: now) }
    if changes.isActive == true { try await reactivate(code, of: course, by: viewer, at: now) }
    return try await one("SELECT \(AccessCode.columns) FROM course_access_codes WHERE id = \(code.id)")
  }
}

extension CodeOrder {
  fileprivate func usesOfEach(at now: Instant) throws -> Int? {
    if let expiresAt, expiresAt <= now { throw Problem.invalid("expires_at", "range", "must be in the future") }
    switch type {
    case .singleUse: return 1
    case .unlimited: return nil
    case .multiUse:
      guard let maxUses else {
        throw Problem.invalid("max_uses", "missing", "is required for a code with several uses")
      }
      return maxUses
    }
  }
}
