internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// The second step of a sign-in for programs.
enum SecondStepAPI {
  static let complete = Route.post(
    "/api/v1/auth/mfa", by: .everyone, "Complete a sign-in with a code of the second factor"
  ).takes(SecondStepRequest.self, answers: SignInAnswer.self)

  static let sendText = Route.post("/api/v1/auth/mfa/text", by: .everyone, "Send a code to the phone")
    .takes(TextCodeRequest.self)

  /// Calls that carry their own proof.
  static let all = [complete.path(), sendText.path(), PasskeyAPI.signIn.path(), PasskeyAPI.ask.path()]

  static func register(on table: inout RouteTable<Context>) {
    table.on(sendText) { context, request in
      try await context.sendTextCode(for: request.token)
      return NoPayload()
    }
    table.on(complete) { context, request in
      let trusts = request.trustDevice ?? false
      return context.answer(
        try await context.completeSignIn(request.token, by: request.code.text, .program, trusts: trusts))
    }
  }
}

struct TextCodeRequest: Payload {
  let token: String
  static let shape = Shape("TextCodeRequest", Self.init(token:), Field("mfa_token", \.token))
}

struct SecondStepRequest: Payload {
  let token: String, code: Text<FactorCode>, trustDevice: Bool?
  static let shape = Shape(
    "SecondFactor", Self.init(token:code:trustDevice:),
    Field("mfa_token", \.token, "From the 401 that said mfa_required"),
    Field("code", \.code, "Of the app, of a text message, or one for recovery"),
    Field("trust_device", \.trustDevice, "Sets a cookie, with which this device is not asked for 30 days"))
}
