internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
internal import Mailing
public import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

// Who asks to be forgotten has two weeks to think again: a stolen session must not be able to destroy a life's work, and
// neither must an angry evening.

struct ErasureRequest: RowDecodable {
  let person: ID<Person>, askedAt: Instant, dueAt: Instant
  init(row: inout Row) throws {
    person = try row.next()
    askedAt = try row.next()
    dueAt = try row.next()
  }
  static let grace = Seconds.days(14)
}

/// Somebody asked to be erased.
struct ErasureAsked: DomainEvent {
  let person: ID<Person>
  static let name = "person.erasure_asked"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonErasureAsked", Self.init(person:), Field("person", \.person))
}

/// Somebody who asked to be erased stays.
struct ErasureCancelled: DomainEvent {
  let person: ID<Person>
  static let name = "person.erasure_cancelled"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonErasureCancelled", Self.init(person:), Field("person", \.person))
}

/// The password again, for what cannot be undone.
struct ErasureForm: Payload {
  let password: PasswordText
  static let shape = Shape("ErasureForm", Self.init(password:), Field("current_password", \.password))
}

/// When an account that asked for it is erased.
struct ErasureAnswer: Payload {
  let dueAt: Instant
  static let shape = Shape("Erasure", Self.init(dueAt:), Field("due_at", \.dueAt))
}

extension Reading {
  func erasure(of person: ID<Person>) async throws -> ErasureRequest? {
    try await first("SELECT user_id, asked_at, due_at FROM erasure_requests WHERE user_id = \(person)")
  }
}

extension Context {
  /// Asks for the viewer's erasure, which needs their password. The last administrator is told at once that they cannot go.
  func askErasure(_ password: PasswordText) async throws -> ErasureAnswer {
    let person = try await proven(viewer.requirePerson(), by: password.text), viewer = viewer, now = now
    let due = now + ErasureRequest.grace
    return try await db.transaction { transaction in
      _ = try await transaction.lockedPersonToErase(person.id)
      let known = try await transaction.erasure(of: person.id)
      if let known { return ErasureAnswer(dueAt: known.dueAt) }
      transaction.later(
        "INSERT INTO erasure_requests (user_id, asked_at, due_at) VALUES (\(person.id), \(now), \(due))")
      transaction.enqueue(SendNotice(person: person.id, to: person.email, about: .erasureAsked), now: now)
      transaction.record(ErasureAsked(person: person.id), by: viewer, at: now)
      return ErasureAnswer(dueAt: due)
    }
  }

  func cancelErasure() async throws {
    let person = try viewer.requirePerson(), viewer = viewer, now = now
    try await db.transaction { transaction in
      let count = try await transaction.execute("DELETE FROM erasure_requests WHERE user_id = \(person)")
      if count == 1 { transaction.record(ErasureCancelled(person: person), by: viewer, at: now) }
    }
  }
}

/// Erases those whose time to think again is over.
public struct EraseLeavers: Job {
  public static let name = "erase who asked for it"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("EraseLeavers", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let parts = work.surroundings.personalData, now = work.now
    let due = try await work.db.all(
      "SELECT user_id, asked_at, due_at FROM erasure_requests WHERE due_at <= \(now) ORDER BY due_at",
      as: ErasureRequest.self)
    for request in due {
      do {
        try await work.db.changePeople { transaction in
          let person = try await transaction.lockedPersonToErase(request.person)
          // Cancelled while we came here: they stay.
          guard try await transaction.erasure(of: person.id) != nil else { return }
          try await transaction.erase(person, parts, by: .program, at: now)
        }
      } catch let problem as Problem {
        // The last administrator: they go as soon as there is another.
        work.log.info("not erased", ["person": .text(request.person.text), "reason": .text(problem.detail)])
      }
    }
  }
}
