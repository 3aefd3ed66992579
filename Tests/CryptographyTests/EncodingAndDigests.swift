import Essentials
import Testing

@testable import Cryptography

@Suite struct `Encodings and digests` {
  @Test func `random tokens have 256 bits and do not repeat`() {
    let tokens = (0..<1000).map { _ in Randomness.token() }
    #expect(Set(tokens).count == 1000)
    #expect(tokens.allSatisfy { $0.utf8.count == 43 && Base64URL.bytes($0)?.count == 32 })
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"), ("\u{FB}", "w7s"),
  ])
  func `base64url has one text for each value (RFC 4648)`(plain: String, text: String) {
    #expect(Base64URL.text(Array(plain.utf8)) == text)
    #expect(Base64URL.bytes(text) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg==", "Zh", "Zm9", "Z", "Zm9v ", "Zm9v\n", "+/8", "é", "Zg\u{0}"])
  func `base64url refuses`(text: String) { #expect(Base64URL.bytes(text) == nil) }

  @Test func `every length comes back`() {
    for count in 0..<100 {
      let bytes = Randomness.bytes(count)
      #expect(Base64URL.bytes(Base64URL.text(bytes)) == bytes)
    }
  }

  @Test func `SHA-256 agrees with FIPS 180-2, whole and in pieces`() {
    let expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    let text = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
    let pieces = SHA256()
    pieces.update(text[..<10])
    pieces.update(text[10...])
    #expect(Hex.text(SHA256.digest(of: text)) == expected && Hex.text(pieces.finish()) == expected)
    #expect(Hex.text(SHA256.digest(of: "")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `HMAC agrees with RFC 4231`() {
    let code = HMAC256.code(for: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(Hex.text(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(HMAC256.isValid(code, for: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)))
    #expect(
      !HMAC256.isValid(Array(code.dropLast()), for: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    )
  }

  @Test func `keys of two purposes or secrets differ, and the same one comes again`() {
    let secret = Secret(Array("secret".utf8)), other = Secret(Array("other".utf8))
    #expect(Key(for: "a", from: secret).bytes.reveal() == Key(for: "a", from: secret).bytes.reveal())
    let ids = [Key(for: "a", from: secret), Key(for: "b", from: secret), Key(for: "a", from: other)].map(\.id)
    #expect(Set(ids).count == 3)
    #expect(!"\(Key(for: "a", from: secret))".contains("reveal"))
  }
}
