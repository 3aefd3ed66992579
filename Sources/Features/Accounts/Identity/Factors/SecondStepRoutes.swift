internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The second step of a sign-in. The token of the first is in a cookie, never in an address.
enum SecondStepRoutes {
  static let show = Route.get("/login/second-factor", by: .everyone, "Page for the second factor")
  static let complete = Route.post("/login/second-factor", by: .everyone, "Complete a sign-in with a code")

  static let sendText = Route.post("/login/second-factor/text", by: .everyone, "Send a code to the phone")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in
      let next = try context.request.query(NextQuery.self).next
      return try await context.secondStep { context.page(try await SecondStepPage(context, $0, next: next)) }
    }
    table.on(sendText) { context in
      try await context.secondStep { token in
        try await context.secondStepForm(NextQuery.self, token) { form in
          try await context.sendTextCode(for: token)
          return context.redirect(
            to: show.path().query([("next", form.next)]), saying: "A code is on its way to your phone.")
        }
      }
    }
    table.on(complete) { context in
      try await context.secondStep { token in
        try await context.secondStepForm(SecondStepForm.self, token) { form in
          let signedIn = try await context.completeSignIn(
            token, by: form.code.text, .browser, trusts: form.trust == "true")
          return context.lead(on: .signedIn(signedIn), next: form.next)
        }
      }
    }
  }
}

extension Context {
  /// Answers with the token of this browser's first step; where there is none any more, one begins again.
  func secondStep(_ answer: (String) async throws -> Response) async throws -> Response {
    if let token = pendingToken {
      do { return try await answer(token) } catch Problem.signInRefused(SignInRefusal.lostStep.rawValue, _) {}
    }
    if viewer.isSignedIn { return Redirect(to: landing(nil, for: viewer)).response() }
    removePendingCookie()
    return redirect(to: IdentityRoutes.login.path(), saying: "That took too long. Sign in again.", .info)
  }

  /// A form of the second step; what is refused comes back on its page.
  func secondStepForm<Value: Payload>(
    _: Value.Type, _ token: String, _ work: (Value) async throws -> Response
  ) async throws -> Response {
    let page = try await SecondStepPage(self, token, next: nil)
    return try await patientForm(Value.self) { value in
      do { return try await work(value) } catch Problem.signInRefused(let code, let reason)
        where code != SignInRefusal.lostStep.rawValue
      { throw Problem.invalid("", code, reason) }
    } again: { draft, wait in
      self.page(page.again(draft, wait))
    }
  }
}

/// The form of the second step.
struct SecondStepForm: Payload {
  let code: Text<FactorCode>, trust: String?, next: String?
  static let shape = Shape(
    "SecondStepForm", Self.init(code:trust:next:), Field("code", \.code), Field("trust", \.trust),
    Field("next", \.next))
}
