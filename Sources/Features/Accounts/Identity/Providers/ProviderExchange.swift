internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import HTTPCalling
internal import Payloads

// The code that a person brought back is taken to the provider, which says who they are.

extension Facilities {
  /// Who the bearer of `code` is.
  func identity(
    by provider: ProviderRecord, _ code: String, _ attempt: SignInAttempt, at now: Instant
  ) async throws -> ProvenIdentity {
    switch provider.kind {
    case .oidc: try await oidcIdentity(by: provider, code, attempt, at: now)
    case .github: try await gitHubIdentity(by: provider, code, attempt)
    }
  }

  private func oidcIdentity(
    by provider: ProviderRecord, _ code: String, _ attempt: SignInAttempt, at now: Instant
  ) async throws -> ProvenIdentity {
    let metadata = try await providerMetadata(of: provider.issuer, at: now)
    let answer = try await exchange(
      code, attempt, provider, at: metadata.token, secretInBody: metadata.takesSecretInBody)
    guard let token = answer.text("id_token") else { throw ProviderRefusal.untrusted("no_id_token") }
    let claims = try await claims(of: token, by: metadata, at: now)
    let rule = IdentityTokenRule(
      issuer: provider.issuer, clientID: provider.clientID, nonce: attempt.nonce, beganAt: attempt.createdAt)
    var identity = ProvenIdentity(issuer: provider.issuer, subject: try rule.check(claims, at: now))
    identity.take(claims)
    guard claims["email"] == nil, let address = metadata.userInfo, let access = answer.text("access_token") else {
      return identity
    }
    let more = try await told(at: address, access)
    guard let more = JSONMembers(more.root), more.text("sub") == identity.subject else {
      throw ProviderRefusal.untrusted("wrong_subject", "the call about the person tells of another")
    }
    identity.take(more)
    return identity
  }

  /// GitHub Enterprise has its API below the address of the server itself.
  private func gitHubIdentity(
    by provider: ProviderRecord, _ code: String, _ attempt: SignInAttempt
  ) async throws -> ProvenIdentity {
    let base = provider.issuer == "https://github.com" ? "https://api.github.com" : provider.issuer + "/api/v3"
    let answer = try await exchange(
      code, attempt, provider, at: provider.issuer + "/login/oauth/access_token", secretInBody: true)
    guard let access = answer.text("access_token") else { throw ProviderRefusal.refused(answer.text("error") ?? "") }
    guard let user = JSONMembers(try await told(at: base + "/user", access).root), let id = user["id"]?.number,
      Int64(id) != nil
    else { throw ProviderRefusal.untrusted("wrong_subject") }
    var identity = ProvenIdentity(issuer: provider.issuer, subject: id)
    let addresses = try await told(at: base + "/user/emails", access).root.elements ?? []
    let first = addresses.compactMap { JSONMembers($0) }.first {
      $0["primary"]?.bool == true && $0["verified"]?.bool == true
    }
    identity.email = first?.text("email").flatMap { EmailAddress($0) }
    identity.isEmailVerified = identity.email != nil
    identity.name(nil, nil, user.text("name") ?? user.text("login"))
    return identity
  }

  /// Takes the code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5).
  private func exchange(
    _ code: String, _ attempt: SignInAttempt, _ provider: ProviderRecord, at address: String, secretInBody: Bool
  ) async throws -> JSONMembers {
    let secret = try provider.secret(sealer)
    var form = [
      (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
      (name: "redirect_uri", value: provider.returnAddress(of: self)), (name: "code_verifier", value: attempt.verifier),
    ]
    var fields: [(name: String, value: String)] = []
    if let secret, !secretInBody {
      let pair = "\(provider.clientID.percentEncoded):\(secret.percentEncoded)"
      fields = [("Authorization", "Basic " + Base64.text(Array(pair.utf8)))]
    } else {
      form.append((name: "client_id", value: provider.clientID))
      if let secret { form.append((name: "client_secret", value: secret)) }
    }
    let call = ProviderCalls.call(HTTPCall(address, form: form, fields: fields))
    let answer = try await ProviderCalls.refusing { try await calls.call(call) }
    let members = JSONMembers(answer.body)
    guard answer.status == 200, let members, members["error"] == nil else {
      throw ProviderRefusal.refused("\(answer.status) \(members?.text("error") ?? "")")
    }
    return members
  }

  /// What the provider tells of the bearer of an access token.
  private func told(at address: String, _ access: String) async throws -> JSONDocument {
    let call = ProviderCalls.call(HTTPCall(address, fields: [("Authorization", "Bearer " + access)]))
    let answer = try await ProviderCalls.refusing { try await calls.call(call) }
    guard answer.status == 200 else { throw ProviderRefusal.refused("\(answer.status) about the person") }
    do { return try JSONDocument(answer.body) } catch { throw ProviderRefusal.untrusted("malformed_answer") }
  }
}
