internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import HTTPCalling
internal import Payloads
internal import Routing
internal import SQLStore

/// Somebody outside who vouches for people: Google, GitHub, a school's own directory.
enum IdentityProvider {}

/// How a provider is spoken to.
enum ProviderKind: String, PayloadChoice, ColumnWord {
  /// OpenID Connect: everything else is found out from the issuer.
  case oidc
  /// OAuth 2.0 as GitHub does it: no token about the person, but calls that tell.
  case github
}

/// A provider as the school has set it up.
struct ProviderRecord: RowDecodable {
  let id: ID<IdentityProvider>, slug: Slug<IdentityProvider>, name: String, kind: ProviderKind, issuer: String,
    clientID: String
  /// Sealed; nil for a client that has none.
  let clientSecret: String?
  let scopes: String, registers: Bool, domains: String, trustsFactors: Bool, disabledAt: Instant?, updatedAt: Instant

  static let columns: SQL = """
    id, slug, name, kind, issuer, client_id, client_secret, scopes, registers, domains, trusts_factors, disabled_at,
    updated_at
    """

  init(row: inout Row) throws {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    kind = try row.next()
    issuer = try row.next()
    clientID = try row.next()
    clientSecret = try row.nextIfPresent()
    scopes = try row.next()
    registers = try row.next()
    domains = try row.next()
    trustsFactors = try row.next()
    disabledAt = try row.nextIfPresent()
    updatedAt = try row.next()
  }

  var isOpen: Bool { disabledAt == nil }
  /// How its proof counts: as the first of two, or as enough.
  var method: SignInMethod { trustsFactors ? .trustedProvider : .provider }

  /// Whether it may bring new people with this address.
  func brings(_ email: EmailAddress) -> Bool {
    let allowed = domains.split(separator: " ")
    guard registers, let domain = email.key.split(separator: "@").last else { return false }
    return allowed.isEmpty || allowed.contains(domain)
  }

  /// Where it sends people back to; compared by it letter by letter.
  func returnAddress(of facilities: Facilities) -> String {
    facilities.baseAddress + SignInWithRoutes.comeBack.path(slug).text
  }

  func secret(_ sealer: Sealer) throws -> String? {
    try clientSecret.map { String(decoding: try sealer.open($0, for: Self.purpose), as: UTF8.self) }
  }
  static let purpose: StaticString = "client secret of a provider"
}

/// What is known of a kind of provider before anybody types it.
enum ProviderPreset: String, PayloadChoice {
  case google, github, other

  var kind: ProviderKind { self == .github ? .github : .oidc }
  var name: String {
    switch self {
    case .google: "Google"
    case .github: "GitHub"
    case .other: ""
    }
  }
  var issuer: String {
    switch self {
    case .google: "https://accounts.google.com"
    case .github: "https://github.com"
    case .other: ""
    }
  }
  var scopes: String { self == .github ? "read:user user:email" : "openid email profile" }
}

extension Reading {
  /// Every provider, by name.
  func providers() async throws -> [ProviderRecord] {
    try await all("SELECT \(ProviderRecord.columns) FROM identity_providers ORDER BY name, id")
  }

  /// Those that people can sign in with.
  func openProviders() async throws -> [ProviderRecord] {
    try await all(
      "SELECT \(ProviderRecord.columns) FROM identity_providers WHERE disabled_at IS NULL ORDER BY name, id")
  }

  /// One that people can sign in with; any other does not exist.
  func openProvider(_ slug: Slug<IdentityProvider>) async throws -> ProviderRecord {
    try await one(
      "SELECT \(ProviderRecord.columns) FROM identity_providers WHERE slug = \(slug) AND disabled_at IS NULL")
  }

  func provider(_ id: ID<IdentityProvider>, for viewer: Viewer) async throws -> ProviderRecord {
    try viewer.require(.manageSettings)
    return try await one("SELECT \(ProviderRecord.columns) FROM identity_providers WHERE id = \(id)")
  }
}
