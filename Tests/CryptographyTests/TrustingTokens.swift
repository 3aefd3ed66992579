import Essentials
import Foundation
import Payloads
import Testing

@testable import Cryptography

private let secret = Secret(Array("0123456789abcdef0123456789abcdef".utf8))
private let former = Secret(Array("a former secret, a former secret".utf8))
private let now = Instant(microseconds: 1_800_000_000_000_000)

@Suite struct `Trusting an access token` {
  let tokens = AccessTokens(issuer: "https://school.example", audience: "api", keys: KeyRing(for: "jwt", from: secret))

  private func issue(at time: Instant = now) -> String {
    tokens.issue(subject: "ada", session: "s1", role: "admin", permissions: ["courses.publish"], at: time)
  }
  private func refusal(_ token: String, at time: Instant = now) -> TokenRefused? {
    #expect(throws: TokenRefused.self) { try tokens.verify(token, at: time) }
  }

  @Test func `one of ours says who, which session, what role, until when`() throws {
    let claims = try tokens.verify(issue(), at: now + .minutes(14))
    #expect(
      claims.sub == "ada" && claims.sid == "s1" && claims.role == "admin" && claims.permissions == ["courses.publish"])
    #expect(claims.iat == 1_800_000_000 && claims.exp == claims.iat + 900 && UUIDBits(text: claims.jti) != nil)
    #expect(TokenClaims.roundTripFaults().isEmpty)
  }

  @Test func `other programs read it as a JSON Web Token`() throws {
    let head = try #require(Base64URL.bytes(String(issue().split(separator: ".")[0])))
    let fields = try #require(JSONSerialization.jsonObject(with: Data(head)) as? [String: String])
    #expect(fields["alg"] == "HS256" && fields["typ"] == "JWT" && fields["kid"]?.isEmpty == false)
  }

  @Test func `its time is short and exact`() {
    #expect(refusal(issue(), at: now + .minutes(15)) == .expired)
    #expect(refusal(issue(at: now + Seconds(31))) == .notYetValid)
    #expect(throws: Never.self) { try tokens.verify(issue(at: now + Seconds(30)), at: now) }
  }

  @Test func `one that was good is asked again each time`() throws {
    let token = issue()
    for _ in 1...2 { #expect(try tokens.verify(token, at: now).sub == "ada") }
    #expect(refusal(token, at: now + .minutes(15)) == .expired)
    #expect(refusal(token, at: now - Seconds(31)) == .notYetValid)
    #expect(refusal(token + "A") != nil && refusal(String(token.dropLast())) != nil)
  }

  @Test func `of very many that are good each says its own`() throws {
    let many = (0..<3000).map { number in
      tokens.issue(subject: "person \(number)", session: "s", role: "r", permissions: [], at: now)
    }
    for _ in 1...2 {
      for (number, token) in many.enumerated() {
        #expect(try tokens.verify(token, at: now).sub == "person \(number)")
      }
    }
  }

  @Test func `every changed character is noticed`() throws {
    let token = Array(issue().utf8)
    _ = try tokens.verify(String(decoding: token, as: UTF8.self), at: now)
    for index in token.indices {
      var changed = token
      changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
      #expect(refusal(String(decoding: changed, as: UTF8.self)) != nil)
    }
  }

  @Test func `another key, issuer or audience is refused`() {
    func other(issuer: String = "https://school.example", audience: String = "api", secret: Secret<[UInt8]> = secret)
      -> String
    {
      AccessTokens(issuer: issuer, audience: audience, keys: KeyRing(for: "jwt", from: secret)).issue(
        subject: "a", session: "s", role: "r", permissions: [], at: now)
    }
    #expect(refusal(other(issuer: "https://evil.example")) == .wrongIssuer)
    #expect(refusal(other(audience: "web")) == .wrongAudience)
    #expect(refusal(other(secret: former)) == .unknownKey)
  }

  @Test(arguments: [
    #"{"alg":"none","typ":"JWT"}"#, #"{"alg":"none","typ":"JWT","kid":"KID"}"#,
    #"{"alg":"HS512","typ":"JWT","kid":"KID"}"#,
    #"{"alg":"RS256","typ":"JWT","kid":"KID"}"#, #"{"alg":"HS256","typ":"JWT","kid":"../../dev/null"}"#,
    #"{"alg":"HS256","typ":"JWT"}"#,
    #"{"alg":"HS256","typ":"JWT","kid":"KID","crit":["x"]}"#, #"{"alg":"HS256","typ":"JWT","kid":"KID","jwk":{}}"#,
  ])
  func `no other header is believed, however it is signed`(header: String) {
    let key = Key(for: "jwt", from: secret), body = issue().split(separator: ".")[1]
    let head = Base64URL.text(Array(header.replacing("KID", with: key.id).utf8)) + "." + body
    let code = Base64URL.text(HMAC256.code(for: Array(head.utf8), key: key.bytes.reveal()))
    #expect(refusal(head + "." + code) == .unknownKey)
    #expect(refusal(head + ".") == .unknownKey)
  }

  @Test(arguments: ["", ".", "..", "...", "a.b.c", "a.b", String(repeating: "a", count: 5000), "é.é.é"])
  func `what is no token is refused`(text: String) { #expect([.malformed, .unknownKey].contains(refusal(text))) }

  @Test func `a body that we would not write is refused even under our key`() {
    let key = Key(for: "jwt", from: secret), head = issue().split(separator: ".")[0]
    func signed(_ body: String) -> String {
      let text = head + "." + Base64URL.text(Array(body.utf8))
      return text + "." + Base64URL.text(HMAC256.code(for: Array(text.utf8), key: key.bytes.reveal()))
    }
    #expect(refusal(signed("{}")) == .malformed)
    #expect(refusal(signed("not JSON")) == .malformed)
    let endless = TokenClaims(
      iss: "https://school.example", aud: "api", sub: "a", sid: "s", role: "r", permissions: [], iat: 1_800_000_000,
      exp: .max, jti: "j")
    #expect(refusal(tokens.sign(endless)) == .expired)
  }

  @Test func `after a change of the secret the former one is still understood`() throws {
    let old = AccessTokens(issuer: "i", audience: "a", keys: KeyRing(for: "jwt", from: former))
    let new = AccessTokens(issuer: "i", audience: "a", keys: KeyRing(for: "jwt", from: secret, former: [former]))
    let token = old.issue(subject: "a", session: "s", role: "r", permissions: [], at: now)
    #expect(try new.verify(token, at: now).sub == "a")
    #expect(throws: TokenRefused.unknownKey) {
      try old.verify(new.issue(subject: "a", session: "s", role: "r", permissions: [], at: now), at: now)
    }
  }
}

