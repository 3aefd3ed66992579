import COpenSSL
import Cryptography

/// A device with one passkey, as a browser would speak for it. It signs with Ed25519 and says whatever it is told to.
final class TestPasskey {
  let id = Randomness.bytes(32)
  private let key: OpaquePointer
  var count = 1
  var origin = "http://localhost:8080"
  var party = "localhost"
  /// Present and verified.
  var flags: UInt8 = 0x05

  init() {
    let maker = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil)
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(maker) == 1, EVP_PKEY_keygen(maker, &made) == 1, let made else {
      preconditionFailure("OpenSSL makes no key.")
    }
    EVP_PKEY_CTX_free(maker)
    key = made
  }
  deinit { EVP_PKEY_free(key) }

  private func clientData(_ type: String, _ challenge: String) -> [UInt8] {
    Array(#"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)","crossOrigin":false}"#.utf8)
  }

  private func data(_ extra: [UInt8] = []) -> [UInt8] {
    let counter = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    return SHA256.digest(of: party) + [flags | (extra.isEmpty ? 0 : 0x40)] + counter + extra
  }

  /// The fields of a registration.
  func create(_ challenge: String, type: String = "webauthn.create") -> [(String, String)] {
    var bytes = [UInt8](repeating: 0, count: 32), length = 32
    precondition(EVP_PKEY_get_raw_public_key(key, &bytes, &length) == 1, "A key has a public half.")
    // CBOR: {1: 1, 3: -8, -1: 6, -2: bytes}
    let cose: [UInt8] = [0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20] + bytes
    let data = data([UInt8](repeating: 0, count: 16) + [0, 32] + id + cose)
    // {"fmt": "none", "attStmt": {}, "authData": bytes}
    let object: [UInt8] =
      [0xA3, 0x63] + Array("fmt".utf8) + [0x64] + Array("none".utf8) + [0x67] + Array("attStmt".utf8) + [0xA0, 0x68]
      + Array("authData".utf8) + [0x58, UInt8(data.count)] + data
    return [
      ("client_data", Base64URL.text(clientData(type, challenge))), ("attestation_object", Base64URL.text(object)),
    ]
  }

  /// The fields of a sign-in.
  func get(_ challenge: String, user: [UInt8]? = nil, type: String = "webauthn.get") -> [(String, String)] {
    count += 1
    let client = clientData(type, challenge), data = data()
    let signed = data + SHA256.digest(of: client)
    var signature = [UInt8](repeating: 0, count: 64), length = 64
    let context = EVP_MD_CTX_new()
    precondition(
      EVP_DigestSignInit(context, nil, nil, nil, key) == 1
        && EVP_DigestSign(context, &signature, &length, signed, signed.count) == 1, "OpenSSL signs.")
    EVP_MD_CTX_free(context)
    return [
      ("credential_id", Base64URL.text(id)), ("client_data", Base64URL.text(client)),
      ("authenticator_data", Base64URL.text(data)), ("signature", Base64URL.text(signature)),
    ] + (user.map { [("user_handle", Base64URL.text($0))] } ?? [])
  }
}
