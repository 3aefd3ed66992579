internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What protects one's account, for programs.
enum SecurityAPI {
  static let show = Route.get("/api/v1/auth/factors", by: .signedIn, "My second factors").answers(FactorsAnswer.self)
  static let prove = Route.post(
    "/api/v1/auth/factors/proof", by: .signedIn, "Prove again that it is me, to change second factors for ten minutes"
  ).takes(ProofForm.self)
  static let begin = Route.post(
    "/api/v1/auth/factors/authenticator", by: .signedIn, "Begin to set up an authenticator app"
  ).answers(SetupAnswer.self)
  static let confirm = Route.post(
    "/api/v1/auth/factors/authenticator/confirmation", by: .signedIn, "Confirm the authenticator app by its first code"
  ).takes(CodeForm.self, answers: RecoveryCodesAnswer.self)
  static let remove = Route.post(
    "/api/v1/auth/factors/authenticator/removal", by: .signedIn, "Remove the authenticator app"
  ).takes(ProofForm.self)
  static let renewCodes = Route.post(
    "/api/v1/auth/factors/recovery-codes", by: .signedIn, "Make ten new recovery codes; the former ones end"
  ).answers(RecoveryCodesAnswer.self)
  static let addPhone = Route.post("/api/v1/auth/factors/phone", by: .signedIn, "Add a phone number; it gets a code")
    .takes(PhoneForm.self)
  static let confirmPhone = Route.post(
    "/api/v1/auth/factors/phone/confirmation", by: .signedIn, "Prove the phone number by its code"
  ).takes(CodeForm.self, answers: RecoveryCodesAnswer.self)
  static let removePhone = Route.post("/api/v1/auth/factors/phone/removal", by: .signedIn, "Remove the phone number")
    .takes(ProofForm.self)
  static let devices = Route.get("/api/v1/auth/trusted-devices", by: .signedIn, "Devices that are not asked again")
    .answers(TrustedDeviceList.self)
  static let untrust = Route.delete(
    "/api/v1/auth/trusted-devices/{device}", ID<TrustedDevice>.self, by: .signedIn, "Trust a device no more"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    registerAuthenticator(on: &table)
    registerPhone(on: &table)
    table.on(show) { context in
      let person = try await context.db.person(context.viewer.requirePerson())
      let factors = try await context.db.secondFactors(of: person.id)
      return FactorsAnswer(factors, isRequired: context.facilities.asksSecondFactor(of: person))
    }
    table.on(prove) { context, form in
      try await context.prove(by: form.proof.text)
      return NoPayload()
    }
    table.on(devices) { context in
      let devices = try await context.db.trustedDevices(of: context.viewer.requirePerson(), at: context.now)
      return TrustedDeviceList(data: devices.map { TrustedDeviceAnswer($0) })
    }
    table.on(untrust) { context, id in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.endTrust(in: id, by: viewer, at: now) }
      return NoPayload()
    }
  }

  private static func registerAuthenticator(on table: inout RouteTable<Context>) {
    table.on(begin) { context in
      try await context.beginAuthenticator()
      guard let setup = try await context.authenticatorSetup() else { throw NothingFound() }
      return SetupAnswer(secret: setup.secret, address: setup.address)
    }
    table.on(confirm) { context, form in
      RecoveryCodesAnswer(codes: try await context.confirmAuthenticator(by: form.code.text))
    }
    table.on(remove) { context, form in
      try await context.removeAuthenticator(by: form.proof.text)
      return NoPayload()
    }
    table.on(renewCodes) { context in RecoveryCodesAnswer(codes: try await context.renewRecoveryCodes()) }
  }

  private static func registerPhone(on table: inout RouteTable<Context>) {
    table.on(addPhone) { context, form in
      try await context.addPhone(form.number)
      return NoPayload()
    }
    table.on(confirmPhone) { context, form in
      RecoveryCodesAnswer(codes: try await context.confirmPhone(by: form.code.text))
    }
    table.on(removePhone) { context, form in
      try await context.removePhone(by: form.proof.text)
      return NoPayload()
    }
  }
}
