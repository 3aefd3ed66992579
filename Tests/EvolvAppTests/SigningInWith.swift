import Essentials
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

/// Coming in with an account that one has elsewhere.
@Suite(.school, .enabled(if: ProviderPeer.python != nil)) struct `Signing in with a provider` {
  let school = School.current

  @Test func `somebody new gets an account, and finds it again`() async throws {
    let slug = try await Issuer(school).add(), people = try await school.count("people"), browser = Browser(school)
    #expect(try await browser.get("/login").contains("Continue with Campus"))
    #expect(try await browser.signIn(with: slug).status == 303)
    #expect(browser.isSignedIn && browser.cookies["provider"] == nil)
    let account = try await browser.get("/account")
    #expect(account.contains("Ada Lovelace") && account.contains("ada.lovelace@example.org"))
    #expect(!account.contains("Not confirmed yet"))
    _ = try await browser.post("/logout")
    #expect(!browser.isSignedIn)
    #expect(try await Browser(school).signIn(with: slug).status == 303)
    #expect(try await school.count("people") == people + 1)
    #expect(try await school.count("identities") == 1)
    #expect(try await school.audited("identity.linked") == 1)
    #expect(try await school.audited("person.registered") == 1)
  }

  @Test(arguments: ["PS256", "ES256", "EdDSA"])
  func `any way to sign that is safe is taken`(algorithm: String) async throws {
    let issuer = Issuer(school), slug = try await issuer.add(), browser = Browser(school)
    try await issuer.control(algorithm: algorithm)
    #expect(try await browser.signIn(with: slug).status == 303)
    #expect(browser.isSignedIn)
  }

  @Test func `what the token does not tell is asked for`() async throws {
    let issuer = Issuer(school), slug = try await issuer.add(), browser = Browser(school)
    try await issuer.control(["told apart", "secret in the body"])
    #expect(try await browser.signIn(with: slug).status == 303)
    #expect(try await browser.get("/account").contains("ada.lovelace@example.org"))
    #expect(try await issuer.control().contains("/userinfo"))
  }

  @Test func `GitHub tells by calls who it is`() async throws {
    let issuer = Issuer(school, "github-"), slug = try await issuer.add("GitHub", kind: "github")
    let browser = Browser(school)
    #expect(try await browser.signIn(with: slug).status == 303)
    let account = try await browser.get("/account")
    #expect(account.contains("Ada Lovelace") && account.contains("ada.lovelace@example.org"))
    _ = try await browser.post("/logout")
    try await issuer.control(["unverified"])
    #expect(try await browser.signIn(with: slug).status == 303)
    #expect(try await school.count("identities") == 1)
  }

  @Test func `an account that is here already is linked by its owner only`() async throws {
    let issuer = Issuer(school), slug = try await issuer.add(), browser = Browser(school)
    try await issuer.control(person: #"{"sub":"m","email":"MIA@evolv.example","email_verified":true}"#)
    let refused = try await browser.signIn(with: slug)
    #expect(refused.status == 409 && refused.contains("Sign in and link it") && !browser.isSignedIn)
    #expect(try await school.latestRefusal() == "account_exists")
    try await browser.signIn(as: "mia@evolv.example")
    let leaving = try await browser.post("/account/identities/\(slug)")
    let address = try #require(leaving.header("refresh")).dropFirst("0; url=".count)
    let back = try await browser.get(try await browser.follow(String(address)))
    #expect(back.status == 303 && back.location == "/account")
    #expect(try await browser.get("/account").contains("MIA@evolv.example"))
    let other = Browser(school)
    #expect(try await other.signIn(with: slug).status == 303)
    #expect(try await other.get("/account").contains("Mia"))
    #expect(try await school.count("identities") == 1)
  }

  @Test func `an identity that opens somebody else's account is not linked twice`() async throws {
    let issuer = Issuer(school), slug = try await issuer.add()
    #expect(try await Browser(school).signIn(with: slug).status == 303)
    let browser = Browser(school)
    try await browser.signIn(as: "mia@evolv.example")
    let address = try #require(try await browser.post("/account/identities/\(slug)").header("refresh")).dropFirst(7)
    let back = try await browser.get(try await browser.follow(String(address)))
    #expect(back.status == 409 && back.contains("somebody else"))
    #expect(try await school.latestRefusal() == "linked_elsewhere")
  }

  @Test func `an identity can be unlinked, but never the last way in`() async throws {
    let slug = try await Issuer(school).add(), other = try await Issuer(school).add("Other"), browser = Browser(school)
    _ = try await browser.signIn(with: slug)
    let mine = try await identities(of: browser)
    #expect(mine.count == 1)
    #expect(try await browser.post("/account/identities/\(mine[0])/removal").status == 409)
    let address = try #require(try await browser.post("/account/identities/\(other)").header("refresh")).dropFirst(7)
    _ = try await browser.get(try await browser.follow(String(address)))
    #expect(try await identities(of: browser).count == 2)
    #expect(try await browser.post("/account/identities/\(mine[0])/removal").status == 303)
    #expect(try await identities(of: browser).count == 1)
    #expect(try await school.audited("identity.unlinked") == 1)
    let stranger = Browser(school)
    try await stranger.signIn(as: "mia@evolv.example")
    let left = try #require(try await identities(of: browser).first)
    #expect(try await stranger.post("/account/identities/\(left)/removal").status == 404)
  }

  @Test func `a second factor is still asked for, unless the school trusts the provider with it`() async throws {
    for trusts in [false, true] {
      let slug = try await Issuer(school).add("P\(trusts)", trustsFactors: trusts), browser = Browser(school)
      if !trusts { _ = try await Browser(school).signIn(with: slug) }
      if trusts {
        try await school.db.execute("UPDATE person_identities SET issuer = \(try await issuer(of: slug))")
      }
      try await school.db.execute(
        "UPDATE users SET second_factor_since = \(school.now) WHERE email_key = 'ada.lovelace@example.org'")
      let reply = try await browser.signIn(with: slug, next: "/courses")
      #expect(reply.location == (trusts ? "/courses" : "/login/second-factor?next=%2Fcourses"))
      #expect(browser.isSignedIn == trusts)
    }
  }

  @Test func `who may come is the school's choice`() async throws {
    let none = try await Issuer(school).add("None", registers: false)
    let some = try await Issuer(school).add("Some", domains: "evolv.example, school.example")
    for slug in [none, some] {
      let browser = Browser(school), reply = try await browser.signIn(with: slug)
      #expect(reply.status == 403 && !browser.isSignedIn)
      #expect(try await school.latestRefusal() == "registration_closed")
    }
    let all = try await Issuer(school).add("All", domains: "EXAMPLE.org")
    #expect(try await Browser(school).signIn(with: all).status == 303)
    try await school.db.execute("UPDATE users SET status = 'suspended' WHERE email_key = 'ada.lovelace@example.org'")
    let browser = Browser(school)
    #expect(try await browser.signIn(with: all).status == 403)
    #expect(try await school.latestRefusal() == "account_closed" && !browser.isSignedIn)
  }

  @Test func `next leads to our own pages only`() async throws {
    let slug = try await Issuer(school).add()
    #expect(try await Browser(school).signIn(with: slug, next: "/courses?q=a").location == "/courses?q=a")
    for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
      #expect(try await Browser(school).signIn(with: slug, next: foreign).location?.contains("evil") == false)
    }
  }

  @Test func `new keys are looked for, at most once a minute`() async throws {
    let issuer = Issuer(school), slug = try await issuer.add()
    try await issuer.control(["keys before the change"])
    for _ in 1...3 { #expect(try await Browser(school).signIn(with: slug).status == 403) }
    #expect(try await school.latestRefusal() == "token_unknown_key")
    #expect(try await issuer.control().filter { $0 == "/jwks" }.count == 1)
    school.wait(Seconds(61))
    try await issuer.control()
    #expect(try await Browser(school).signIn(with: slug).status == 303)
    #expect(try await issuer.control().filter { $0 == "/jwks" }.count == 2)
  }

  private func identities(of browser: Browser) async throws -> [String] {
    let reply = try await school.send(
      "GET", "/api/v1/users/me/identities",
      headers: [("Accept", "application/json"), ("Cookie", "session=\(browser.cookies["session"] ?? "")")])
    return try #require(reply["data"]?.elements).compactMap { $0.step("id")?.string }
  }
  private func issuer(of slug: String) async throws -> String {
    let issuers: [String] = try await school.db.all("SELECT issuer FROM identity_providers WHERE slug = \(slug)")
    return try #require(issuers.first)
  }
}

/// Whom people can sign in with is set up by administrators.
@Suite(.school, .enabled(if: ProviderPeer.python != nil)) struct `Setting up a provider` {
  let school = School.current
  private let pages = "/admin/sign-in-providers"

  @Test func `its secret is kept sealed and never shown`() async throws {
    let issuer = Issuer(school)
    _ = try await issuer.add()
    let list = try await school.call(.get, "/api/v1" + pages, as: .ada)
    let id = try #require(list["data", "0", "id"]?.string)
    #expect(list["data", "0", "values", "has_secret"]?.bool == true)
    let page = try await school.get(pages + "/" + id, as: .ada)
    for text in [list.text, page.text] { #expect(!text.contains("s3cret")) }
    #expect(page.contains("http://127.0.0.1:8080/sign-in-with/campus/return"))
    let kept: [String] = try await school.db.all("SELECT client_secret FROM identity_providers")
    let written: [String] = try await school.db.all(
      "SELECT CAST(new_values AS TEXT) FROM audit_log WHERE action = 'identity_provider.added'")
    #expect(kept.count == 1 && written.count == 1 && !(kept + written).contains { $0.contains("s3cret") })
    let form: KeyValuePairs = [
      "name": "Campus", "kind": "oidc", "issuer": issuer.url, "client_id": ProviderPeer.clientID, "client_secret": "",
      "scopes": "openid email profile", "registers": "true", "domains": "",
    ]
    #expect(try await school.post(pages + "/" + id, form: form, as: .ada).status == 303)
    #expect(try await Browser(school).signIn(with: "campus").status == 303)
  }

  @Test func `a disabled one lets nobody in`() async throws {
    let issuer = Issuer(school), slug = try await issuer.add(), browser = Browser(school)
    let id = try #require(try await school.call(.get, "/api/v1" + pages, as: .ada)["data", "0", "id"]?.string)
    let back = try await browser.goTo(slug)
    #expect(try await school.post("\(pages)/\(id)/disabling", as: .ada).status == 303)
    #expect(try await browser.get(back).status == 404)
    #expect(try await browser.get("/sign-in-with/\(slug)").status == 404)
    #expect(try await !browser.get("/login").contains("Campus"))
    #expect(try await school.call(.get, "/api/v1/auth/providers")["data"]?.elements?.count == 0)
    #expect(try await school.post("\(pages)/\(id)/enabling", as: .ada).status == 303)
    #expect(try await school.call(.get, "/api/v1/auth/providers")["data", "0", "slug"]?.string == slug)
    #expect(try await school.audited("identity_provider.disabled") == 1)
  }

  @Test func `a test says whether it can be used`() async throws {
    let issuer = Issuer(school)
    _ = try await issuer.add()
    let id = try #require(try await school.call(.get, "/api/v1" + pages, as: .ada)["data", "0", "id"]?.string)
    let good = try await school.post("\(pages)/\(id)/test", as: .ada)
    #expect(good.cookies["flash"]?.contains("3%20keys") == true)
    let other = Issuer(school)
    try await other.control(["configuration of another"])
    _ = try await school.db.execute("UPDATE identity_providers SET issuer = \(other.url)")
    #expect(
      try await school.post("\(pages)/\(id)/test", as: .ada).cookies["flash"]?.contains("cannot%20be%20used") == true)
  }

  @Test func `what cannot be a provider comes back with what was typed`() async throws {
    let wrong: KeyValuePairs = [
      "name": "", "kind": "oidc", "issuer": "javascript:alert(1)", "client_id": "x", "scopes": "email",
      "domains": "not a domain",
    ]
    let reply = try await school.post(pages, form: wrong, as: .ada)
    #expect(reply.status == 422 && reply.contains("must be an address such as"))
    #expect(reply.contains("must be domains such as"))
    for caller in [Caller.mia, .tom] {
      #expect(try await school.get(pages, as: caller).status == 403)
    }
    let issuer = Issuer(school)
    _ = try await issuer.add()
    let twice = try await school.call(
      .post, "/api/v1" + pages,
      json: """
        {"name":"B","kind":"oidc","issuer":"\(issuer.url)","client_id":"x","scopes":"openid","registers":true,\
        "trusts_factors":false}
        """, as: .ada)
    #expect(twice.status == 422 && twice.faults == ["issuer taken"])
  }
}
