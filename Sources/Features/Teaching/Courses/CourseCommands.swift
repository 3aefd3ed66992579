internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Makes a draft, taught by who asks unless `new` names another. An import gives it its id and name, which the texts that
  /// come with it name already.
  func createCourse(
    _ new: NewCourse, as wanted: (id: ID<Course>, slug: Slug<Course>)? = nil, by viewer: Viewer, at now: Instant
  ) async throws -> Course {
    try viewer.require(.createCourses)
    let instructor = try await instructor(of: new, by: viewer)
    try await check(category: new.categoryID)
    try await check(parent: new.parentID, of: nil, by: viewer)
    let id = wanted?.id ?? ID<Course>(at: now)
    let slug = if let wanted { wanted.slug } else { try await freeSlug(of: new.title.text) }
    try await execute(
      """
      INSERT INTO courses (id, slug, title, short_description, description, category_id, parent_id, instructor_id, level,
        language, duration_minutes, price_minor_units, enrollment_mode, max_students, status, created_at, updated_at)
      VALUES (\(id), \(slug), \(new.title.text), \(new.shortDescription?.text ?? ""), \(new.description?.text ?? ""),
        \(new.categoryID), \(new.parentID), \(instructor), \(new.level ?? .beginner), \(new.language ?? .english),
        \(new.durationMinutes?.value), \(new.price?.minorUnits ?? 0), \(new.enrollmentMode ?? .free),
        \(new.maxStudents?.value), \(CourseStatus.draft), \(now), \(now))
      """)
    indexWords(of: id)
    let course = try await course(id)
    record(CourseCreated(course: id), by: viewer, at: now, after: CourseRecord(course))
    return course
  }

  /// Changes what a course says about itself.
  func editCourse(_ reference: Reference<Course>, _ changes: CourseChanges, by viewer: Viewer, at now: Instant)
    async throws -> Course
  {
    let old = try await courseToChange(reference, by: viewer)
    if let instructor = changes.instructorID { try await check(instructor: instructor, of: old, by: viewer) }
    if case .set(let category) = changes.categoryID { try await check(category: category) }
    if case .set(let parent) = changes.parentID { try await check(parent: parent, of: old, by: viewer) }
    try check(limit: changes.maxStudents, of: old)
    try await execute(
      """
      UPDATE courses SET title = \(changes.title?.text ?? old.title),
        short_description = \(changes.shortDescription?.text ?? old.shortDescription),
        description = COALESCE(\(changes.description?.text), description),
        category_id = \(changes.categoryID.applied(to: old.categoryID)),
        parent_id = \(changes.parentID.applied(to: old.parentID)),
        instructor_id = \(changes.instructorID ?? old.instructorID), level = \(changes.level ?? old.level),
        language = \(changes.language ?? old.language),
        duration_minutes = \(changes.durationMinutes.number(instead: old.durationMinutes)),
        price_minor_units = \(changes.price?.minorUnits ?? old.price.minorUnits),
        enrollment_mode = \(changes.enrollmentMode ?? old.enrollmentMode),
        max_students = \(changes.maxStudents.number(instead: old.maxStudents)), updated_at = \(now)
      WHERE id = \(old.id)
      """)
    indexWords(of: old.id)
    // More places may be somebody's turn.
    if old.maxStudents != changes.maxStudents.number(instead: old.maxStudents) {
      _ = try await offerSeats(in: old.id, by: viewer, at: now)
    }
    let course = try await course(old.id)
    record(CourseEdited(course: old.id), by: viewer, at: now, before: CourseRecord(old), after: CourseRecord(course))
    return course
  }

  /// Removes what was never published and archives what was, since learners' progress hangs on it.
  func deleteCourse(_ reference: Reference<Course>, by viewer: Viewer, at now: Instant) async throws {
    let course = try await courseToMove(reference, by: viewer)
    guard course.wasNeverPublished else {
      if course.status != .archived { try await archiveCourse(.id(course.id), by: viewer, at: now) }
      return
    }
    guard course.isOpenToChanges(by: viewer) else {
      throw Problem.conflict("The course is under review. Withdraw it to delete it.")
    }
    later("UPDATE courses SET parent_id = \(ID<Course>?.none) WHERE parent_id = \(course.id)")
    try await execute("DELETE FROM courses WHERE id = \(course.id)")
    dropRoles(in: course.scope)
    record(CourseDeleted(course: course.id), by: viewer, at: now, before: CourseRecord(course))
  }
}

