internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What came of enrolling one of many.
struct EnrollOutcome: Sendable, Hashable {
  enum Result: String, PayloadChoice {
    case enrolled, already, waiting, full, unknown

    var words: String {
      switch self {
      case .enrolled: "Enrolled"
      case .already: "Takes the course already"
      case .waiting: "On the waiting list"
      case .full: "No place is free"
      case .unknown: "No account with this address"
      }
    }
  }
  let who: String, person: ID<Person>?, result: Result
}

/// Somebody who can be enrolled.
struct EnrollmentCandidate: RowDecodable {
  let person: ID<Person>, name: String, email: String, isEnrolled: Bool
  init(row: inout Row) throws {
    person = try row.next()
    name = try row.next()
    email = try row.next()
    isEnrolled = try row.next()
  }
}

extension Reading {
  /// People by a part of their name or address, those of the course too; at most fifty.
  func candidates(_ words: String, for course: Course) async throws -> [EnrollmentCandidate] {
    let like = "%\(words.trimmed.lowercased().filter { $0 != "%" && $0 != "_" })%"
    return try await all(
      """
      SELECT users.id, users.first_name || ' ' || users.last_name, users.email, EXISTS (SELECT 1 FROM course_enrollments e
        WHERE e.user_id = users.id AND e.course_id = \(course.id) AND e.status IN ('active', 'completed'))
      FROM users WHERE users.status = 'active'
        AND (lower(users.first_name || ' ' || users.last_name) LIKE \(like) OR lower(users.email) LIKE \(like))
      ORDER BY users.last_name, users.first_name, users.id LIMIT 50
      """)
  }

  fileprivate func people(withAddresses addresses: [String]) async throws -> [EnrollmentCandidate] {
    try await all(
      """
      SELECT users.id, users.first_name || ' ' || users.last_name, users.email, FALSE FROM users
      WHERE users.email_key IN \(addresses) AND users.status = 'active'
      """)
  }

  fileprivate func people(withIDs ids: [ID<Person>]) async throws -> [EnrollmentCandidate] {
    try await all(
      """
      SELECT users.id, users.first_name || ' ' || users.last_name, users.email, FALSE FROM users
      WHERE users.id IN \(ids) AND users.status = 'active'
      """)
  }
}

extension Context {
  /// Enrolls many, each in a transaction of its own, so that one who finds no place stops nobody else. At most 500.
  /// - Parameter waits: Whether those for whom there is no place join the waiting list.
  func enroll(addresses: [String], people ids: [ID<Person>], in course: Course, waits: Bool) async throws
    -> [EnrollOutcome]
  {
    try course.requireTeaching(by: viewer)
    guard addresses.count + ids.count <= 500 else {
      throw Problem.invalid("addresses", "length", "must be at most 500 at a time")
    }
    let known = try await db.people(withAddresses: addresses)
    let byAddress = Dictionary(known.map { ($0.email.lowercased(), $0) }) { first, _ in first }
    let chosen = try await db.people(withIDs: ids)
    var outcomes: [EnrollOutcome] = []
    for address in addresses {
      if let person = byAddress[address] {
        outcomes.append(try await enroll(person, in: course, waits: waits))
      } else {
        outcomes.append(EnrollOutcome(who: address, person: nil, result: .unknown))
      }
    }
    for person in chosen where byAddress[person.email.lowercased()] == nil {
      outcomes.append(try await enroll(person, in: course, waits: waits))
    }
    return outcomes
  }

  private func enroll(_ person: EnrollmentCandidate, in course: Course, waits: Bool) async throws -> EnrollOutcome {
    let viewer = viewer, now = now
    do {
      let isNew = try await db.transaction {
        try await $0.enroll(person.person, in: course, by: viewer, at: now).isNew
      }
      return EnrollOutcome(who: person.name, person: person.person, result: isNew ? .enrolled : .already)
    } catch let problem as Problem where problem == .courseFull {
      if !waits { return EnrollOutcome(who: person.name, person: person.person, result: .full) }
      _ = try await db.transaction {
        try await $0.wait(for: course.id, person: person.person, by: viewer, at: now)
      }
      return EnrollOutcome(who: person.name, person: person.person, result: .waiting)
    }
  }
}
