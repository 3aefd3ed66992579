import Accounts
import Cryptography
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

/// How certificates look, and what programs are told of them.
@Suite(.school) struct `Designing certificates` {
  let school = School.current
  let slug = "reading-the-night-sky"

  private func issued() async throws -> EarnedCertificate { try await school.issued() }

  @Test func `designs certificates, and shows them while they are written`() async throws {
    let form: KeyValuePairs = [
      "name": "Evening school", "look": "modern", "orientation": "portrait", "paper": "a4", "language": "ar",
      "direction": "automatic", "title": "شهادة", "lead": "", "body": "{{ name }} {{ course }}", "signer_1": "Ada",
      "role_1": "Director", "signer_2": "", "role_2": "", "signer_3": "", "role_3": "", "primary": "#123456",
      "accent": "#654321", "has_primary": "true", "shows_code": "true",
    ]
    #expect(try await school.post("/admin/certificates/designs", form: form, as: .tom).status == 403)
    let sheet = try await school.post("/admin/certificates/preview", form: form, as: .ada)
    #expect(sheet.status == 200 && sheet.contains("data:image/svg+xml"))
    #expect(sheet.header("content-security-policy")?.contains("sandbox") == true)
    let added = try await school.post("/admin/certificates/designs", form: form, as: .ada)
    let page = try #require(added.location)
    #expect(try await school.get(page, as: .ada).contains("Evening school"))
    let wrong: KeyValuePairs = [
      "name": "X", "look": "modern", "orientation": "portrait", "paper": "a4", "language": "en",
      "direction": "automatic", "title": "A", "lead": "", "body": "{{ marks }}", "signer_1": "", "role_1": "",
      "signer_2": "", "role_2": "", "signer_3": "", "role_3": "",
    ]
    let refused = try await school.post("/admin/certificates/designs", form: wrong, as: .ada)
    #expect(refused.status == 422 && refused.contains("marks"))
    #expect(try await school.post(page + "/choice", as: .ada).status == 303)
    let certificate = try await issued()
    #expect(try await school.get("/verify/\(certificate.token)").contains("شهادة"))
    #expect(try await school.post(page + "/deletion", as: .ada).status == 303)
    #expect(try await school.get("/verify/\(certificate.token)").contains("شهادة"))
    #expect(
      try await school.post(
        "/admin/certificates/numbers", form: ["number_pattern": "none at all", "digits": "4"], as: .ada
      ).status == 422)
    #expect(
      try await school.post(
        "/admin/certificates/numbers", form: ["number_pattern": "NIGHT-{number}", "digits": "4"], as: .ada
      ).status == 303)
    try await school.complete(slug, as: .leo)
    try await school.doJobs()
    #expect(try await school.certificates(of: .leo).first?.member("number")?.string == "NIGHT-0001")
  }

  @Test func `signs badges that keep their proof when the key changes and lose it when they are revoked`() async throws
  {
    let certificate = try await issued()
    let first = try await school.get("/badges/\(certificate.token)", accept: "*/*")
    #expect(first.status == 200)
    #expect(try await school.post("/admin/certificates/keys", as: .tom).status == 403)
    #expect(try await school.post("/admin/certificates/keys", as: .ada).status == 303)
    let second = try await school.get("/badges/\(certificate.token)", accept: "*/*")
    let keys = try #require(PublicKeySet(json: try await school.get("/badges/jwks.json", accept: "*/*").bytes))
    #expect(keys.keys.count == 2 && first.text != second.text)
    for badge in [first, second] {
      let claims = try SignedClaims(badge.text, keys: keys, algorithms: [.rs256])
      #expect(
        claims.members["credentialSubject"]?.member("achievement")?.member("name")?.string == "Reading the Night Sky")
      #expect(claims.members["iss"]?.string == school.program.facilities.baseAddress + "/badges/issuer")
    }
    #expect(try await revokedBits() == [])
    _ = try await school.post("/teach/certificates/\(certificate.id)/revocation", form: ["reason": "Mistake"], as: .tom)
    #expect(try await revokedBits() == [1])
    let png = try await school.get("/badges/\(certificate.token)/badge.png", accept: "*/*")
    #expect(png.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) && png.status == 200)
    #expect(
      try await school.get("/badges/\(certificate.token)/badge.svg", accept: "*/*").contains("openbadges:credential"))
    #expect(try await school.get("/badges/\(certificate.number)", accept: "*/*").status == 404)
    #expect(try await school.get("/badges/issuer", accept: "*/*").contains("jwks.json"))
  }

  private func revokedBits() async throws -> [Int] {
    let list = try await school.get("/badges/status/0", accept: "*/*").text
    let payload = try #require(Base64URL.bytes(String(list.split(separator: ".")[1])))
    let encoded = try #require(
      try JSONDocument(payload).root.member("credentialSubject")?.member("encodedList")?.string?.dropFirst())
    let file = try #require(Base64URL.bytes(String(encoded)))
    // Stored blocks: a header of ten bytes, five for the block.
    let bits = file[15..<(15 + 16_384)]
    return bits.enumerated().flatMap { offset, byte in
      (0..<8).filter { byte & (0x80 >> UInt8($0)) != 0 }.map { offset * 8 + $0 }
    }
  }
}
