internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// The second step of a sign-in for programs.
enum SecondStepAPI {
  static let complete = Route.post(
    "/api/v1/auth/mfa", by: .everyone, "Complete a sign-in with a code of the second factor"
  ).takes(SecondStepRequest.self, answers: SignInAnswer.self)

  static let all = [complete.path()]

  static func register(on table: inout RouteTable<Context>) {
    table.on(complete) { context, request in
      let trusts = request.trustDevice ?? false
      return context.answer(
        try await context.completeSignIn(request.token, by: request.code.text, .program, trusts: trusts))
    }
  }
}

struct SecondStepRequest: Payload {
  let token: String, code: Text<FactorCode>, trustDevice: Bool?
  static let shape = Shape(
    "SecondFactor", Self.init(token:code:trustDevice:),
    Field("mfa_token", \.token, "From the 401 that said mfa_required"),
    Field("code", \.code, "Of the app, of a text message, or one for recovery"),
    Field("trust_device", \.trustDevice, "Sets a cookie, with which this device is not asked for 30 days"))
}
