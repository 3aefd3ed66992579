internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Transaction {
  /// Sets up a provider; its slug stands in the address that it sends people back to, so it stays.
  func addProvider(
    _ form: ProviderForm, _ sealer: Sealer, by viewer: Viewer, at now: Instant
  ) async throws -> ProviderRecord {
    try viewer.require(.manageSettings)
    try form.check()
    let slug = try await freeSlug(for: form.name.text), sealed = form.clientSecret.map { sealer.sealed($0) }
    let provider: ProviderRecord = try await one(
      """
      INSERT INTO identity_providers (id, slug, name, kind, issuer, client_id, client_secret, scopes, registers, domains,
        trusts_factors, created_at, updated_at)
      VALUES (\(ID<IdentityProvider>(at: now)), \(slug), \(form.name.text), \(form.kind), \(form.issuer.text),
        \(form.clientID.text), \(sealed), \(form.scopes.text), \(form.registers), \(form.domains?.text ?? ""),
        \(form.trustsFactors), \(now), \(now))
      RETURNING \(ProviderRecord.columns)
      """)
    record(ProviderAdded(provider: provider.id), by: viewer, at: now, after: ProviderValues(provider))
    return provider
  }

  /// Changes a provider; without a secret the one that is kept stays.
  func changeProvider(
    _ id: ID<IdentityProvider>, _ form: ProviderForm, _ sealer: Sealer, by viewer: Viewer, at now: Instant
  ) async throws -> ProviderRecord {
    try form.check()
    let before = try await provider(id, for: viewer)
    let after: ProviderRecord = try await one(
      """
      UPDATE identity_providers SET name = \(form.name.text), kind = \(form.kind), issuer = \(form.issuer.text),
        client_id = \(form.clientID.text),
        client_secret = \(form.clientSecret.map { sealer.sealed($0) } ?? before.clientSecret),
        scopes = \(form.scopes.text), registers = \(form.registers), domains = \(form.domains?.text ?? ""),
        trusts_factors = \(form.trustsFactors), updated_at = \(now)
      WHERE id = \(id) RETURNING \(ProviderRecord.columns)
      """)
    record(
      ProviderChanged(provider: id), by: viewer, at: now, before: ProviderValues(before), after: ProviderValues(after))
    return after
  }

  /// Lets people sign in with it, or no longer.
  func setProvider(
    _ id: ID<IdentityProvider>, open isOpen: Bool, by viewer: Viewer, at now: Instant
  ) async throws -> ProviderRecord {
    let before = try await provider(id, for: viewer)
    if before.isOpen == isOpen { return before }
    let after: ProviderRecord = try await one(
      """
      UPDATE identity_providers SET disabled_at = \(isOpen ? nil : now), updated_at = \(now) WHERE id = \(id)
      RETURNING \(ProviderRecord.columns)
      """)
    if isOpen {
      record(ProviderEnabled(provider: id), by: viewer, at: now)
    } else {
      record(ProviderDisabled(provider: id), by: viewer, at: now)
    }
    return after
  }

  private func freeSlug(for name: String) async throws -> Slug<IdentityProvider> {
    let slug = Slug<IdentityProvider>.made(of: name, fallback: "provider")
    let taken: [Slug<IdentityProvider>] = try await all("SELECT slug FROM identity_providers")
    if !taken.contains(slug) { return slug }
    // With as many numbers as there are slugs, and one more, one is free.
    return (2...taken.count + 2).map { slug.numbered($0) }.first { !taken.contains($0) } ?? slug
  }
}

extension Sealer {
  fileprivate func sealed(_ secret: ClientSecret) -> String {
    seal(Array(secret.text.utf8), for: ProviderRecord.purpose)
  }
}

extension Database {
  /// A transaction about providers; what the tables refuse comes back in words at the field.
  func changeProviders<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) async throws -> Value
  ) async throws -> Value {
    do { return try await transaction(body) } catch StoreError.unique("identity_providers.issuer") {
      throw Problem.invalid("issuer", "taken", "is the issuer of another provider here")
    }
  }
}

/// What the audit log keeps of a provider; whether there is a secret, and never which.
struct ProviderValues: Payload {
  let name: String, kind: ProviderKind, issuer: String, clientID: String, hasSecret: Bool, scopes: String,
    registers: Bool, domains: String, trustsFactors: Bool

  init(_ provider: ProviderRecord) {
    self.init(
      name: provider.name, kind: provider.kind, issuer: provider.issuer, clientID: provider.clientID,
      hasSecret: provider.clientSecret != nil, scopes: provider.scopes, registers: provider.registers,
      domains: provider.domains, trustsFactors: provider.trustsFactors)
  }
  private init(
    name: String, kind: ProviderKind, issuer: String, clientID: String, hasSecret: Bool, scopes: String,
    registers: Bool, domains: String, trustsFactors: Bool
  ) {
    self.name = name
    self.kind = kind
    self.issuer = issuer
    self.clientID = clientID
    self.hasSecret = hasSecret
    self.scopes = scopes
    self.registers = registers
    self.domains = domains
    self.trustsFactors = trustsFactors
  }

  static let shape = Shape(
    "IdentityProviderValues",
    Self.init(name:kind:issuer:clientID:hasSecret:scopes:registers:domains:trustsFactors:),
    Field("name", \.name), Field("kind", \.kind), Field("issuer", \.issuer), Field("client_id", \.clientID),
    Field("has_secret", \.hasSecret), Field("scopes", \.scopes), Field("registers", \.registers),
    Field("domains", \.domains), Field("trusts_factors", \.trustsFactors))
}
