internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads

/// Who a provider says somebody is.
struct ProvenIdentity: Sendable {
  let issuer: String
  /// What the provider calls them for ever; addresses and names change and move to others.
  let subject: String
  var email: EmailAddress?
  var isEmailVerified = false
  var firstName = "", lastName = ""
}

/// What an ID token must say (OpenID Connect Core §3.1.3.7) beside being signed.
struct IdentityTokenRule: Sendable {
  let issuer: String, clientID: String, nonce: String, beganAt: Instant
  /// Clocks differ by a little.
  static let leeway: Int64 = 60

  func check(_ claims: JSONMembers, at now: Instant) throws(ProviderRefusal) -> String {
    guard claims.text("iss") == issuer else { throw .untrusted("wrong_issuer", claims.text("iss")) }
    try checkAudience(claims)
    guard let nonce = claims.text("nonce"), ConstantTime.isEqual(Array(nonce.utf8), Array(self.nonce.utf8)) else {
      throw .untrusted("wrong_nonce")
    }
    try checkTimes(claims, at: now.unixSeconds)
    guard let subject = claims.text("sub"), (1...255).contains(subject.utf8.count),
      subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { throw .untrusted("wrong_subject") }
    return subject
  }

  /// For us and nobody else: others for whom it is meant, too, could use it to come in here.
  private func checkAudience(_ claims: JSONMembers) throws(ProviderRefusal) {
    let audience = claims["aud"]?.elements.map { $0.map { $0.string ?? "" } } ?? [claims.text("aud") ?? ""]
    guard audience == [clientID] else { throw .untrusted("wrong_audience", audience.joined(separator: " ")) }
    if let party = claims["azp"], party.string != clientID { throw .untrusted("wrong_party", party.string) }
  }

  private func checkTimes(_ claims: JSONMembers, at now: Int64) throws(ProviderRefusal) {
    guard let expiry = claims.seconds("exp"), let issued = claims.seconds("iat") else { throw .untrusted("no_times") }
    guard now < expiry + Self.leeway else { throw .untrusted("expired") }
    guard issued <= now + Self.leeway,
      claims["nbf"] == nil || claims.seconds("nbf").map({ $0 <= now + Self.leeway }) == true
    else { throw .untrusted("not_yet_valid") }
    // It was made for this sign-in, so it is not older.
    guard issued >= beganAt.unixSeconds - Self.leeway else { throw .untrusted("too_old") }
  }
}

extension ProvenIdentity {
  /// Takes over what claims tell of the person.
  mutating func take(_ claims: JSONMembers) {
    email = claims.text("email").flatMap { EmailAddress($0) }
    isEmailVerified = claims["email_verified"]?.bool ?? false
    name(claims.text("given_name"), claims.text("family_name"), claims.text("name"))
  }

  mutating func name(_ first: String?, _ last: String?, _ whole: String?) {
    let words = (whole ?? "").split(separator: " ").map(String.init)
    firstName = first ?? words.first ?? email.map { String($0.text.prefix { $0 != "@" }) } ?? ""
    lastName = last ?? words.dropFirst().joined(separator: " ")
  }
}
