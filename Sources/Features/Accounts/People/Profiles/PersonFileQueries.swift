internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What the school notes of somebody who learns.
struct StudentNotes: RowDecodable, Payload, Equatable {
  var assignedInstructor: ID<Person>?, enrollmentDate: CalendarDay?, notes: Text<Bio>?

  static let shape = Shape(
    "StudentFileNotes", Self.init(assignedInstructor:enrollmentDate:notes:),
    Field("assigned_instructor", \.assignedInstructor), Field("enrollment_date", \.enrollmentDate),
    Field("notes", \.notes))

  init(assignedInstructor: ID<Person>? = nil, enrollmentDate: CalendarDay? = nil, notes: Text<Bio>? = nil) {
    self.assignedInstructor = assignedInstructor
    self.enrollmentDate = enrollmentDate
    self.notes = notes
  }
  init(row: inout Row) throws {
    assignedInstructor = try row.nextIfPresent()
    enrollmentDate = try row.nextIfPresent()
    let text: String? = try row.nextIfPresent()
    notes = text.flatMap { Text($0) }
  }
}

/// The whole picture of a person, as far as the viewer may see it.
struct PersonFile: Sendable {
  let known: KnownProfile, notes: StudentNotes, instructor: PersonCard?, figures: PersonFigures
  let sections: [FileSection]
}

extension Context {
  /// The file of somebody: for who manages people, for the instructor they are assigned to, and, of those who teach, for
  /// everybody who signed in. For all others there is none.
  func personFile(_ id: ID<Person>) async throws -> PersonFile {
    let (known, notes) = (try await db.knownProfile(of: id), try await db.studentNotes(of: id))
    guard viewer.maySeeFile(of: known.person, notes, roles) else { throw Problem.notFound("person") }
    var figures = PersonFigures(), sections: [FileSection] = []
    for part in facilities.fileParts {
      try await part.add(to: &figures, of: id, in: db)
      if let section = try await part.section(of: id, for: viewer, in: db) { sections.append(section) }
    }
    let instructor = try await db.people([notes.assignedInstructor].compactMap(\.self)).values.first
    return PersonFile(known: known, notes: notes, instructor: instructor, figures: figures, sections: sections)
  }
}

extension Viewer {
  func maySeeFile(of person: PersonRecord, _ notes: StudentNotes, _ roles: RoleTable) -> Bool {
    guard let viewing = self.person else { return false }
    return may(.managePeople) || notes.assignedInstructor == viewing || person.id == viewing
      || (person.status == .active && roles.permissions(of: person.role).includes(.createCourses))
  }
  /// What only the school's people read: notes, numbers, how to reach somebody.
  func maySeeNotes(of person: PersonRecord, _ notes: StudentNotes) -> Bool {
    may(.managePeople) || (self.person != nil && notes.assignedInstructor == self.person)
  }
}

extension Reading {
  func studentNotes(of id: ID<Person>) async throws -> StudentNotes {
    try await first("SELECT assigned_instructor_id, enrollment_date, notes FROM student_files WHERE user_id = \(id)")
      ?? StudentNotes()
  }
}

extension Transaction {
  /// Changes what the school notes of somebody, as the viewer's rank allows.
  func setNotes(_ new: StudentNotes, of id: ID<Person>, by viewer: Viewer, at now: Instant) async throws {
    let person = try await lockedPerson(id)
    try viewer.requireManaging(try await rights(of: person))
    if let instructor = new.assignedInstructor {
      guard try await instructors().contains(where: { $0.id == instructor }) else {
        throw Problem.invalid("assigned_instructor", "unknown", "must be somebody who teaches")
      }
    }
    let old = try await studentNotes(of: id)
    if old == new { return }
    try await execute(
      """
      INSERT INTO student_files (user_id, assigned_instructor_id, enrollment_date, notes, updated_at)
      VALUES (\(id), \(new.assignedInstructor), \(new.enrollmentDate), \(new.notes?.text), \(now))
      ON CONFLICT (user_id) DO UPDATE SET assigned_instructor_id = excluded.assigned_instructor_id,
        enrollment_date = excluded.enrollment_date, notes = excluded.notes, updated_at = excluded.updated_at
      """)
    record(StudentNotesChanged(person: id), by: viewer, at: now, before: old, after: new)
  }
}

/// What the school notes of somebody says something else.
struct StudentNotesChanged: DomainEvent {
  let person: ID<Person>
  static let name = "person.notes_changed"
  var subject: Subject { Subject("person", person) }
  static let shape = Shape("PersonNotesChanged", Self.init(person:), Field("person", \.person))
}
