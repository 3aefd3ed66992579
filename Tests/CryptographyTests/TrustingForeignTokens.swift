import Cryptography
import Payloads
import Testing

// Keys and tokens of RFC 7515 A.2 and A.3 and of RFC 8037 A, which nobody here has made.

private let rsa = """
  {"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0\
  Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7\
  WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb\
  54h4FRWyuXpoQ"
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
  cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQ\
  jbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt\
  FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rg
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
    for (key, alg, signature) in [(rsa, "RS256", rsaSignature), (p256, "ES256", p256Signature)] {
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
    for bad in [token(head, claims: other), token(head, String(p256Signature.dropLast(4))), token(head, rsaSignature)] {
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