extension Transaction {
  /// The course as it stands, kept from others until this transaction ends, for who may change what it says and holds.
  func courseToChange(_ reference: Reference<Course>, by viewer: Viewer) async throws -> Course {
    let course = try await courseToMove(reference, by: viewer)
    try course.requireOpenness(to: viewer)
    return course
  }

  /// The same whatever its state, for steps from one state to another.
  func courseToMove(_ reference: Reference<Course>, by viewer: Viewer) async throws -> Course {
    let course = try await lockedCourse(where: CourseFragments.isNamed(reference), for: viewer)
    try course.requireEditing(by: viewer)
    return course
  }

  /// The course if it exists for `viewer`, whatever they may do to it, kept from others until this transaction ends.
  func lockedCourse(where condition: SQL, for viewer: Viewer) async throws -> Course {
    try await one(
      """
      SELECT \(Course.columns) FROM \(Course.source) WHERE \(condition) AND \(CourseFragments.isVisible(to: viewer))
      \(SQL.sqlite("").postgres("FOR UPDATE OF courses"))
      """)
  }

  /// As it stands now, for whoever changed it.
  func course(_ id: ID<Course>) async throws -> Course {
    try await one("SELECT \(Course.columns) FROM \(Course.source) WHERE courses.id = \(id)")
  }
}

extension Transaction {
  private func instructor(of new: NewCourse, by viewer: Viewer) async throws -> ID<Person> {
    guard let instructor = new.instructorID, instructor != viewer.person else { return try viewer.requirePerson() }
    try viewer.require(.editAnyCourse)
    try await checkTeaches(instructor)
    return instructor
  }

  private func check(instructor: ID<Person>, of course: Course, by viewer: Viewer) async throws {
    if instructor == course.instructorID { return }
    try viewer.require(.editAnyCourse)
    try await checkTeaches(instructor)
  }

  private func checkTeaches(_ person: ID<Person>) async throws {
    let teaches: Bool = try await value(
      "SELECT EXISTS (SELECT 1 FROM users WHERE id = \(person) AND \(RoleFragments.hold(.createCourses)))")
    if !teaches { throw Problem.invalid("instructor_id", "unknown", "must be the id of an instructor") }
  }

  private func check(category: ID<Category>?) async throws {
    guard let category else { return }
    let isOffered: Bool = try await value(
      "SELECT EXISTS (SELECT 1 FROM course_categories WHERE id = \(category) AND archived_at IS NULL)")
    if !isOffered { throw Problem.invalid("category_id", "unknown", "must be the id of a category") }
  }

  /// Sub-courses go one level deep.
  private func check(parent: ID<Course>?, of course: Course?, by viewer: Viewer) async throws {
    guard let parent else { return }
    let found: Course? = try await first(
      """
      SELECT \(Course.columns) FROM \(Course.source)
      WHERE courses.id = \(parent) AND \(CourseFragments.isVisible(to: viewer))
      """)
    guard let found, found.mayBeEdited(by: viewer), parent != course?.id else {
      throw Problem.invalid("parent_id", "unknown", "must be the id of another course of yours")
    }
    let hasParts: Bool = try await value("SELECT EXISTS (SELECT 1 FROM courses WHERE parent_id = \(course?.id))")
    if found.parentID != nil || hasParts {
      throw Problem.invalid("parent_id", "depth", "must be a course that is no part of another; parts have no parts")
    }
  }

  private func check(limit: Change<Number<StudentLimit>>, of course: Course) throws {
    let taken = course.totalEnrolled + course.seatsHeld
    guard case .set(let limit) = limit, limit.value < taken else { return }
    let words = course.seatsHeld == 0 ? "who are enrolled" : "who are enrolled or were offered a place"
    throw Problem.invalid("max_students", "range", "must not be less than the \(taken) \(words)")
  }
}

extension Change {
  fileprivate func number<Rule>(instead old: Int?) -> Int? where Value == Number<Rule> {
    switch self {
    case .keep: old
    case .clear: nil
    case .set(let number): number.value
    }
  }
}
