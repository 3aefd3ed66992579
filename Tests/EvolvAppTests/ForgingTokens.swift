import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import Testing

@testable import Cryptography

/// Attacks on our own tokens, at the front door and under the school's own keys where an attacker would need them: whatever
/// is not exactly what we issued is a 401.
@Suite(.school) struct `Forging access tokens` {
  let school = School.current
  private let key = Key(for: "access", from: secret)
  private static let secret = Secret(Array("a secret of the tests that nobody else has".utf8))
  private var header: String { #"{"alg":"HS256","typ":"JWT","kid":"\#(key.id)"}"# }

  private func sign(_ header: String, _ claims: String, by key: Key? = nil) -> String {
    let head = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(Array(claims.utf8))
    return head + "." + Base64URL.text(HMAC256.code(for: Array(head.utf8), key: (key ?? self.key).bytes.reveal()))
  }
  private func status(_ token: String) async throws -> Int {
    try await school.call(.get, "/api/v1/users/me", bearer: token).status
  }
  /// The claims of a real token of Tom's, as text.
  private func claims() async throws -> String {
    let token = try #require(try await school.accessToken(of: .tom))
    return String(decoding: try #require(Base64URL.bytes(String(token.split(separator: ".")[1]))), as: UTF8.self)
  }

  @Test func `the same claims under the same key are accepted, so the refusals below mean something`() async throws {
    #expect(try await status(sign(header, claims())) == 200)
  }

  @Test(arguments: [
    #"{"alg":"none","typ":"JWT"}"#, #"{"alg":"None","typ":"JWT","kid":"KID"}"#, #"{"alg":"","kid":"KID"}"#,
    #"{"alg":"HS384","typ":"JWT","kid":"KID"}"#, #"{"alg":"HS512","typ":"JWT","kid":"KID"}"#,
    #"{"alg":"RS256","typ":"JWT","kid":"KID"}"#, #"{"alg":"ES256","typ":"JWT","kid":"KID"}"#,
    #"{"alg":"hs256","typ":"JWT","kid":"KID"}"#, #"{"alg":"HS256","typ":"at+jwt","kid":"KID"}"#,
    #"{"alg":"HS256","typ":"JWT","kid":"../../../../dev/null"}"#, #"{"alg":"HS256","typ":"JWT","kid":"/etc/passwd"}"#,
    #"{"alg":"HS256","typ":"JWT","kid":"' UNION SELECT 'x"}"#, #"{"alg":"HS256","typ":"JWT","kid":""}"#,
    #"{"alg":"HS256","typ":"JWT"}"#, #"{"alg":"HS256","typ":"JWT","kid":"KID","jku":"https://evil.example/keys"}"#,
    #"{"alg":"HS256","typ":"JWT","kid":"KID","jwk":{"kty":"oct","k":"AA"}}"#,
    #"{"alg":"HS256","typ":"JWT","kid":"KID","crit":["exp"]}"#,
    #"{"alg":"HS256","alg":"none","typ":"JWT","kid":"KID"}"#,
    #"{"typ":"JWT","alg":"HS256","kid":"KID"}"#, #"{}"#, "",
  ])
  func `no other header is believed, signed or not`(header: String) async throws {
    let header = header.replacing("KID", with: key.id), claims = try await claims()
    #expect(try await status(sign(header, claims)) == 401)
    #expect(try await status("\(Base64URL.text(Array(header.utf8))).\(Base64URL.text(Array(claims.utf8))).") == 401)
  }

  @Test(arguments: [
    (#""iss":""#, #""iss":"https://evil.example/"#), (#""aud":""#, #""aud":"x"#), (#""aud":""#, #""Aud":""#),
    (#""exp":"#, #""exp":"soon","nbf":"#), (#""exp":"#, #""exp":-"#), (#""exp":"#, #""exp":1e99,"x":"#),
    (#""exp":"#, #""exp":99999999999999999999,"x":"#), (#""exp":"#, #""exp":9223372036854775807,"x":"#),
    (#""exp":"#, #""exp":-9223372036854775808,"x":"#), (#""exp":"#, #""exp":null,"x":"#), (#""exp":"#, #""x":"#),
    (#""exp":"#, #""exp":1,"exp":"#), (#""exp":"#, #""exp":1.5,"x":"#), (#""exp":"#, #""exp":[1],"x":"#),
    (#""iat":"#, #""iat":-9223372036854775808,"x":"#), (#""iat":"#, #""iat":9223372036854775807,"x":"#),
    (#""iat":"#, #""x":"#), (#""sub":""#, #""sub":"0"#), (#""sub":""#, #""sub":["x"],"x":""#), (#""sub":""#, #""x":""#),
    (#""sid":""#, #""sid":"01890a5d-ac96-774b-bcce-b302099a8057","x":""#), (#""sid":""#, #""x":""#),
    (#""sid":""#, #""sid":"' OR 1=1 --","x":""#), (#""role":""#, #""role":"admin","x":""#),
    (#""role":""#, #""role":"admin","role":""#), (#""permissions":["#, #""permissions":"all","x":["#),
    (#""jti":""#, #""x":""#),
  ])
  func `no other claim is believed, even under our own key`(change: (String, String)) async throws {
    let claims = try await claims(), changed = claims.replacing(change.0, with: change.1, maxReplacements: 1)
    #expect(changed != claims)
    #expect(try await status(sign(header, changed)) == 401, "\(changed)")
  }

  @Test func `a key of another purpose signs no access token`() async throws {
    let claims = try await claims()
    for purpose in ["forms", "secrets", "links", "jwt", "", "Access"] as [StaticString] {
      let other = Key(for: purpose, from: Self.secret)
      #expect(try await status(sign(header, claims, by: other)) == 401)
      #expect(try await status(sign(header.replacing(key.id, with: other.id), claims, by: other)) == 401)
    }
    let foreign = Key(for: "access", from: Secret(Array("the secret of another school entirely".utf8)))
    #expect(try await status(sign(header.replacing(key.id, with: foreign.id), claims, by: foreign)) == 401)
  }

  @Test func `nothing that is no token is one`() async throws {
    let token = try #require(try await school.accessToken(of: .tom))
    let parts = token.split(separator: ".").map(String.init)
    let texts = [
      "", ".", "..", "...", "x", "null", token + ".", "." + token, token + "." + parts[2], parts[0] + "." + parts[1],
      "\(parts[0])..\(parts[2])", token + "=", token.uppercased(), "\(parts[1]).\(parts[0]).\(parts[2])",
      token.replacing("-", with: "+").replacing("_", with: "/") + "/", String(repeating: token + ".", count: 100),
      String(repeating: "a", count: 1_048_576), String(repeating: ".", count: 1_048_576),
    ]
    for text in texts { #expect(try await status(text) == 401, "\(text.prefix(40))") }
    for scheme in ["Basic", "bearer:", "Token", "Bearer Bearer"] {
      let reply = try await school.send(
        "GET", "/api/v1/users/me", headers: [("Accept", "application/json"), ("Authorization", "\(scheme) \(token)")])
      #expect(reply.status == 401, "\(scheme)")
    }
  }

  @Test func `each kind of token opens only its own door`() async throws {
    let login = try await school.call(
      .post, "/api/v1/auth/login", json: #"{"email":"leo@evolv.example","password":"\#(School.password)"}"#)
    let access = try #require(login["access_token"]?.string), refresh = try #require(login["refresh_token"]?.string)
    let session = try #require(login.cookies["session"])
    for wrong in [refresh, session] { #expect(try await status(wrong) == 401) }
    for wrong in [access, session, try await school.apiToken(of: .leo)] {
      let reply = try await school.call(.post, "/api/v1/auth/refresh", json: #"{"refresh_token":"\#(wrong)"}"#)
      #expect(reply.status == 401)
    }
    for wrong in [access, refresh] {
      let page = try await school.send(
        "GET", "/account", headers: [("Accept", "text/html"), ("Cookie", "session=" + wrong)])
      #expect(page.status == 303 && page.location?.hasPrefix("/login") == true)
      #expect(try await school.verify(wrong).status == 422)
    }
    #expect(try await status(access) == 200)
    #expect(try await school.call(.post, "/api/v1/auth/logout", bearer: access).status == 204)
    #expect(try await status(access) == 401)
    let reply = try await school.call(.post, "/api/v1/auth/refresh", json: #"{"refresh_token":"\#(refresh)"}"#)
    #expect(reply.status == 401)
  }
}
