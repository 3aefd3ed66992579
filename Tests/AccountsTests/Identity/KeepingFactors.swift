import Cryptography
import Essentials
import EvolvCore
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

/// What protects an account is changed by its owner alone, and told to them.
@Suite struct `Keeping second factors` {
  @Test
  func `changes need a proof of a moment ago, and removals one each time`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada"), browser = ada.browser
      stage.wait(.minutes(10))
      #expect(
        try await stage.json("POST", "/api/v1/auth/factors/recovery-codes", by: browser).problemCode == "proof_needed")
      #expect(
        try await stage.form("/account/security/recovery-codes", [:], by: browser).location == "/account/security/proof"
      )
      #expect(try await stage.get("/account/security", by: browser).text.contains("Prove that it is me"))
      #expect(try await stage.form("/account/security/proof", ["proof": "wrong"], by: browser).status == 422)
      #expect(
        try await stage.form("/account/security/proof", ["proof": Stage.password], by: browser).location
          == "/account/security")
      let renewed = try await stage.form("/account/security/recovery-codes", [:], by: browser)
      #expect(renewed.status == 200 && !renewed.text.contains(ada.recovery[0]))
      let token = try await stage.pendingToken(ada.person)
      #expect(try await stage.secondStep(token, ada.recovery[0]).status == 401)

      #expect(
        try await stage.form("/account/security/authenticator/removal", ["proof": "wrong"], by: browser).status == 422)
      #expect(
        try await stage.form("/account/security/authenticator/removal", ["proof": stage.code(ada.codes)], by: browser)
          .status == 303)
      // The half sign-in has nothing left to be completed with, and the password is enough again.
      #expect(try await stage.secondStep(token, stage.code(ada.codes, 1)).problemCode == "invalid_mfa_token")
      #expect(try await stage.firstStep(ada.person).status == 200)
      #expect(try await stage.db.value("SELECT count(*) FROM recovery_codes") == 0)
      #expect(try await stage.audited("second_factor.removed") == 1)
    }
  }

  @Test
  func `the owner is told of everything that happens to them`() async throws {
    try await Stage.run { stage in
      let ada = try await stage.owner("Ada")
      let token = try await stage.pendingToken(ada.person)
      #expect(try await stage.secondStep(token, ada.recovery[0]).status == 200)
      _ = try await stage.form(
        "/account/security/authenticator/removal", ["proof": Stage.password], by: ada.browser)
      try await stage.doJobs()
      let subjects = try stage.facilities.postman.outbox?.mails().map(\.subject) ?? []
      for subject in [
        "A second factor was added", "You have new recovery codes", "A recovery code was used",
        "A second factor was removed",
      ] {
        #expect(subjects.contains(subject), "\(subjects)")
      }
    }
  }

  @Test
  func `who lost everything is helped by the school, which sees and uses nothing`() async throws {
    try await Stage.run { stage in
      let mia = try await stage.owner("Mia"), (_, admin) = try await stage.enter("Ada", .admin)
      let (_, leo) = try await stage.enter("Leo")
      let target = "/people/\(mia.person.id.text)/second-factors"
      #expect(try await stage.get(target, by: leo).status == 403)
      #expect(try await stage.form(target + "/reset", [:], by: leo).status == 403)
      let page = try await stage.get(target, by: admin).text
      #expect(page.contains("Authenticator app") && page.contains("Take all second factors away"))
      #expect(try await stage.get("/account", by: mia.browser).status == 200)
      #expect(try await stage.form(target + "/reset", [:], by: admin).status == 303)
      #expect(try await stage.form(target + "/reset", [:], by: admin).status == 409)
      #expect(try await stage.get("/account", by: mia.browser).status == 401)
      #expect(try await stage.firstStep(mia.person).status == 200)
      #expect(try await stage.audited("second_factor.reset") == 1)
      try await stage.doJobs()
      let mails = try stage.facilities.postman.outbox?.mails() ?? []
      #expect(mails.contains { $0.subject == "Your second factors were reset" && $0.to.contains(mia.person.email) })
    }
  }

  @Test
  func `a phone gets a code, once its number is proven`() async throws {
    try await Stage.run { stage in
      let (ada, browser) = try await stage.enter("Ada")
      func lastCode() throws -> String { String(try #require(stage.texts().last).prefix(6)) }
      #expect(try await stage.form("/account/security/phone", ["number": "0151 1234"], by: browser).status == 422)
      #expect(
        try await stage.form("/account/security/phone", ["number": "+49 151 12345678"], by: browser).location
          == "/account/security/phone")
      try await stage.doJobs()
      let first = try lastCode()
      #expect(
        try await stage.form(
          "/account/security/phone/confirmation", ["code": first == "000000" ? "1" : "000000"], by: browser
        ).status == 422)
      #expect(try await stage.firstStep(ada).status == 200, "a number alone is no factor")
      #expect(try await stage.form("/account/security/phone/confirmation", ["code": first], by: browser).status == 200)

      let token = try await stage.pendingToken(ada)
      #expect(try await stage.secondStep(token, first).status == 401)
      #expect(try await stage.json("POST", "/api/v1/auth/mfa/text", #"{"mfa_token":"\#(token)"}"#).status == 204)
      try await stage.doJobs()
      let second = try lastCode()
      #expect(try await stage.secondStep(token, second).status == 200)
      let late = try await stage.pendingToken(ada)
      var statuses: [Int] = []
      for _ in 1...2 {
        statuses.append(try await stage.json("POST", "/api/v1/auth/mfa/text", #"{"mfa_token":"\#(late)"}"#).status)
      }
      #expect(statuses == [204, 429], "messages cost money")
      stage.wait(.minutes(15))
      let last = try await stage.pendingToken(ada)
      _ = try await stage.json("POST", "/api/v1/auth/mfa/text", #"{"mfa_token":"\#(last)"}"#)
      try await stage.doJobs()
      stage.wait(.minutes(9))
      #expect(try await stage.secondStep(last, try lastCode()).status == 200)
      #expect(
        try await stage.form("/account/security/phone/removal", ["proof": Stage.password], by: browser).status == 303)
      #expect(try await stage.firstStep(ada).status == 200)
    }
  }
}
