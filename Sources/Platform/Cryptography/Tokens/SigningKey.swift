internal import COpenSSL
public import Payloads

/// A key of ours that others check signatures with: RS256, which every reader of signed credentials has to know.
@safe public final class SigningKey: @unchecked Sendable {
  private let key: OpaquePointer
  private let modulus: [UInt8], exponent: [UInt8]

  /// A new one; takes a tenth of a second.
  public static func make() -> SigningKey {
    guard let key = unsafe jws_rsa_make(), let made = unsafe SigningKey(taking: key) else {
      preconditionFailure("OpenSSL makes RSA keys.")
    }
    return made
  }

  /// From what `der` gave; nil for anything else.
  public convenience init?(der: [UInt8]) {
    guard let key = unsafe jws_private_from(der, der.count) else { return nil }
    unsafe self.init(taking: key)
  }

  private init?(taking key: OpaquePointer) {
    unsafe self.key = key
    modulus = unsafe Self.number(of: key, 0)
    exponent = unsafe Self.number(of: key, 1)
    if modulus.count < 256 || exponent.isEmpty { return nil }
  }
  deinit { unsafe EVP_PKEY_free(key) }

  private static func number(of key: OpaquePointer, _ which: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = unsafe Int(jws_rsa_number(key, which, &bytes, Int32(bytes.count)))
    return Array(bytes.prefix(count))
  }

  /// The whole key, to be sealed before it is kept.
  public var der: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: unsafe Int(jws_private_der(key, nil)))
    let count = unsafe Int(jws_private_der(key, &bytes))
    return Array(bytes.prefix(count))
  }

  /// The public half as a JSON Web Key.
  public func published(as id: String) -> PublishedKey {
    PublishedKey(
      kty: "RSA", use: "sig", alg: "RS256", kid: id, n: Base64URL.text(modulus), e: Base64URL.text(exponent))
  }

  /// A name made of the public half (RFC 7638), the same for the same key.
  public var thumbprint: String {
    let text = #"{"e":"\#(Base64URL.text(exponent))","kty":"RSA","n":"\#(Base64URL.text(modulus))"}"#
    return Base64URL.text(SHA256.digest(of: text))
  }

  /// A compact JWS of `payload`, a JSON object.
  public func sign(_ payload: [UInt8], type: StaticString, keyNamed id: String) -> String {
    var head = JSONWriter()
    head.openObject()
    head.member("alg", "RS256")
    head.member("typ", type.description)
    head.member("kid", id)
    head.closeObject()
    let message = Base64URL.text(head.bytes) + "." + Base64URL.text(payload)
    var signature = [UInt8](repeating: 0, count: 1024)
    let bytes = Array(message.utf8)
    let count = unsafe jws_rsa_sign(key, bytes, bytes.count, &signature, signature.count)
    precondition(count > 0, "OpenSSL signs with a key that it made.")
    return message + "." + Base64URL.text(signature.prefix(count))
  }
}

/// The public half of a key, as it is published (RFC 7517).
public struct PublishedKey: Payload, Equatable {
  public let kty: String, use: String, alg: String, kid: String, n: String, e: String
  public init(kty: String, use: String, alg: String, kid: String, n: String, e: String) {
    self.kty = kty
    self.use = use
    self.alg = alg
    self.kid = kid
    self.n = n
    self.e = e
  }
  public static let shape = Shape(
    "PublishedKey", Self.init(kty:use:alg:kid:n:e:), Field("kty", \.kty), Field("use", \.use), Field("alg", \.alg),
    Field("kid", \.kid), Field("n", \.n), Field("e", \.e))
}
