internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// Passkeys for programs and for the pages' script.
enum PasskeyAPI {
  static let ask = Route.post("/api/v1/auth/passkeys/options", by: .everyone, "What to ask a passkey with to sign in")
    .takes(PasskeyQuestionRequest.self, answers: PasskeyQuestion.self)
  static let signIn = Route.post("/api/v1/auth/passkeys/sign-in", by: .everyone, "Sign in with a passkey")
    .takes(PasskeySignIn.self, answers: SignInAnswer.self)
  static let invite = Route.post(
    "/api/v1/auth/passkeys/registration-options", by: .signedIn, "What to ask a device for a new passkey with"
  ).answers(PasskeyInvitation.self)
  static let list = Route.get("/api/v1/auth/passkeys", by: .signedIn, "My passkeys").answers(PasskeyList.self)
  static let add = Route.post("/api/v1/auth/passkeys", by: .signedIn, "Add a passkey")
    .takes(NewPasskey.self, creates: AddedPasskey.self)
  static let rename = Route.patch("/api/v1/auth/passkeys/{passkey}", ID<Passkey>.self, by: .signedIn, "Name a passkey")
    .takes(PasskeyNameForm.self, answers: PasskeySummary.self)
  static let remove = Route.post(
    "/api/v1/auth/passkeys/{passkey}/removal", ID<Passkey>.self, by: .signedIn, "Remove a passkey"
  ).takes(ProofForm.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(ask) { context, request in
      // A browser on the page of the second step carries the token in its cookie.
      let token = request.token == "" ? context.pendingToken : request.token
      return try await context.askForPasskey(token)
    }
    table.on(signIn) { context, request in
      guard let token = request.token else {
        return try context.answer(try await context.signIn(with: request.answer, .program))
      }
      let trusts = request.trustDevice ?? false
      return context.answer(
        try await context.completeSignIn(token, with: request.answer, .program, trusts: trusts))
    }
    table.on(invite) { context in try await context.inviteToPasskey() }
    table.on(list) { context in
      PasskeyList(data: try await context.db.passkeys(of: context.viewer.requirePerson()).map { PasskeySummary($0) })
    }
    table.on(add) { context, new in
      let (passkey, codes) = try await context.addPasskey(new)
      return AddedPasskey(passkey: PasskeySummary(passkey), recoveryCodes: codes)
    }
    table.on(rename) { context, form, id in
      let viewer = context.viewer, now = context.now
      return PasskeySummary(
        try await context.db.transaction { try await $0.renamePasskey(id, to: form.name.text, by: viewer, at: now) })
    }
    table.on(remove) { context, form, id in
      try await context.removePasskey(id, by: form.proof.text)
      return NoPayload()
    }
  }
}

struct PasskeyList: Payload {
  let data: [PasskeySummary]
  static let shape = Shape("PasskeyList", Self.init(data:), Field("data", \.data))
}

struct AddedPasskey: Payload, Located {
  let passkey: PasskeySummary, recoveryCodes: [String]
  var location: Link { PasskeyAPI.list.path() }
  static let shape = Shape(
    "AddedPasskey", Self.init(passkey:recoveryCodes:), Field("passkey", \.passkey),
    Field("recovery_codes", \.recoveryCodes, "Only with the first second factor, and only now"))
}
