public import Essentials
public import Payloads

// JSON Web Tokens (RFC 7519) for API clients, reduced to what we issue ourselves: one algorithm, one header per key.
// The header is compared, not interpreted, so there is no algorithm to choose, no `none`, and no key to be talked into.

/// What an access token says.
public struct TokenClaims: Payload, Equatable {
  public let iss: String, aud: String, sub: String, sid: String, role: String
  public let permissions: [String]
  public let iat: Int, exp: Int
  public let jti: String

  public static let shape = Shape(
    "TokenClaims", TokenClaims.init, Field("iss", \.iss), Field("aud", \.aud), Field("sub", \.sub), Field("sid", \.sid),
    Field("role", \.role), Field("permissions", \.permissions), Field("iat", \.iat), Field("exp", \.exp),
    Field("jti", \.jti))
}

/// Why a token is not accepted.
public enum TokenRefused: Error, Sendable, Equatable {
  case malformed, unknownKey, forged, expired, notYetValid, wrongIssuer, wrongAudience
}

/// Signs and checks access tokens (HS256).
public struct AccessTokens: Sendable {
  public let issuer: String, audience: String
  public let lifetime: Seconds
  private let current: String
  private let keys: [String: Key]
  /// What tokens say whose signature was found good. A client sends the same one hundreds of times, and neither changes;
  /// whether it holds at this moment is asked each time. Some megabytes at most.
  private let verified = Cache<String, TokenClaims>(most: 1024)
  /// Clocks of several nodes differ by a little.
  private static let leeway: Int64 = 30
  static let longest = 4096

  public init(issuer: String, audience: String, keys: KeyRing, lifetime: Seconds = .minutes(15)) {
    self.issuer = issuer
    self.audience = audience
    self.lifetime = lifetime
    current = Self.header(keys.current)
    self.keys = Dictionary(keys.all.values.map { (Self.header($0), $0) }) { first, _ in first }
  }

  /// A token for one session of one person. `id`: its number, where the same token must come out again.
  public func issue(
    subject: String, session: String, role: String, permissions: [String], at now: Instant, id: String? = nil
  ) -> String {
    sign(
      TokenClaims(
        iss: issuer, aud: audience, sub: subject, sid: session, role: role, permissions: permissions,
        iat: Int(now.unixSeconds), exp: Int(now.unixSeconds + lifetime.count), jti: id ?? ID<TokenClaims>(at: now).text)
    )
  }

  func sign(_ claims: TokenClaims) -> String {
    let head = current + "." + Base64URL.text(claims.json)
    guard let key = keys[current] else { preconditionFailure("The ring holds the current key.") }
    return head + "." + Base64URL.text(HMAC256.code(for: Array(head.utf8), key: key.bytes.reveal()))
  }

  /// The claims of a token of ours that is valid now. The session must still be looked up: it may have ended since.
  public func verify(_ token: String, at now: Instant) throws(TokenRefused) -> TokenClaims {
    if let claims = verified[token] { return try check(claims, at: now.unixSeconds) }
    let claims = try open(token)
    verified.keep(claims, for: token)
    return try check(claims, at: now.unixSeconds)
  }

  /// What a token of ours says, whether or not it holds now.
  private func open(_ token: String) throws(TokenRefused) -> TokenClaims {
    guard token.utf8.count <= Self.longest else { throw .malformed }
    let parts = token.parts(between: ".")
    guard parts.count == 3 else { throw .malformed }
    guard let key = keys[String(parts[0])] else { throw .unknownKey }
    guard let code = Base64URL.bytes(String(parts[2])) else { throw .malformed }
    let head = Array("\(parts[0]).\(parts[1])".utf8)
    guard HMAC256.isValid(code, for: head, key: key.bytes.reveal()) else { throw .forged }
    return try Self.claims(String(parts[1]))
  }

  private func check(_ claims: TokenClaims, at now: Int64) throws(TokenRefused) -> TokenClaims {
    guard claims.iss == issuer else { throw .wrongIssuer }
    guard claims.aud == audience else { throw .wrongAudience }
    guard Int64(claims.iat) <= now + Self.leeway else { throw .notYetValid }
    // Without leeway: a token is refused at the second it names, and never lives longer than we issue them.
    guard now < Int64(claims.exp), claims.exp > claims.iat, claims.exp - claims.iat <= Int(lifetime.count) else {
      throw .expired
    }
    return claims
  }

  private static func claims(_ text: String) throws(TokenRefused) -> TokenClaims {
    guard let bytes = Base64URL.bytes(text) else { throw .malformed }
    do { return try TokenClaims(json: bytes) } catch { throw .malformed }
  }

  private static func header(_ key: Key) -> String {
    Base64URL.text(Array(#"{"alg":"HS256","typ":"JWT","kid":"\#(key.id)"}"#.utf8))
  }
}
