internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What became of a redemption.
enum Redemption: Sendable {
  case enrolled(Enrollment)
  case opened(ID<CourseItem>, of: ID<Course>)
  case refused(RedemptionOutcome, course: ID<Course>?)
}

/// A code with the state of its course.
private struct CodeOnOffer: RowDecodable {
  let code: AccessCode, isOpen: Bool
  init(row: inout Row) throws {
    code = try AccessCode(row: &row)
    isOpen = try row.next()
  }
}

extension Transaction {
  /// Uses a code: one UPDATE takes a use under the code's lock, so that a race cannot take more than there are. A refusal is
  /// logged and committed as well.
  func redeem(_ text: CodeText?, by viewer: Viewer, at now: Instant) async throws -> Redemption {
    let attempt = Attempt(person: try viewer.requirePerson(), viewer: viewer, now: now)
    guard let text else { return try await refuse(attempt, .unknown, nil) }
    let found: CodeOnOffer? = try await first(
      """
      SELECT \(AccessCode.columns), courses.status = 'published'
      FROM course_access_codes JOIN courses ON courses.id = course_access_codes.course_id WHERE code = \(text)
      """)
    guard let found else { return try await refuse(attempt, .unknown, nil) }
    let code = found.code
    // Who pressed twice, or comes back, is told that it is theirs, whatever became of the code.
    if try await hasAlready(attempt.person, code, at: now) { return try await refuse(attempt, .alreadyEnrolled, code) }
    if let refusal = code.refusal(at: now) { return try await refuse(attempt, refusal, code) }
    guard found.isOpen else { return try await refuse(attempt, .inactive, code) }
    if code.item == nil, try await !missingPrerequisites(of: code.course, for: attempt.person).isEmpty {
      return try await refuse(attempt, .prerequisite, code)
    }
    return try await use(code, attempt)
  }

  private func use(_ code: AccessCode, _ attempt: Attempt) async throws -> Redemption {
    let taken = try await execute(
      """
      UPDATE course_access_codes SET current_uses = current_uses + 1
      WHERE id = \(code.id) AND deactivated_at IS NULL AND (max_uses IS NULL OR current_uses < max_uses)
        AND (expires_at IS NULL OR expires_at > \(attempt.now))
      """)
    guard taken > 0 else { return try await refuse(attempt, .usedUp, code) }
    if let item = code.item {
      let isNew = try await open(
        item, of: code.course, to: attempt.person, code: code.id, days: code.accessDays, at: attempt.now)
      guard isNew else { return try await giveBack(code, attempt, .alreadyEnrolled) }
      log(attempt, .redeemed, code)
      record(CodeRedeemed(code: code.id, person: attempt.person, item: item), by: attempt.viewer, at: attempt.now)
      return .opened(item, of: code.course)
    }
    do {
      let (enrollment, isNew) = try await place(
        attempt.person, in: code.course, origin: .code, code: code.id, days: code.accessDays, by: attempt.viewer,
        at: attempt.now)
      // Another request of the same person was faster: it took a use of its own.
      guard isNew else { return try await giveBack(code, attempt, .alreadyEnrolled) }
      log(attempt, .redeemed, code)
      return .enrolled(enrollment)
    } catch let problem as Problem where problem == .courseFull {
      return try await giveBack(code, attempt, .full)
    }
  }

  private func giveBack(_ code: AccessCode, _ attempt: Attempt, _ outcome: RedemptionOutcome) async throws -> Redemption
  {
    try await execute("UPDATE course_access_codes SET current_uses = current_uses - 1 WHERE id = \(code.id)")
    return try await refuse(attempt, outcome, code)
  }

  private func hasAlready(_ person: ID<Person>, _ code: AccessCode, at now: Instant) async throws -> Bool {
    if let item = code.item {
      return try await first(
        """
        SELECT 1 FROM item_grants WHERE user_id = \(person) AND item_id = \(item) AND origin = 'code'
          AND (expires_at IS NULL OR expires_at > \(now))
        """) as Int? != nil
    }
    return try await first(
      """
      SELECT 1 FROM course_enrollments WHERE user_id = \(person) AND course_id = \(code.course)
        AND status IN ('active', 'completed') AND (expires_at IS NULL OR expires_at > \(now))
      """) as Int? != nil
  }

  private func refuse(_ attempt: Attempt, _ outcome: RedemptionOutcome, _ code: AccessCode?) async throws -> Redemption
  {
    log(attempt, outcome, code)
    if outcome.isSuspicious { try await raiseAlarms(after: attempt, code) }
    return .refused(outcome, course: code?.course)
  }

  private func log(_ attempt: Attempt, _ outcome: RedemptionOutcome, _ code: AccessCode?) {
    later(
      """
      INSERT INTO code_redemptions (id, code_id, code_type, user_id, outcome, ip_address, redeemed_at)
      VALUES (\(ID<RedemptionOutcome>(at: attempt.now)), \(code?.id), \(code?.opens), \(attempt.person), \(outcome),
        \(attempt.viewer.origin.address), \(attempt.now))
      """)
  }
}

/// One try to use a code.
private struct Attempt {
  let person: ID<Person>, viewer: Viewer, now: Instant
}

