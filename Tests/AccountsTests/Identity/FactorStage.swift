import Cryptography
import Essentials
import EvolvCore
import JobQueue
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

// What the stories of second factors share.

/// Someone with an authenticator app.
struct AppOwner {
  let person: PersonRecord, browser: Somebody, codes: TimeCodes, recovery: [String]
}

extension Base32 {
  static func bytes(_ text: String) -> [UInt8] {
    var bits: UInt64 = 0, count = 0, bytes: [UInt8] = []
    for letter in text.utf8 {
      bits = bits << 5 | UInt64(letter >= 0x41 ? letter - 0x41 : letter - 0x32 + 26)
      count += 5
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(count)))
      }
    }
    return bytes
  }
}

extension Stage {
  static let password = "Blue kettle 7 rises!"

  /// The code that an app shows now, or so many steps away.
  func code(_ codes: TimeCodes, _ away: Int = 0) -> String { codes.code(at: TimeCodes.step(at: now) + away) }

  /// A person who set up an authenticator app by the API; a step later, so that its first code is over.
  func owner(_ first: String, _ role: Role = .student) async throws -> AppOwner {
    let (person, browser) = try await enter(first, role)
    let setup = try JSONDocument(
      try await json("POST", "/api/v1/auth/factors/authenticator", by: browser).bytes
    ).root
    let codes = TimeCodes(secret: Base32.bytes(try #require(setup["secret"]?.string)))
    let done = try await json(
      "POST", "/api/v1/auth/factors/authenticator/confirmation", #"{"code":"\#(code(codes))"}"#, by: browser)
    #expect(done.status == 200)
    let recovery = try JSONDocument(done.bytes).root["recovery_codes"]?.elements?.compactMap(\.string) ?? []
    wait(Seconds(60))
    return AppOwner(person: person, browser: browser, codes: codes, recovery: recovery)
  }

  /// The first step of a sign-in by the API.
  func firstStep(_ person: PersonRecord, by somebody: Somebody = Somebody()) async throws -> Response {
    try await json(
      "POST", "/api/v1/auth/login", #"{"email":"\#(person.email)","password":"\#(Self.password)"}"#, by: somebody)
  }
  func pendingToken(_ person: PersonRecord) async throws -> String {
    let answer = try await firstStep(person)
    #expect(answer.status == 401)
    return try #require(try JSONDocument(answer.bytes).root["mfa_token"]?.string)
  }
  func secondStep(_ token: String, _ code: String, by somebody: Somebody = Somebody()) async throws -> Response {
    try await json("POST", "/api/v1/auth/mfa", #"{"mfa_token":"\#(token)","code":"\#(code)"}"#, by: somebody)
  }

  /// The first step with a browser; the pending token is in its cookie then.
  @discardableResult
  func firstPage(_ person: PersonRecord, by browser: Somebody) async throws -> Response {
    try await form("/login", ["login": person.email, "password": Self.password], by: browser)
  }

  /// Does the jobs of this wing.
  func doJobs() async throws {
    var duties = Duties()
    Identity.register(on: &duties)
    let worker = Worker(on: loop, database: db, jobs: duties, surroundings: facilities, clock: { now })
    try await worker.runDue()
  }

  /// What was sent to phones.
  func texts() throws -> [String] {
    guard let outbox = facilities.messenger as? TextOutbox else { return [] }
    return try outbox.texts()
  }
}

extension Response {
  var problemCode: String? { (try? JSONDocument(bytes).root["code"]?.string) ?? nil }
}
