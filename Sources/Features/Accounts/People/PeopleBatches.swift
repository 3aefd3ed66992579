internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

// What is done to many people at once is kept as one thing, so that it can be looked at and taken back.

/// A change of many people at once.
enum PeopleBatch {}

/// What can be done with the people chosen in the list.
enum PeopleAction: String, PayloadChoice, ColumnWord {
  case suspend, activate, invite

  var edit: PersonEdit? {
    switch self {
    case .suspend: PersonEdit(status: .suspended)
    case .activate: PersonEdit(status: .active)
    case .invite: nil
    }
  }
  var isReversible: Bool { edit != nil }
  var done: String {
    switch self {
    case .suspend: "suspended"
    case .activate: "let in again"
    case .invite: "invited"
    }
  }
}

/// The chosen rows and what to do with them.
struct BatchForm: Payload {
  let action: PeopleAction, selected: [ID<Person>], all: String?
  static let shape = Shape(
    "PeopleBatchForm", Self.init(action:selected:all:), Field("action", \.action), Field("selected", \.selected),
    Field("all", \.all))
}

struct BatchRecord: RowDecodable {
  let id: ID<PeopleBatch>, action: PeopleAction, createdAt: Instant, undoneAt: Instant?

  init(row: inout Row) throws {
    id = try row.next()
    action = try row.next()
    createdAt = try row.next()
    undoneAt = try row.nextIfPresent()
  }
  /// For how long a change can be taken back.
  static let grace = Seconds.days(30)
  func mayBeUndone(at now: Instant) -> Bool { action.isReversible && undoneAt == nil && createdAt + Self.grace > now }
}

struct BatchItem: RowDecodable {
  let person: PersonCard, status: PersonStatus, oldStatus: PersonStatus, fault: String?

  init(row: inout Row) throws {
    person = try PersonCard(row: &row)
    status = try row.next()
    oldStatus = try row.next()
    fault = try row.nextIfPresent()
  }
}

extension Reading {
  func batch(_ id: ID<PeopleBatch>) async throws -> (BatchRecord, [BatchItem]) {
    let (records, items) = try await fetch(
      Query<[BatchRecord]>.all("SELECT id, action, created_at, undone_at FROM people_batches WHERE id = \(id)"),
      Query<[BatchItem]>.all(
        """
        SELECT \(PersonCard.columns), users.status, people_batch_items.old_status, people_batch_items.fault
        FROM people_batch_items JOIN users ON users.id = people_batch_items.user_id
        WHERE batch_id = \(id) ORDER BY users.name_key, users.id
        """))
    guard let record = records.first else { throw Problem.notFound("change") }
    return (record, items)
  }
}

extension Context {
  /// Does to each of the chosen what the viewer may do to them; each is a transaction of its own, so that one who cannot be
  /// changed stops nobody else's change.
  func doBatch(_ form: BatchForm) async throws -> ID<PeopleBatch> {
    guard !form.selected.isEmpty else { throw Problem.invalid("selected", "missing", "choose at least one person") }
    guard form.selected.count <= 100 else { throw Problem.invalid("selected", "length", "must be at most 100 people") }
    let id = ID<PeopleBatch>(at: now), viewer = viewer, now = now, action = form.action
    try await db.transaction { $0.beginBatch(id, action, by: viewer, at: now) }
    for person in Set(form.selected) {
      do {
        try await db.changePeople { try await $0.apply(action, to: person, in: id, by: viewer, at: now) }
      } catch let problem as Problem {
        let fault = problem.detail
        try await db.transaction { try await $0.noteFault(fault, of: person, in: id) }
      }
    }
    return id
  }

  /// Takes a change of many back; who was changed since keeps what they have now. Answers how many were left out.
  func undoBatch(_ id: ID<PeopleBatch>) async throws -> Int {
    let viewer = viewer, now = now
    let items = try await db.transaction { try await $0.claimUndo(of: id, by: viewer, at: now) }
    var kept = 0
    for item in items where item.fault == nil {
      do {
        try await db.changePeople {
          _ = try await $0.changePerson(
            item.person.id, PersonEdit(status: item.oldStatus), by: viewer, at: now)
        }
      } catch is Problem { kept += 1 }
    }
    return kept
  }
}

extension Transaction {
  fileprivate func beginBatch(_ id: ID<PeopleBatch>, _ action: PeopleAction, by viewer: Viewer, at now: Instant) {
    later(
      """
      INSERT INTO people_batches (id, action, created_by, created_at) VALUES (\(id), \(action), \(viewer.person), \(now))
      """)
  }

  fileprivate func apply(
    _ action: PeopleAction, to id: ID<Person>, in batch: ID<PeopleBatch>, by viewer: Viewer, at now: Instant
  ) async throws {
    let before = try await person(id)
    if id == viewer.person, action == .suspend { throw Problem.conflict("You cannot suspend yourself.") }
    if let edit = action.edit {
      _ = try await changePerson(id, edit, by: viewer, at: now)
    } else {
      _ = try await invite(id, by: viewer, at: now)
    }
    later(
      """
      INSERT INTO people_batch_items (batch_id, user_id, old_status, old_role)
      VALUES (\(batch), \(id), \(before.status), \(before.role))
      """)
  }

  fileprivate func noteFault(_ fault: String, of id: ID<Person>, in batch: ID<PeopleBatch>) async throws {
    try await execute(
      """
      INSERT INTO people_batch_items (batch_id, user_id, old_status, old_role, fault)
      SELECT \(batch), id, status, role, \(fault) FROM users WHERE id = \(id)
      """)
  }

  /// The items that still stand as the change left them. Of two who undo at once, one gets them.
  fileprivate func claimUndo(of id: ID<PeopleBatch>, by viewer: Viewer, at now: Instant) async throws -> [BatchItem] {
    let (record, items) = try await batch(id)
    guard record.mayBeUndone(at: now) else {
      throw Problem.conflict("This change was taken back already, or is too old.")
    }
    let isOurs = try await execute(
      "UPDATE people_batches SET undone_at = \(now) WHERE id = \(id) AND undone_at IS NULL")
    guard isOurs == 1 else { throw Problem.conflict("This change was taken back already.") }
    return items.filter { $0.status == record.action.edit?.status && $0.status != $0.oldStatus }
  }
}
