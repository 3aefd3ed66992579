internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import HTTPCalling
internal import Payloads

/// What a provider of OpenID Connect says of itself (OpenID Connect Discovery §3), as far as it is needed.
struct ProviderMetadata: Sendable {
  let authorization: String, token: String, keys: String, userInfo: String?
  let algorithms: [SignatureAlgorithm]
  /// Whether it names itself when it sends people back (RFC 9207).
  let namesItself: Bool
  let takesSecretInBody: Bool

  /// nil for one that is not this issuer's, or says too little to sign in with.
  init(_ json: [UInt8], issuer: String) throws(ProviderRefusal) {
    guard let members = JSONMembers(json) else { throw .unreachable("its configuration is no JSON object") }
    guard members.text("issuer") == issuer else {
      throw .untrusted("wrong_issuer", "its configuration is that of \(members.text("issuer") ?? "nobody")")
    }
    let isEncrypted = issuer.hasPrefix("https://")
    func address(_ name: String) -> String? {
      members.text(name).flatMap { WebAddress($0) }.flatMap { $0.isEncrypted || !isEncrypted ? $0.text : nil }
    }
    guard let authorization = address("authorization_endpoint"), let token = address("token_endpoint"),
      let keys = address("jwks_uri")
    else { throw .unreachable("its configuration lacks an address that is needed") }
    func list(_ name: String) -> [String]? { members[name]?.elements.map { $0.compactMap(\.string) } }
    if let methods = list("code_challenge_methods_supported"), !methods.contains("S256") {
      throw .untrusted("no_pkce", "it does not take S256 as the method of PKCE")
    }
    self.authorization = authorization
    self.token = token
    self.keys = keys
    userInfo = address("userinfo_endpoint")
    let named = list("id_token_signing_alg_values_supported")
    algorithms = SignatureAlgorithm.allCases.filter { named?.contains($0.rawValue) ?? true }
    namesItself = members["authorization_response_iss_parameter_supported"]?.bool ?? false
    let ways = list("token_endpoint_auth_methods_supported")
    takesSecretInBody = ways.map { !$0.contains("client_secret_basic") && $0.contains("client_secret_post") } ?? false
  }
}

/// How providers are called: little is taken, and nobody is waited for long.
enum ProviderCalls {
  static let keeping = Keeping(.minutes(5)...(.days(1)), usual: .minutes(60))
  /// Keys that are not known yet are looked for at most so often.
  static let keysRenewedAfter = Seconds.minutes(1)

  static func call(_ call: HTTPCall) -> HTTPCall {
    var call = call
    call.fields.append(("Accept", "application/json"))
    call.most = 200_000
    call.milliseconds = 5_000
    return call
  }

  /// What a call of a provider throws, in the words of a refusal; a full pool stays a 503.
  static func refusing<Value>(_ work: () async throws -> Value) async throws -> Value {
    do { return try await work() } catch let error as CallError { throw ProviderRefusal.unreachable(error.words) }
  }
}

extension Facilities {
  func providerMetadata(of issuer: String, at now: Instant) async throws -> ProviderMetadata {
    let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
    let call = ProviderCalls.call(HTTPCall(base + "/.well-known/openid-configuration"))
    let answer = try await ProviderCalls.refusing { try await calls.fetch(call, ProviderCalls.keeping, at: now) }
    guard answer.status == 200 else {
      throw ProviderRefusal.unreachable("its configuration is answered with \(answer.status)")
    }
    return try ProviderMetadata(answer.body, issuer: issuer)
  }

  /// The keys that a provider publishes. `newerThan`: fetched again if they are older.
  func providerKeys(
    at address: String, now: Instant, newerThan: Instant? = nil
  ) async throws -> PublicKeySet {
    let call = ProviderCalls.call(HTTPCall(address))
    let answer = try await ProviderCalls.refusing {
      try await calls.fetch(call, ProviderCalls.keeping, at: now, newerThan: newerThan)
    }
    guard answer.status == 200, let keys = PublicKeySet(json: answer.body) else {
      throw ProviderRefusal.unreachable("its keys are answered with \(answer.status) and no set of keys")
    }
    return keys
  }

  /// The claims of a token of this provider. A key that is not known may be a new one, so the keys are looked for once more,
  /// at most once a minute whatever comes.
  func claims(
    of token: String, by metadata: ProviderMetadata, at now: Instant
  ) async throws -> JSONMembers {
    func read(_ keys: PublicKeySet) throws(TokenRefused) -> JSONMembers {
      try SignedClaims(token, keys: keys, algorithms: metadata.algorithms).members
    }
    do {
      do { return try read(try await providerKeys(at: metadata.keys, now: now)) } catch TokenRefused.unknownKey {
        let before = now - ProviderCalls.keysRenewedAfter
        return try read(try await providerKeys(at: metadata.keys, now: now, newerThan: before))
      }
    } catch let refusal as TokenRefused { throw ProviderRefusal.untrusted("token_\(refusal.word)") }
  }
}

extension TokenRefused {
  fileprivate var word: String {
    switch self {
    case .unknownKey: "unknown_key"
    case .forged: "forged"
    default: "malformed"
    }
  }
}
