internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

/// What is asked for when codes are made.
struct CodeOrder: Sendable {
  let type: AccessCodeType, count: Int, maxUses: Int?, expiresAt: Instant?
}

/// What became of a redemption.
enum Redemption: Sendable {
  case enrolled(Enrollment)
  case refused(RedemptionOutcome)
}

extension Transaction {
  /// Makes `order.count` new codes for a course. A code that exists already is drawn again.
  func generate(_ order: CodeOrder, for course: Course, by viewer: Viewer, at now: Instant) async throws -> [AccessCode]
  {
    if !viewer.may(.generateAnyCodes, in: course.scope) { try course.requireEditing(by: viewer) }
    guard order.expiresAt.map({ $0 > now }) ?? true else {
      throw Problem.invalid("expires_at", "range", "must be in the future")
    }
    let uses = order.type == .singleUse ? 1 : order.type == .unlimited ? nil : order.maxUses
    if order.type == .multiUse, uses == nil {
      throw Problem.invalid("max_uses", "missing", "is required for a code with several uses")
    }
    var codes: [AccessCode] = []
    while codes.count < order.count {
      let made: AccessCode? = try await first(
        """
        INSERT INTO course_access_codes (id, code, course_id, type, max_uses, expires_at, created_by, created_at)
        VALUES (\(ID<AccessCode>(at: now)), \(CodeText.random()), \(course.id), \(order.type), \(uses), \(order.expiresAt), \(viewer.person), \(now))
        ON CONFLICT (code) DO NOTHING RETURNING \(AccessCode.columns)
        """)
      if let made { codes.append(made) }
    }
    record(CodesGenerated(course: course.id, count: codes.count, type: order.type), by: viewer, at: now)
    return codes
  }

  /// Uses a code: one UPDATE takes a use under the code's lock, so that a race cannot take more than there are. A refusal is
  /// logged and committed as well.
  func redeem(_ text: CodeText, by viewer: Viewer, at now: Instant) async throws -> Redemption {
    let person = try viewer.requirePerson()
    let code: AccessCode? = try await first(
      "SELECT \(AccessCode.columns) FROM course_access_codes WHERE code = \(text)")
    guard let code else { return log(.unknown, nil, person, viewer, now) }
    if let refusal = code.refusal(at: now) { return log(refusal, code.id, person, viewer, now) }
    let isEnrolled: Int? = try await first(
      "SELECT 1 FROM course_enrollments WHERE user_id = \(person) AND course_id = \(code.course) AND status IN ('active', 'completed')"
    )
    if isEnrolled != nil { return log(.alreadyEnrolled, code.id, person, viewer, now) }
    let taken = try await execute(
      """
      UPDATE course_access_codes SET current_uses = current_uses + 1
      WHERE id = \(code.id) AND deactivated_at IS NULL AND (max_uses IS NULL OR current_uses < max_uses)
        AND (expires_at IS NULL OR expires_at > \(now))
      """)
    guard taken > 0 else { return log(.usedUp, code.id, person, viewer, now) }
    let enrollment = try await open(code.course, to: person, origin: .code, code: code.id, by: viewer, at: now)
    _ = log(.redeemed, code.id, person, viewer, now)
    return .enrolled(enrollment)
  }

  /// Makes a code useless from now on.
  func deactivate(_ code: AccessCode, of course: Course, by viewer: Viewer, at now: Instant) async throws {
    if !viewer.may(.generateAnyCodes, in: course.scope) { try course.requireEditing(by: viewer) }
    try await execute(
      "UPDATE course_access_codes SET deactivated_at = COALESCE(deactivated_at, \(now)) WHERE id = \(code.id)")
    record(CodeDeactivated(code: code.id, course: course.id), by: viewer, at: now)
  }

  private func log(
    _ outcome: RedemptionOutcome, _ code: ID<AccessCode>?, _ person: ID<Person>, _ viewer: Viewer, _ now: Instant
  ) -> Redemption {
    later(
      """
      INSERT INTO code_redemptions (id, code_id, user_id, outcome, ip_address, redeemed_at)
      VALUES (\(ID<RedemptionOutcome>(at: now)), \(code), \(person), \(outcome), \(viewer.origin.address), \(now))
      """)
    return .refused(outcome)
  }
}
