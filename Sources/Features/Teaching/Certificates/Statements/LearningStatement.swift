internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What the log of a person's steps proves: for each course and day how long they learned at least, and what they finished.
struct LearningStatement {
  struct Line: Hashable {
    let day: String, course: String
    var minutes: Int, itemsDone: Int

    /// `21 November 2026`.
    var dayInWords: String {
      Instant(text: day + "T00:00:00Z").map { CertificateWords.day($0, in: .english) } ?? day
    }
  }
  let name: String, school: String, madeAt: Instant
  let lines: [Line]

  var minutes: Int { lines.reduce(0) { $0 + $1.minutes } }
  var itemsDone: Int { lines.reduce(0) { $0 + $1.itemsDone } }

  /// Of everything that it says, so that a changed sheet does not fit its seal.
  var digest: String {
    let text = ([name, school, madeAt.text] + lines.map { "\($0.day)|\($0.course)|\($0.minutes)|\($0.itemsDone)" })
      .joined(separator: "\n")
    return Hex.text(SHA256.digest(of: text))
  }

  /// What stands at its foot: the chief facts, sealed by the school.
  var proof: StatementProof {
    StatementProof(
      name: name, minutes: minutes, itemsDone: itemsDone, days: Set(lines.map(\.day)).count, madeAt: madeAt,
      digest: digest)
  }

  static func duration(_ minutes: Int) -> String {
    minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }
}

/// The chief facts of a statement, for who checks one.
struct StatementProof: Payload, Equatable {
  let name: String, minutes: Int, itemsDone: Int, days: Int, madeAt: Instant, digest: String
  private static let purpose: StaticString = "learning statement"

  static let shape = Shape(
    "LearningStatementProof", Self.init, Field("name", \.name), Field("minutes", \.minutes),
    Field("items_done", \.itemsDone), Field("days", \.days), Field("made_at", \.madeAt), Field("digest", \.digest))

  func sealed(by sealer: Sealer) -> String { sealer.seal(json, for: Self.purpose) }

  /// nil for what the school did not seal.
  init?(_ text: String, openedBy sealer: Sealer) {
    do { self = try StatementProof(json: try sealer.open(text, for: Self.purpose)) } catch { return nil }
  }
  init(name: String, minutes: Int, itemsDone: Int, days: Int, madeAt: Instant, digest: String) {
    self.name = name
    self.minutes = minutes
    self.itemsDone = itemsDone
    self.days = days
    self.madeAt = madeAt
    self.digest = digest
  }
}

/// One step of the log.
struct ProvenStep: RowDecodable {
  let course: ID<Course>, title: String?, item: ID<CourseItem>, kind: String, happenedAt: Instant
  init(row: inout Row) throws {
    course = try row.next()
    title = try row.nextIfPresent()
    item = try row.next()
    kind = try row.next()
    happenedAt = try row.next()
  }
}

extension Reading {
  /// The statement of a person; for themselves, and for who may see the learners of every course.
  func learningStatement(of person: ID<Person>, from school: String, for viewer: Viewer, at now: Instant) async throws
    -> LearningStatement
  {
    if person != viewer.person { try viewer.require(.seeAnyLearners) }
    let name: String? = try await first(
      "SELECT first_name || ' ' || last_name FROM users WHERE id = \(person) AND erased_at IS NULL")
    guard let name else { throw Problem.notFound("person") }
    let steps: [ProvenStep] = try await all(
      """
      SELECT v.course_id, courses.title, v.item_id, v.kind, v.happened_at FROM learning_evidence v
      LEFT JOIN courses ON courses.id = v.course_id WHERE v.user_id = \(person)
      ORDER BY v.course_id, v.happened_at, v.id LIMIT 100000
      """)
    return LearningStatement(name: name.trimmed, school: school, madeAt: now, lines: LearningStatement.lines(of: steps))
  }
}

extension LearningStatement {
  /// Days and courses with what was done; `steps` come course by course, each in the order of time.
  static func lines(of steps: [ProvenStep]) -> [Line] {
    var lines: [Line] = [], finished: Set<ID<CourseItem>> = []
    for part in steps.chunks(by: \.course) {
      for day in part.chunks(by: { String($0.happenedAt.text.prefix(10)) }) {
        guard let first = day.first else { continue }
        let done = day.filter { $0.kind == "finished" && finished.insert($0.item).inserted }.count
        lines.append(
          Line(
            day: String(first.happenedAt.text.prefix(10)), course: first.title ?? "A course that is gone",
            minutes: LearningTime(day.map(\.happenedAt)).minutes, itemsDone: done))
      }
    }
    return lines.sorted { ($0.day, $0.course) < ($1.day, $1.course) }
  }
}

extension Array {
  /// Neighbours with the same key together.
  fileprivate func chunks<Key: Equatable>(by key: (Element) -> Key) -> [[Element]] {
    var chunks: [[Element]] = []
    for element in self {
      if let last = chunks.last?.last, key(last) == key(element) {
        chunks[chunks.count - 1].append(element)
      } else {
        chunks.append([element])
      }
    }
    return chunks
  }
}
