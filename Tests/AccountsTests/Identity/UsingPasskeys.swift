import Cryptography
import Essentials
import EvolvCore
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

/// A passkey opens one account, to its own device, on our own pages.
@Suite struct `Using passkeys` {
  private func json(_ fields: [(String, String)]) -> String {
    "{" + fields.map { #""\#($0.0)":"\#($0.1)""# }.joined(separator: ",") + "}"
  }
  private func invitation(_ stage: Stage, _ browser: Somebody) async throws -> String {
    let answer = try await stage.json("POST", "/api/v1/auth/passkeys/registration-options", by: browser)
    return try #require(try JSONDocument(answer.bytes).root["challenge"]?.string)
  }
  private func question(_ stage: Stage, _ token: String? = nil) async throws -> String {
    let body = token.map { #"{"mfa_token":"\#($0)"}"# } ?? "{}"
    let answer = try await stage.json("POST", "/api/v1/auth/passkeys/options", body)
    return try #require(try JSONDocument(answer.bytes).root["challenge"]?.string)
  }
  private func add(_ stage: Stage, _ key: TestPasskey, _ browser: Somebody) async throws -> Response {
    let fields = [("name", "Laptop")] + key.create(try await invitation(stage, browser))
    return try await stage.json("POST", "/api/v1/auth/passkeys", json(fields), by: browser)
  }
  private func signIn(_ stage: Stage, _ fields: [(String, String)], token: String? = nil) async throws -> Response {
    let end = token.map { #","mfa_token":"\#($0)""# } ?? ""
    return try await stage.json("POST", "/api/v1/auth/passkeys/sign-in", #"{"answer":\#(json(fields))\#(end)}"#)
  }

  @Test
  func `a passkey is added, signs in alone, and is gone when it is removed`() async throws {
    try await Stage.run { stage in
      let (ada, browser) = try await stage.enter("Ada"), (_, leo) = try await stage.enter("Leo"), key = TestPasskey()
      let added = try await add(stage, key, browser)
      #expect(added.status == 201)
      let root = try JSONDocument(added.bytes).root
      #expect(root["recovery_codes"]?.elements?.count == 10)
      let id = try #require(root["passkey"]?["id"]?.string)
      let entered = try await signIn(stage, key.get(try await question(stage), user: ada.id.bits.bytes))
      #expect(entered.status == 200)
      #expect(try JSONDocument(entered.bytes).root["user"]?["email"]?.string == ada.email)
      // As a second factor it is asked for after the password.
      let token = try await stage.pendingToken(ada)
      #expect(try await signIn(stage, key.get(try await question(stage, token)), token: token).status == 200)

      #expect(try await stage.json("PATCH", "/api/v1/auth/passkeys/\(id)", #"{"name":"Mine"}"#, by: leo).status == 404)
      #expect(
        try await stage.form("/account/security/passkeys/\(id)", ["name": "Old laptop"], by: browser).status == 303)
      #expect(try await stage.get("/account/security", by: browser).text.contains("Old laptop"))
      #expect(try await stage.get("/account/security/passkeys/\(id)/removal", by: leo).status == 404)
      #expect(
        try await stage.form("/account/security/passkeys/\(id)/removal", ["proof": "wrong"], by: browser).status == 422)
      #expect(
        try await stage.form("/account/security/passkeys/\(id)/removal", ["proof": Stage.password], by: browser).status
          == 303)
      #expect(try await signIn(stage, key.get(try await question(stage))).problemCode == "invalid_passkey")
      #expect(try await stage.firstStep(ada).status == 200)
    }
  }

  @Test
  func `a question is answered once, in time, by whom it was asked`() async throws {
    try await Stage.run { stage in
      let (_, browser) = try await stage.enter("Ada"), (_, other) = try await stage.enter("Leo")
      let key = TestPasskey(), others = TestPasskey()
      // Leo cannot answer what Ada was asked, nor anyone a question that nobody asked or that waited too long.
      let foreign = [("name", "x")] + others.create(try await invitation(stage, browser))
      #expect(
        try await stage.json("POST", "/api/v1/auth/passkeys", json(foreign), by: other).codes("client_data") == [
          "invalid_challenge"
        ])
      let late = [("name", "x")] + key.create(try await invitation(stage, browser))
      stage.wait(.minutes(5))
      #expect(
        try await stage.json("POST", "/api/v1/auth/passkeys", json(late), by: browser).codes("client_data") == [
          "invalid_challenge"
        ])
      let own = [("name", "x")] + key.create(Randomness.token())
      #expect(
        try await stage.json("POST", "/api/v1/auth/passkeys", json(own), by: browser).codes("client_data") == [
          "invalid_challenge"
        ])
      #expect(try await add(stage, key, browser).status == 201)
      #expect(try await add(stage, key, browser).status == 409)
      #expect(try await add(stage, others, other).status == 201)
    }
  }

  @Test
  func `a sign-in is answered once, in time, by the passkey of its person`() async throws {
    try await Stage.run { stage in
      let (ada, browser) = try await stage.enter("Ada"), (leo, other) = try await stage.enter("Leo")
      let key = TestPasskey(), others = TestPasskey()
      #expect(try await add(stage, key, browser).status == 201)
      #expect(try await add(stage, others, other).status == 201)
      let challenge = try await question(stage)
      #expect(try await signIn(stage, key.get(challenge)).status == 200)
      #expect(try await signIn(stage, key.get(challenge)).problemCode == "invalid_passkey")
      #expect(try await signIn(stage, key.get(Randomness.token())).problemCode == "invalid_passkey")
      let tooLate = try await question(stage)
      stage.wait(.minutes(5))
      #expect(try await signIn(stage, key.get(tooLate)).problemCode == "invalid_passkey")
      // Somebody else's passkey completes nobody's sign-in, nor does a question for one account open another.
      let token = try await stage.pendingToken(ada)
      #expect(
        try await signIn(stage, others.get(try await question(stage, token)), token: token).problemCode
          == "invalid_passkey")
      #expect(
        try await signIn(stage, others.get(try await question(stage)), token: token).problemCode == "invalid_passkey")
      #expect(
        try await signIn(stage, key.get(try await question(stage), user: leo.id.bits.bytes)).problemCode
          == "invalid_passkey")
      #expect(try await signIn(stage, key.get(try await question(stage, token)), token: token).status == 200)
    }
  }

  @Test
  func `a passkey made elsewhere or absently is not taken`() async throws {
    try await Stage.run { stage in
      let (_, browser) = try await stage.enter("Ada")
      func refused(_ change: (TestPasskey) -> Void, type: String = "webauthn.create") async throws -> Bool {
        let wrong = TestPasskey()
        change(wrong)
        let fields = [("name", "x")] + wrong.create(try await invitation(stage, browser), type: type)
        let answer = try await stage.json("POST", "/api/v1/auth/passkeys", json(fields), by: browser)
        return try answer.status == 422 && answer.codes("attestation_object") == ["invalid_passkey"]
      }
      #expect(try await refused { $0.origin = "https://localhost.evil.example" })
      #expect(try await refused { $0.party = "evil.example" })
      #expect(try await refused { $0.flags = 0x04 })
      #expect(try await refused { $0.flags = 0x01 })
      #expect(try await refused({ _ in }, type: "webauthn.get"))
    }
  }

  @Test
  func `what a passkey signed elsewhere, absently or as a copy opens nothing`() async throws {
    try await Stage.run { stage in
      let (_, browser) = try await stage.enter("Ada"), key = TestPasskey()
      #expect(try await add(stage, key, browser).status == 201)

      func enters(_ change: (TestPasskey) -> Void = { _ in }, type: String = "webauthn.get") async throws -> Int {
        change(key)
        let answer = try await signIn(stage, key.get(try await question(stage), type: type))
        (key.origin, key.party, key.flags) = ("http://localhost:8080", "localhost", 0x05)
        return answer.status
      }
      #expect(try await enters() == 200)
      #expect(try await enters { $0.origin = "http://localhost:8081" } == 401)
      #expect(try await enters { $0.party = "evil.example" } == 401)
      #expect(try await enters { $0.flags = 0x04 } == 401)
      #expect(try await enters { $0.flags = 0x01 } == 401, "a passkey alone must know its owner")
      #expect(try await enters(type: "webauthn.create") == 401)
      stage.wait(.minutes(1))
      #expect(try await enters() == 200)
      var forged = key.get(try await question(stage))
      forged[3].1 = Base64URL.text([UInt8](repeating: 7, count: 64))
      #expect(try await signIn(stage, forged).status == 401)
      // A copy counts from where it was made.
      #expect(try await enters { $0.count = 1 } == 401)
      #expect(try await stage.audited("passkey.copied") == 1)
      try await stage.doJobs()
      #expect(try stage.facilities.postman.outbox?.mails().contains { $0.subject == "A passkey was refused" } == true)
    }
  }

  @Test func `garbage is refused without a fault`() async throws {
    let party = try #require(RelyingParty(origin: "https://school.example"))
    #expect(
      RelyingParty(origin: "http://127.0.0.1:8080") == nil && RelyingParty(origin: "http://school.example") == nil)
    let client = try ClientData(
      Array(#"{"type":"webauthn.create","challenge":"x","origin":"https://school.example"}"#.utf8))
    for bytes in [
      [], [0xA3], [0xBF, 0xFF], [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], Randomness.bytes(300),
    ] as [[UInt8]] {
      #expect(throws: PasskeyRefused.self) { try party.register(attestation: bytes, client: client) }
    }
    #expect(throws: PasskeyRefused.malformed) { try ClientData([0xFF]) }
    #expect(throws: PasskeyRefused.malformed) { try ClientData(Array("[]".utf8)) }
  }
}
