public import Essentials
public import EvolvCore
internal import Payloads
internal import Routing
public import SQLStore

enum PersonQueries {
  static let search = SearchIndex(table: "users", columns: ["last_name", "first_name", "email", "username"])
}

extension Reading {
  /// Throws `Problem.notFound` when there is no such person.
  public func person(_ id: ID<Person>) async throws -> PersonRecord {
    let found = try await first(
      "SELECT \(PersonRecord.columns) FROM users WHERE id = \(id) AND erased_at IS NULL", as: PersonRecord.self)
    guard let found else { throw Problem.notFound("person") }
    return found
  }

  /// The person, or nil for one who is gone: between an event and its telling someone may have been deleted.
  public func personIfThere(_ id: ID<Person>) async throws -> PersonRecord? {
    try await first("SELECT \(PersonRecord.columns) FROM users WHERE id = \(id) AND erased_at IS NULL")
  }

  /// The names that stand beside things; ids that are nobody's are left out.
  public func people(_ ids: [ID<Person>]) async throws -> [ID<Person>: PersonCard] {
    if ids.isEmpty { return [:] }
    let cards = try await all("SELECT \(PersonCard.columns) FROM users WHERE id IN \(ids)", as: PersonCard.self)
    return Dictionary(cards.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Everyone who can be put in charge of a course, by name.
  public func instructors() async throws -> [PersonCard] {
    try await all(
      """
      SELECT \(PersonCard.columns) FROM users WHERE \(RoleFragments.hold(.createCourses)) AND status = 'active'
      ORDER BY name_key, id
      """)
  }

  /// Whose address or username this is; nil for nobody.
  public func person(called name: String) async throws -> PersonRecord? {
    let key = name.trimmed.lowercased()
    return try await first(
      "SELECT \(PersonRecord.columns) FROM users WHERE email_key = \(key) OR username_key = \(key)")
  }

  /// Whether the school has an owner who can sign in; without one, the first is still to be made.
  public func hasOwner() async throws -> Bool {
    try await value("SELECT count(*) FROM users WHERE role = 'owner' AND status = 'active'", as: Int.self) > 0
  }

  /// One page of the people that `query` asks for, and how many there are in all.
  func people(_ query: PeopleQuery, at now: Instant) async throws -> ListPage<PersonRecord> {
    let sort = query.sort ?? .newest, size = query.pageSize?.value ?? 20
    let condition = SQL.joined(query.conditions(at: now), separator: " AND ")
    var place = try query.cursor.map { try sort.after($0) } ?? "TRUE"
    place = "\(place) ORDER BY \(sort.order) \(SQL.limit(size + 1))"
    if query.cursor == nil { place = "\(place) OFFSET \(((query.page?.value ?? 1) - 1) * size)" }
    let (rows, total) = try await fetch(
      Query<[PersonRecord]>.all("SELECT \(PersonRecord.columns) FROM users WHERE \(condition) AND \(place)"),
      Query<Int>.value("SELECT count(*) FROM users WHERE \(condition)"))
    let more = rows.count > size ? rows.dropLast().last.map(sort.cursor) : nil
    return ListPage(items: Array(rows.prefix(size)), total: total, next: more)
  }
}

extension PeopleQuery {
  fileprivate func conditions(at now: Instant) -> [SQL] {
    var matching: [SQL] = ["erased_at IS NULL"]
    if let role { matching.append("role = \(role)") }
    if let status { matching.append("status = \(status)") }
    if let verified { matching.append(verified ? "email_verified_at IS NOT NULL" : "email_verified_at IS NULL") }
    if let createdFrom { matching.append("created_at >= \(createdFrom.instant)") }
    if let createdTo { matching.append("created_at < \(createdTo.instant + .days(1))") }
    switch lastLogin {
    case nil: break
    case .never: matching.append("last_login_at IS NULL")
    case .week: matching.append("last_login_at >= \(now - .days(7))")
    case .month: matching.append("last_login_at >= \(now - .days(30))")
    case .longAgo: matching.append("last_login_at < \(now - .days(90))")
    }
    if let words = q.flatMap({ SearchTerms($0) }) { matching.append(PersonQueries.search.matches(words)) }
    return matching
  }
}

extension PeopleSort {
  var order: SQL {
    switch self {
    case .newest: "created_at DESC, id DESC"
    case .oldest: "created_at, id"
    case .name: "name_key, id"
    case .nameBackwards: "name_key DESC, id DESC"
    case .seenLast: "\(Self.seen) DESC, id DESC"
    case .seenFirst: "\(Self.seen), id"
    }
  }

  /// Who never signed in comes before all others.
  private static let seen = SQL.sqlite("coalesce(last_login_at, 0)").postgres(
    "coalesce(last_login_at, timestamptz '1970-01-01T00:00:00Z')")

  fileprivate func after(_ text: String) throws -> SQL {
    switch self {
    case .newest, .oldest:
      guard let cursor = Cursor<Instant, Person>(text: text) else { throw Self.strange }
      return self == .newest
        ? "(created_at, id) < (\(cursor.key), \(cursor.id))" : "(created_at, id) > (\(cursor.key), \(cursor.id))"
    case .name, .nameBackwards:
      guard let cursor = Cursor<String, Person>(text: text) else { throw Self.strange }
      return self == .name
        ? "(name_key, id) > (\(cursor.key), \(cursor.id))" : "(name_key, id) < (\(cursor.key), \(cursor.id))"
    case .seenLast, .seenFirst:
      guard let cursor = Cursor<Instant, Person>(text: text) else { throw Self.strange }
      return self == .seenLast
        ? "(\(Self.seen), id) < (\(cursor.key), \(cursor.id))" : "(\(Self.seen), id) > (\(cursor.key), \(cursor.id))"
    }
  }
  private static let strange = Problem.invalid(
    "cursor", "cursor", "must be the next_cursor of the page before, in the same order")

  fileprivate func cursor(_ person: PersonRecord) -> String {
    switch self {
    case .newest, .oldest: Cursor<Instant, Person>(key: person.createdAt, id: person.id).text
    case .name, .nameBackwards:
      Cursor<String, Person>(key: PersonRecord.nameKey(person.firstName, person.lastName), id: person.id).text
    case .seenLast, .seenFirst:
      Cursor<Instant, Person>(key: person.lastLoginAt ?? Instant(microseconds: 0), id: person.id).text
    }
  }
}
