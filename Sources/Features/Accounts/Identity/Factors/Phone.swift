internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Mailing
internal import Payloads
internal import Routing
internal import SQLStore

/// A phone number as the whole world dials it (E.164): `+4915112345678`.
struct PhoneNumber: PayloadValue, Hashable {
  let text: String

  /// Blanks, dashes and brackets are for the eye.
  init?(_ typed: String) {
    let text = typed.filter { !" -()./".contains($0) }
    let digits = text.dropFirst().utf8
    guard text.first == "+", (8...15).contains(digits.count), digits.first != 0x30,
      digits.allSatisfy({ 0x30...0x39 ~= $0 })
    else { return nil }
    self.text = text
  }

  /// All but the end is nobody's business who looks over a shoulder.
  static func veiled(_ text: String) -> String { "…" + text.suffix(3) }

  static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 30)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> PhoneNumber? {
    guard let text = json.string, let number = PhoneNumber(text.trimmed) else {
      return faults.refuse("must begin with + and the country, such as +49 151 12345678", "phone")
    }
    return number
  }
  static func sample(_ seed: Int) -> PhoneNumber {
    guard let number = PhoneNumber("+4915112345\(100 + seed % 900)") else {
      preconditionFailure("A sample is a number.")
    }
    return number
  }
}

extension Context {
  /// Notes a number and sends the code that proves that it is the viewer's.
  func addPhone(_ number: PhoneNumber) async throws {
    guard facilities.messenger.isOffered else { throw NothingFound() }
    let id = try await requireProven(), now = now
    try await limitMails("text " + id.text)
    try await db.transaction { transaction in
      let noted: ID<Person>? = try await transaction.first(
        """
        INSERT INTO phones (user_id, number, created_at) VALUES (\(id), \(number.text), \(now))
        ON CONFLICT (user_id) DO UPDATE SET number = \(number.text), code = NULL, created_at = \(now)
        WHERE phones.verified_at IS NULL RETURNING user_id
        """)
      guard noted != nil else { throw Problem.conflict("You have a number already. Remove it first.") }
      transaction.enqueue(SendTextCode(person: id), now: now, key: id.text)
    }
  }

  /// Makes the number a second factor by the code that it got.
  func confirmPhone(by code: String) async throws -> [String] {
    let id = try await requireProven(), sealer = facilities.sealer, viewer = viewer, now = now, db = db
    let code = code.filter { !$0.isWhitespace }
    let codes = try await counted(for: id) {
      try await db.transaction { transaction -> [String]? in
        guard try await transaction.takeTextCode(code, of: id, sealer, at: now, "verified_at IS NULL") else {
          return nil
        }
        transaction.later("UPDATE phones SET verified_at = \(now) WHERE user_id = \(id)")
        return try await transaction.added(.text, to: id, sealer, by: viewer, at: now)
      }
    }
    guard let codes else { throw Problem.invalid("code", "wrong", "is not right, or is too old") }
    return codes
  }

  func removePhone(by proof: String) async throws {
    let id = try viewer.requirePerson(), viewer = viewer, now = now
    try await checkProof(proof)
    try await db.transaction { transaction in
      let removed: ID<Person>? = try await transaction.first(
        "DELETE FROM phones WHERE user_id = \(id) RETURNING user_id")
      guard removed != nil else { throw NothingFound() }
      try await transaction.removed(.text, from: id, by: viewer, at: now)
    }
  }

  /// Sends a code to the phone of whose sign-in waits.
  func sendTextCode(for token: String) async throws {
    let held = try await heldSignIn(token), now = now
    guard try await db.secondFactors(of: held.person).phone != nil else { throw NothingFound() }
    try await limitMails("text " + held.person.text)
    try await db.transaction { $0.enqueue(SendTextCode(person: held.person), now: now, key: held.person.text) }
  }

  /// The number that is being added, if its code is still to come.
  func pendingPhone() async throws -> String? {
    let id = try viewer.requirePerson()
    return try await db.first("SELECT number FROM phones WHERE user_id = \(id) AND verified_at IS NULL")
  }
}

/// Makes a code and sends it to a person's phone; no code ever waits in the queue.
struct SendTextCode: Job {
  let person: ID<Person>
  static let name = "text code"
  static let rule = JobRule(priority: .urgent, attempts: 3)
  static let shape = Shape("SendTextCode", Self.init(person:), Field("person", \.person))

  func run(_ work: Errand) async throws {
    let person = person, now = work.now, sealer = work.surroundings.sealer
    guard let number: String = try await work.db.first("SELECT number FROM phones WHERE user_id = \(person)") else {
      return
    }
    let code = try await work.db.transaction { $0.makeTextCode(for: person, sealer, at: now) }
    let text = "\(code) is your code for \(work.surroundings.schoolName). It holds for ten minutes. Give it to nobody."
    try await work.surroundings.messenger.send(text, to: number)
  }
}
