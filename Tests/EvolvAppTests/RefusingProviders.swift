import Essentials
import EvolvTesting
import Testing

/// Providers, or those who stand between, that lie. Each is refused with a page that says so, written down, and leaves
/// nothing behind.
@Suite(.school, .enabled(if: ProviderPeer.python != nil)) struct `Refusing a hostile provider` {
  let school = School.current

  @Test(arguments: [
    ("wrong iss", "wrong_issuer"), ("wrong aud", "wrong_audience"), ("several aud", "wrong_audience"),
    ("wrong azp", "wrong_party"), ("wrong nonce", "wrong_nonce"), ("no nonce", "wrong_nonce"), ("expired", "expired"),
    ("issued later", "not_yet_valid"), ("not before later", "not_yet_valid"), ("issued long ago", "too_old"),
    ("exp as text", "no_times"), ("no exp", "no_times"), ("no sub", "wrong_subject"),
    ("sub as number", "wrong_subject"),
    ("alg none", "token_malformed"), ("HS256 with the public key", "token_malformed"),
    ("signed by a stranger", "token_forged"), ("changed after signing", "token_forged"),
    ("unknown kid", "token_unknown_key"), ("kid with a path", "token_unknown_key"), ("no id token", "no_id_token"),
    ("unverified", "unverified_email"), ("verified as text", "unverified_email"),
  ])
  func `whose token lies`(fault: String, reason: String) async throws { try await expect([fault], reason) }

  @Test(arguments: [
    ("another state", "lost_attempt"), ("no state", "lost_attempt"), ("state twice", "lost_attempt"),
    ("answer of another", "mixed_up"), ("answer of nobody", "mixed_up"), ("no code", "no_code"),
    ("access denied", "cancelled"),
  ])
  func `whose answer does not fit`(fault: String, reason: String) async throws { try await expect([fault], reason) }

  @Test(arguments: [
    ("configuration of another", "wrong_issuer"), ("configuration with a slash", "wrong_issuer"),
    ("plain PKCE only", "no_pkce"), ("no keys address", "provider_unreachable"),
    ("keys inside", "provider_unreachable"), ("token inside", "provider_unreachable"),
    ("huge /.well-known/openid-configuration", "provider_unreachable"), ("huge /jwks", "provider_unreachable"),
    ("huge /token", "provider_unreachable"), ("redirect /.well-known/openid-configuration", "provider_unreachable"),
    ("redirect /jwks", "provider_unreachable"), ("redirect /token", "provider_refused"),
    ("500 /token", "provider_refused"), ("no JSON /token", "provider_refused"),
    ("no JSON /jwks", "provider_unreachable"),
    ("slow /token", "provider_unreachable"),
  ])
  func `that leads astray or does not answer`(fault: String, reason: String) async throws {
    try await expect([fault], reason)
  }

  @Test(arguments: [
    ("tells of another", "wrong_subject"), ("huge /userinfo", "provider_unreachable"),
    ("redirect /userinfo", "provider_refused"),
  ])
  func `that tells of somebody else`(fault: String, reason: String) async throws {
    try await expect(["told apart", fault], reason)
  }

  private func expect(_ faults: [String], _ reason: String) async throws {
    let issuer = Issuer(school), slug = try await issuer.add(), browser = Browser(school)
    let people = try await school.count("people"), sessions = try await school.count("sessions")
    try await issuer.control(faults)
    let reply = try await browser.signIn(with: slug)
    #expect((400...502).contains(reply.status) && reply.contains("You are not signed in"))
    #expect(reply.contains("Back to sign in") || reply.contains("Register with a password"))
    try await expectNothing(browser, reason, people, sessions)
  }

  private func expectNothing(_ browser: Browser, _ reason: String, _ people: Int, _ sessions: Int) async throws {
    #expect(try await school.latestRefusal() == reason)
    #expect(!browser.isSignedIn)
    #expect(try await school.count("people") == people)
    #expect(try await school.count("sessions") == sessions)
    #expect(try await school.count("identities") == 0)
  }
}

/// Those who have a link, a code or a state of somebody else.
@Suite(.school, .enabled(if: ProviderPeer.python != nil)) struct `Refusing what belongs to another sign-in` {
  let school = School.current

  @Test func `a way back is gone once`() async throws {
    let slug = try await Issuer(school).add(), browser = Browser(school)
    let back = try await browser.goTo(slug), binding = browser.cookies["provider"]
    #expect(try await browser.get(back).status == 303)
    let thief = Browser(school)
    thief.take("provider", binding)
    #expect(try await thief.get(back).status == 400)
    #expect(try await school.latestRefusal() == "lost_attempt")
  }

  @Test func `a way back belongs to the browser that began, and not for long`() async throws {
    let slug = try await Issuer(school).add(), browser = Browser(school)
    let back = try await browser.goTo(slug), other = Browser(school)
    _ = try await other.goTo(slug)
    for thief in [Browser(school), other] {
      #expect(try await thief.get(back).status == 400)
      #expect(!thief.isSignedIn)
    }
    school.wait(.minutes(11))
    #expect(try await browser.get(back).status == 400)
    #expect(try await school.count("identities") == 0)
  }

  /// The thief brings a code from elsewhere into a sign-in of their own, or theirs into that of the victim.
  @Test(arguments: [([String](), "provider_refused"), (["PKCE ignored"], "wrong_nonce")])
  func `a code of another sign-in is worth nothing`(faults: [String], reason: String) async throws {
    let issuer = Issuer(school), slug = try await issuer.add(), browser = Browser(school)
    try await issuer.control(faults)
    let stolen = try await Browser(school).goTo(slug), own = try await browser.goTo(slug)
    let mixed = try own.replacing(parameter("code", in: own), with: parameter("code", in: stolen))
    #expect(try await browser.get(mixed).status >= 400)
    #expect(try await school.latestRefusal() == reason)
    #expect(try await school.count("identities") == 0 && !browser.isSignedIn)
  }

  @Test func `an answer for one provider is none for another`() async throws {
    let first = try await Issuer(school).add("First"), second = try await Issuer(school).add("Second")
    let browser = Browser(school), back = try await browser.goTo(first)
    #expect(try await browser.get(back.replacing(first, with: second)).status == 400)
    #expect(try await school.latestRefusal() == "lost_attempt")
  }

  @Test func `a link is completed by who began it`() async throws {
    let slug = try await Issuer(school).add(), browser = Browser(school)
    try await browser.signIn(as: "mia@evolv.example")
    let address = try #require(try await browser.post("/account/identities/\(slug)").header("refresh")).dropFirst(7)
    let back = try await browser.follow(String(address)), binding = browser.cookies["provider"]
    let leo = Browser(school)
    try await leo.signIn(as: "leo@evolv.example")
    leo.take("provider", binding)
    #expect(try await leo.get(back).status == 403)
    #expect(try await school.latestRefusal() == "other_person")
    #expect(try await school.count("identities") == 0)
  }

  @Test func `who guesses is stopped`() async throws {
    let slug = try await Issuer(school).add(), browser = Browser(school)
    for _ in 1...10 { #expect(try await browser.get("/sign-in-with/\(slug)/return?state=x&code=y").status == 400) }
    #expect(try await browser.get("/sign-in-with/\(slug)/return?state=x&code=y").status == 429)
  }

  private func parameter(_ name: String, in address: String) throws -> String {
    let rest = address[try #require(address.firstRange(of: name + "=")).upperBound...]
    return String(rest.prefix { $0 != "&" })
  }
}
