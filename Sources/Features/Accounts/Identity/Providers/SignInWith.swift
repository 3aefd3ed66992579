internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What a provider gives the browser to bring back (RFC 6749 §4.1.2, RFC 9207); what else it sends is not looked at.
struct ProviderReturn: Payload {
  let code: String?, state: String?, iss: String?, error: String?
  static let shape = Shape(
    "ProviderReturn", Self.init(code:state:iss:error:), Field("code", \.code), Field("state", \.state),
    Field("iss", \.iss), Field("error", \.error))
}

/// What came of a way back from a provider.
enum CameBack: Sendable {
  case entered(SignInOutcome, next: String?)
  case linked
}

extension Context {
  /// Begins a sign-in, or the link of an identity to the account of `person`; gives the address that the browser goes to.
  func depart(to provider: ProviderRecord, next: String?, linking person: ID<Person>? = nil) async throws -> String {
    try await facilities.limits.departures.take(viewer.origin.addressKey, at: now)
    let endpoint = try await authorizationEndpoint(of: provider)
    let sealer = facilities.sealer, now = now, next = next.flatMap { Link(own: $0) }?.text
    let begun = try await db.transaction {
      $0.beginAttempt(with: provider.id, linking: person, next: next, sealer, at: now)
    }
    setAttemptCookie(begun.browser)
    var query = [
      ("response_type", "code"), ("client_id", provider.clientID),
      ("redirect_uri", provider.returnAddress(of: facilities)), ("scope", provider.scopes), ("state", begun.state),
      ("code_challenge", begun.challenge), ("code_challenge_method", "S256"),
    ]
    if provider.kind == .oidc { query += [("nonce", begun.nonce), ("response_mode", "query")] }
    let text = query.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
    return endpoint + (endpoint.contains("?") ? "&" : "?") + text
  }

  private func authorizationEndpoint(of provider: ProviderRecord) async throws -> String {
    switch provider.kind {
    case .oidc: try await facilities.providerMetadata(of: provider.issuer, at: now).authorization
    case .github: provider.issuer + "/login/oauth/authorize"
    }
  }

  /// Completes what was begun. Everything that does not fit throws a `ProviderRefusal`, and counts against the address.
  func comeBack(from provider: ProviderRecord, with brought: ProviderReturn) async throws -> CameBack {
    let address = viewer.origin.addressKey
    try await facilities.limits.tokens.take(address, at: now)
    do {
      let attempt = try await attempt(of: brought, with: provider)
      let code = try await code(in: brought, by: provider)
      let identity = try await facilities.identity(by: provider, code, attempt, at: now)
      let done = try await admit(identity, by: provider, attempt)
      await facilities.limits.tokens.giveBack(address)
      return done
    } catch {
      // Only a guess counts, not a server that is busy.
      if !(error is ProviderRefusal) { await facilities.limits.tokens.giveBack(address) }
      throw error
    }
  }

  private func attempt(of brought: ProviderReturn, with provider: ProviderRecord) async throws -> SignInAttempt {
    guard let state = brought.state, state.utf8.count == 43, let browser = attemptToken else {
      throw ProviderRefusal.lost
    }
    removeAttemptCookie()
    let sealer = facilities.sealer, now = now
    let attempt = try await db.transaction {
      try await $0.takeAttempt(state, browser: browser, with: provider.id, sealer, at: now)
    }
    guard let attempt else { throw ProviderRefusal.lost }
    if let person = attempt.linkTo, person != viewer.person { throw ProviderRefusal.otherPerson }
    return attempt
  }

  /// The code, once the answer is known to be this provider's: one that was led astray to another would take it there.
  private func code(in brought: ProviderReturn, by provider: ProviderRecord) async throws -> String {
    if let issuer = brought.iss {
      let own = provider.kind == .github ? [provider.issuer, provider.issuer + "/login/oauth"] : [provider.issuer]
      guard own.contains(issuer) else { throw ProviderRefusal.untrusted("mixed_up", issuer) }
    } else if provider.kind == .oidc {
      let metadata = try await facilities.providerMetadata(of: provider.issuer, at: now)
      if metadata.namesItself { throw ProviderRefusal.untrusted("mixed_up", "the answer names no issuer") }
    }
    if let error = brought.error {
      throw error == "access_denied" ? ProviderRefusal.cancelled(error) : ProviderRefusal.refused(error)
    }
    guard let code = brought.code, (1...2048).contains(code.utf8.count) else {
      throw ProviderRefusal.untrusted("no_code")
    }
    return code
  }

  private func admit(
    _ identity: ProvenIdentity, by provider: ProviderRecord, _ attempt: SignInAttempt
  ) async throws -> CameBack {
    let known = try await db.person(with: identity)
    if let person = attempt.linkTo { return try await link(identity, to: person, known) }
    guard let known else { return .entered(try await register(identity, by: provider), next: attempt.next) }
    guard known.status == .active else { throw ProviderRefusal.closedAccount }
    let now = now
    let outcome = try await enter(known, by: provider.method, .browser) { $0.noteUse(of: identity, at: now) }
    return .entered(outcome, next: attempt.next)
  }

  private func link(
    _ identity: ProvenIdentity, to person: ID<Person>, _ known: PersonRecord?
  ) async throws -> CameBack {
    if let known {
      guard known.id == person else { throw ProviderRefusal.linkedElsewhere }
      return .linked
    }
    let viewer = viewer, now = now
    do { try await db.transaction { $0.link(identity, to: person, by: viewer, at: now) } } catch StoreError.unique(_) {
      throw ProviderRefusal.linkedElsewhere
    }
    return .linked
  }

  /// Makes an account of what the provider vouches for. An address that is here already is never taken over: who owns the
  /// account links it themselves.
  private func register(_ identity: ProvenIdentity, by provider: ProviderRecord) async throws -> SignInOutcome {
    guard let email = identity.email, identity.isEmailVerified else { throw ProviderRefusal.unverifiedEmail }
    if try await db.person(called: email.text) != nil { throw ProviderRefusal.accountExists }
    guard settings(GeneralSettings.self).registrationIsOpen, provider.brings(email) else {
      throw ProviderRefusal.closed
    }
    try await facilities.limits.registration.take(viewer.origin.addressKey, at: now)
    guard let new = NewPerson(identity, email) else { throw ProviderRefusal.untrusted("no_name") }
    let entry = entry(.browser), now = now, origin = viewer.origin
    do {
      return try await db.transaction { transaction in
        let person = try await transaction.registerPerson(new, from: origin, at: now)
        transaction.link(identity, to: person.id, by: .visitor(from: origin), at: now)
        return try await transaction.enter(person, by: .provider, entry, at: now)
      }
    } catch StoreError.unique(_) { throw ProviderRefusal.accountExists }
  }
}

extension NewPerson {
  fileprivate init?(_ identity: ProvenIdentity, _ email: EmailAddress) {
    let local = String(email.text.prefix { $0 != "@" })
    guard let first = PersonName(identity.firstName) ?? PersonName(local),
      let last = PersonName(identity.lastName) ?? PersonName(local)
    else { return nil }
    self.init(firstName: first, lastName: last, email: email, role: .student, passwordHash: nil, isEmailVerified: true)
  }
}
