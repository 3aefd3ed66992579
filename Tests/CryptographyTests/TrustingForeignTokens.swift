import Cryptography
import Payloads
import Testing

// Elliptic keys and signatures of RFC 7515 A.3 and RFC 8037 A; those of RSA were made by the cryptography package of Python.

private let rsa = """
  {"kty":"RSA","e":"AQAB","n":"\
  kaARWlnBS0034xN0M3D9FBiMwxVBdMCMD4xmORGaxlwUuX4glOdLWPH3cg88Ep2NA2tFYUru3G5YxinCYpSOkqfAV1LFX2v05Ig4r996ekwBpK\
  aRCov6zAV7Dr_d_rJpA21jl4mQo9lPxUjC8zuZ-QxaV6MixNnvwwYiQTxh5M_AvGCITlvbXmmoaUMZE9KHqJa_XJ_mvIh7VhFxI8xHleTQFW4Y\
  sFpYW5yyLMOJr7n4Y9NBTSV9WHEC73yv1LHfbEinAF3BCBAAW1qnxqGmybvXkpm2A7kfNyVz8tRcsUxI9mMOxDKRGK-\
  lNpqAMkwGE4lOpOIFX8G-UURetfAHrQ"
  """
private let p256 = """
  {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
  """
private let ed25519 = """
  {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
  """
private let claims =
  "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
private let rsaSignature = """
  OQ86PBnPIjpRcuDvS-ClfH9G6BI6Ala1cJuKBDl7kvagN7RNbmIACi9yFRgXwcSmrJt27lBkNpD8W9hIpmryqNSkDScJJd61gkSpfe2q6fcNJR\
  lgnOuSmz7BpuRtoXwymNpBAoYN03IcsvlGYWXnG-lRpQGr1-wk59taD5fQHfuS6K-\
  DhhW7hIw6iCVLq8uCwv1CaJzILElboFRUidtZCpK48v8WsD4edb3gug10HYIYKyWlQJLgfxg_tlxNQqWBrqcXG59o3wYCw9krown7oLZ64LGRT\
  4Rg8mJ19hfdrCZWZY365vPXbjMwtKxIbs2UHZBPa8ly66twbMJEmMEOBg
  """
private let pssSignature = """
  CyxXHjDt3a5wvg198-AXHfh290R_cuLqcz9JGg1P0O4oAiZvheGXDs_KzI-\
  Y2VXb__twQHyKRL6x06wX0yXuviN3Puppxcj7cd2pnu24R96gI1ho4URdw9gAFLty9nTj1jDoQ3bIuF62Q0lCxIv_t5RJJc65hYL0hk0HIuT8w\
  30K6q-G2ZTPs00NfwfbYqeaOxKh1tNhVrflqRAELMK-xa1n2hUCKvUvgjSzv-xkoZo8bVkb1cHj-\
  bPAolYWIcNdFsVo2bx6DJJ01LibhhB07ZPltMiJ5sL4qRUWBdTV39zy45xguCSfzz0S4r1GSZZ5ibVtV0aVt009iFbb-bqxfQ
  """
private let p256Signature =
  "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

/// A published set of one or more keys, each written up to its last brace.
private func keys(_ keys: String...) throws -> PublicKeySet {
  try #require(PublicKeySet(json: Array(#"{"keys":[\#(keys.map { $0 + "}" }.joined(separator: ","))]}"#.utf8)))
}
private func token(_ head: String, _ signature: String = p256Signature, claims: String = claims) -> String {
  "\(Base64URL.text(Array(head.utf8))).\(claims).\(signature)"
}

@Suite struct `Trusting the token of another server` {
  @Test func `what an RSA and an elliptic key signed is read`() throws {
    for (key, alg, signature) in [
      (rsa, "RS256", rsaSignature), (rsa, "PS256", pssSignature), (p256, "ES256", p256Signature),
    ] {
      let claims = try SignedClaims(token(#"{"alg":"\#(alg)"}"#, signature), keys: keys(key))
      #expect(claims.members.text("iss") == "joe" && claims.members.seconds("exp") == 1_300_819_380)
    }
  }

  @Test func `an Edwards key checks what it signed and nothing else`() throws {
    let message = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8),
      key = try keys(ed25519).keys[0]
    var signature = try #require(
      Base64URL.bytes("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"))
    #expect(key.isValid(signature, for: message, by: .edDSA))
    #expect(!key.isValid(signature, for: message + [0x41], by: .edDSA))
    #expect(!key.isValid(signature, for: message, by: .es256))
    signature[0] ^= 1
    #expect(!key.isValid(signature, for: message, by: .edDSA))
  }