@Suite struct `Trusting signed, sealed and form texts` {
  let signer = TextSigner(KeyRing(for: "links", from: secret)), sealer = Sealer(KeyRing(for: "seal", from: secret))
  let forms = FormTokens(KeyRing(for: "forms", from: secret))

  @Test func `a signed text comes back until its time, for its purpose`() throws {
    let text = signer.sign("ada@example.org\n🎓", for: "reset", until: now + .hours(1))
    #expect(try signer.open(text, for: "reset", at: now) == "ada@example.org\n🎓")
    #expect(throws: TextRefused.forged) { try signer.open(text, for: "login", at: now) }
    #expect(throws: TextRefused.expired) { try signer.open(text, for: "reset", at: now + .hours(1)) }
    #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2B && $0 != 0x2F })
  }

  @Test func `every changed character of a signed text is noticed`() {
    let text = Array(signer.sign("payload", for: "reset", until: now + .hours(1)).utf8)
    for index in text.indices {
      var changed = text
      changed[index] = changed[index] == 0x39 ? 0x38 : 0x39
      #expect(throws: TextRefused.self) {
        try signer.open(String(decoding: changed, as: UTF8.self), for: "reset", at: now)
      }
    }
  }

  @Test(arguments: [
    "", "a", "a.b", "a.b.c.d", "....", "k.9999999999999999999.a.b", String(repeating: "a.", count: 5000),
  ])
  func `what was never signed is refused`(text: String) {
    #expect(throws: TextRefused.self) { try signer.open(text, for: "reset", at: now) }
  }

  @Test func `a sealed secret opens for its purpose only, and looks different each time`() throws {
    let text = sealer.seal(Array("totp seed".utf8), for: "totp")
    #expect(try sealer.open(text, for: "totp") == Array("totp seed".utf8))
    #expect(text != sealer.seal(Array("totp seed".utf8), for: "totp"))
    #expect(throws: TextRefused.forged) { try sealer.open(text, for: "oauth") }
    #expect(try sealer.open(sealer.seal([], for: "totp"), for: "totp") == [])
  }

  @Test func `a changed or foreign sealed text is refused`() {
    let text = sealer.seal(Array("totp seed".utf8), for: "totp"), other = Sealer(KeyRing(for: "seal", from: former))
    let dot = text.firstIndex(of: ".") ?? text.startIndex
    for index in text.indices.dropLast() where index > dot {
      let changed = text.replacingCharacters(in: index...index, with: text[index] == "A" ? "B" : "A")
      #expect(throws: TextRefused.forged) { try sealer.open(changed, for: "totp") }
    }
    #expect(throws: TextRefused.unknownKey) { try other.open(text, for: "totp") }
    for broken in ["", ".", "x.y", "\(text.prefix(20))", text + "."] {
      #expect(throws: TextRefused.self) { try sealer.open(broken, for: "totp") }
    }
  }

  @Test func `after a change of the secret old seals open and ask to be renewed`() throws {
    let text = Sealer(KeyRing(for: "seal", from: former)).seal([1, 2], for: "x")
    let renewed = Sealer(KeyRing(for: "seal", from: secret, former: [former]))
    #expect(try renewed.open(text, for: "x") == [1, 2])
    #expect(renewed.needsResealing(text) && !renewed.needsResealing(renewed.seal([1, 2], for: "x")))
  }

  @Test func `a form token holds for its session and is never twice the same`() {
    let session = Randomness.bytes(32), token = forms.token(for: session)
    #expect(token != forms.token(for: session))
    #expect(forms.isValid(token, for: session) && !forms.isValid(token, for: Randomness.bytes(32)))
    for wrong in [
      "", String(token.dropLast()), token + "A", String(token.reversed()), String(repeating: "A", count: 86),
    ] {
      #expect(!forms.isValid(wrong, for: session))
    }
  }
}

@Suite struct `Recognizing a token that was left in the open` {
  @Test func `one of ours is whole, and no two are alike`() {
    let tokens = (0..<50).map { _ in ScannableToken.make("evolv_") }
    #expect(Set(tokens).count == 50)
    for token in tokens {
      #expect(
        token.utf8.count == 55 && ScannableToken.isWhole(token, "evolv_") && !ScannableToken.isWhole(token, "other_"))
      #expect(
        token.dropFirst(6).utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x30...0x39).contains($0) })
    }
  }

  @Test func `every changed or lost character is noticed`() {
    let token = Array(ScannableToken.make("evolv_").utf8)
    for index in token.indices {
      var changed = token
      changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
      #expect(!ScannableToken.isWhole(String(decoding: changed, as: UTF8.self), "evolv_"))
    }
    for wrong in [
      "", "evolv_", String(decoding: token.dropLast(), as: UTF8.self), "evolv_" + String(repeating: "é", count: 49),
    ] {
      #expect(!ScannableToken.isWhole(wrong, "evolv_"))
    }
  }
}