// Guessing: so many refusals within an hour by one person, from one address or of one code are told to the owners, once an
// hour for each.

extension Transaction {
  private static let alarmingCount = 10

  private func raiseAlarms(after attempt: Attempt, _ code: AccessCode?) async throws {
    let address = attempt.viewer.origin.address
    let (byPerson, byAddress, byCode) = try await fetch(
      Self.refusals("user_id = \(attempt.person)", attempt.now), Self.refusals("ip_address = \(address)", attempt.now),
      Self.refusals("code_id = \(code?.id)", attempt.now))
    if byPerson >= Self.alarmingCount { try await raise(.person, attempt.person.text, byPerson, attempt, nil) }
    // A campus stands behind one address, so an address alarms later than a person.
    if let address, byAddress >= Self.alarmingCount * 5 { try await raise(.address, address, byAddress, attempt, nil) }
    if let code, byCode >= Self.alarmingCount { try await raise(.code, code.id.text, byCode, attempt, code) }
  }

  private static func refusals(_ condition: SQL, _ now: Instant) -> Query<Int> {
    .value(
      """
      SELECT count(*) FROM code_redemptions WHERE \(condition) AND redeemed_at > \(now - .hours(1))
        AND outcome IN ('unknown', 'expired', 'used_up', 'inactive')
      """)
  }

  private func raise(_ kind: AlarmKind, _ subject: String, _ count: Int, _ attempt: Attempt, _ code: AccessCode?)
    async throws
  {
    let id = ID<CodesSuspected>(at: attempt.now), seconds = attempt.now.unixSeconds
    let hour = Instant(microseconds: (seconds - seconds % 3600) * 1_000_000)
    let isNew = try await execute(
      """
      INSERT INTO code_alarms (id, kind, subject, hour, raised_at)
      VALUES (\(id), \(kind), \(subject), \(hour), \(attempt.now)) ON CONFLICT DO NOTHING
      """)
    guard isNew > 0 else { return }
    record(
      CodesSuspected(
        alarm: id, kind: kind, person: kind == .person ? attempt.person : nil, code: code?.id,
        address: attempt.viewer.origin.address, attempts: count), by: attempt.viewer, at: attempt.now)
  }
}

/// A code opened an item to its bearer.
struct CodeRedeemed: DomainEvent {
  static let name = "code.redeemed"
  let code: ID<AccessCode>, person: ID<Person>, item: ID<CourseItem>
  var subject: Subject { Subject("access_code", code) }
  static let shape = Shape(
    "CodeRedeemed", Self.init, Field("code_id", \.code), Field("user_id", \.person), Field("item_id", \.item))
}

extension Context {
  /// Redeems what was typed; a refusal is a fault of the field `code`, in words that help.
  func redeem(_ typed: String) async throws -> Redemption {
    try await logged(typed) { try await takeRedemption() }
    let viewer = viewer, now = now
    return try await db.transaction { try await $0.redeem(CodeText(typed), by: viewer, at: now) }
  }

  /// Tries that are stopped before they are looked at stand in the log too, with the code if there is one.
  func logged<Answer>(_ typed: String, _ work: () async throws -> Answer) async throws -> Answer {
    do { return try await work() } catch Problem.tooMany(let seconds) {
      let text = CodeText(typed), person = viewer.person, address = viewer.origin.address
      try await db.execute(
        """
        INSERT INTO code_redemptions (id, code_id, user_id, outcome, ip_address, redeemed_at)
        VALUES (\(ID<RedemptionOutcome>(at: now)), (SELECT id FROM course_access_codes WHERE code = \(text)), \(person),
          \(RedemptionOutcome.tooMany), \(address), \(now))
        """)
      throw Problem.tooMany(retryAfterSeconds: seconds)
    }
  }

  /// Counts one try.
  func takeRedemption() async throws {
    let key = "\(try viewer.requirePerson().text) \(viewer.origin.addressKey)"
    try await facilities.limits.redemption.take(key, at: now)
  }
}

extension RedemptionOutcome {
  /// After "The code".
  var words: String {
    switch self {
    case .redeemed: "was redeemed"
    case .unknown: "is not known here; codes look like ABCD-EFGH-JKLM, so check it letter by letter"
    case .expired: "has expired; ask whoever gave it to you for a new one"
    case .usedUp: "has been used already"
    case .inactive: "is no longer valid"
    case .alreadyEnrolled: "is for something that is open to you already"
    case .full: "is for a course that is full; you can wait for a place on the course's page"
    case .prerequisite: "is for a course that asks for another one first; see the course's page"
    case .tooMany: "was not looked at: too many tries; wait a little"
    }
  }
  /// In the log.
  var title: String {
    switch self {
    case .redeemed: "Redeemed"
    case .unknown: "Unknown"
    case .expired: "Expired"
    case .usedUp: "Used up"
    case .inactive: "Deactivated"
    case .alreadyEnrolled: "Open already"
    case .full: "Course full"
    case .prerequisite: "Another course first"
    case .tooMany: "Too many tries"
    }
  }
  /// The refusal as the fault of what was typed.
  var problem: Problem { .invalid("code", rawValue, words) }
}