  @Test func `a key that no longer is the one that signed, a changed claim and a cut signature are forgeries`() throws {
    let head = #"{"alg":"ES256"}"#, other = Base64URL.text(Array(#"{"iss":"eve"}"#.utf8))
    for bad in [token(head, claims: other), token(head, String(p256Signature.dropLast(2))), token(head, rsaSignature)] {
      #expect(throws: TokenRefused.forged) { _ = try SignedClaims(bad, keys: keys(p256)) }
    }
  }

  @Test(arguments: [
    #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":"a"}"#, #"{"alg":"ES384"}"#,
    #"{}"#, #"{"alg":null}"#, #"{"alg":["ES256"]}"#, #"{"alg":"ES256","alg":"ES256"}"#, #"[]"#, #"{"alg":"ES256""#,
    #"{"alg":"ES256","crit":["b64"],"b64":false}"#, #"{"alg":"ES256","typ":"at+jwt"}"#, #"{"alg":"ES256","kid":7}"#,
  ])
  func `a head that chooses something else is refused`(head: String) {
    #expect(throws: TokenRefused.malformed) { _ = try SignedClaims(token(head), keys: keys(p256 + #","kid":"a""#)) }
  }

  @Test func `a token without a signature or with another number of parts is refused`() {
    for text in ["", "..", "a.b", token(#"{"alg":"ES256"}"#) + ".x", token(#"{"alg":"none"}"#, "")] {
      #expect(throws: TokenRefused.malformed) { _ = try SignedClaims(text, keys: keys(p256)) }
    }
    let long = token(#"{"alg":"ES256","x":"\#(String(repeating: "a", count: 20_000))"}"#)
    #expect(throws: TokenRefused.malformed) { _ = try SignedClaims(long, keys: keys(p256)) }
  }

  @Test func `the algorithm must be that of the key, and one of those accepted`() throws {
    let good = token(#"{"alg":"ES256"}"#)
    #expect(throws: TokenRefused.unknownKey) { _ = try SignedClaims(good, keys: keys(rsa)) }
    #expect(throws: TokenRefused.malformed) { _ = try SignedClaims(good, keys: keys(p256), algorithms: [.rs256]) }
    #expect(throws: TokenRefused.unknownKey) { _ = try SignedClaims(good, keys: keys(p256 + #","alg":"RS256""#)) }
    #expect(throws: TokenRefused.forged) {
      _ = try SignedClaims(token(#"{"alg":"PS256"}"#, rsaSignature), keys: keys(rsa))
    }
  }

  @Test func `the name of the key decides, and without one there must be no choice`() throws {
    let two = try keys(p256 + #","kid":"a""#, p256.replacing("f83O", with: "g83O") + #","kid":"b""#)
    #expect(throws: TokenRefused.unknownKey) { _ = try SignedClaims(token(#"{"alg":"ES256"}"#), keys: two) }
    for name in ["c", "../a", "a' OR '1'='1"] {
      #expect(throws: TokenRefused.unknownKey) {
        _ = try SignedClaims(token(#"{"alg":"ES256","kid":"\#(name)"}"#), keys: two)
      }
    }
  }

  @Test(arguments: [
    #"{"kty":"oct","k":"AAAA""#, #"{"kty":"RSA","n":"AQAB","e":"AQAB""#, rsa.replacing("AQAB", with: "AQ"),
    rsa.replacing("AQAB", with: "Ag"), p256 + #","use":"enc""#, p256 + #","key_ops":["sign"]"#, p256 + #","d":"AAAA""#,
    p256.replacing("P-256", with: "P-521"), p256 + #","alg":"HS256""#, p256.replacing("kty", with: "typ"),
    p256 + #","crv":"P-256""#,
  ])
  func `a key that is weak, of another kind or for another use is none`(key: String) throws {
    #expect(try keys(key).keys.isEmpty)
  }

  @Test func `a point beside the curve checks nothing`() throws {
    let beside = try keys(p256.replacing("f83O", with: "g83O")).keys[0]
    #expect(!beside.isValid(try #require(Base64URL.bytes(p256Signature)), for: [], by: .es256))
  }

  @Test func `a time written as text or out of all bounds is none`() throws {
    for (text, seconds) in [(#""1""#, nil), ("1e99", nil), ("-1", nil), ("1.9", 1), ("7", 7)] as [(String, Int64?)] {
      let members = try #require(JSONMembers(Array(#"{"exp":\#(text)}"#.utf8)))
      #expect(members.seconds("exp") == seconds)
    }
  }
}
