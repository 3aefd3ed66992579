internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// A code as it is typed: of an app, of a text message, or one for recovery.
enum FactorCode: TextRule { static let length = 6...40 }

extension Context {
  /// Goes on at once where the first step came with a code.
  func complete(
    _ outcome: SignInOutcome, by code: Text<FactorCode>?, _ client: ClientKind
  ) async throws -> SignInOutcome {
    guard case .secondFactorNeeded(let pending) = outcome, let code else { return outcome }
    return .signedIn(try await completeSignIn(pending.token, by: code.text, client))
  }

  /// Completes a sign-in with a code. `trusts`: this device is not asked again for a while.
  func completeSignIn(
    _ token: String, by code: String, _ client: ClientKind, trusts: Bool = false
  ) async throws -> SignedIn {
    let sealer = facilities.sealer, now = now, origin = viewer.origin
    return try await completeSignIn(token, client, trusts) { transaction, person in
      try await transaction.useCode(code, of: person, sealer, from: origin, at: now)
    }
  }

  /// The same with any proof: `prove` uses it up and says what it was, or gives nil for one that does not hold. The proof
  /// and the pending sign-in go in one transaction, so that of many at once one gets in.
  func completeSignIn(
    _ token: String, _ client: ClientKind, _ trusts: Bool, refusal: SignInRefusal = .wrongCode,
    _ prove: @escaping @Sendable (Transaction, ID<Person>) async throws -> FactorKind?
  ) async throws -> SignedIn {
    let held = try await heldSignIn(token), entry = entry(client), now = now, db = db
    let done = try await counted(for: held.person) {
      try await db.transaction { transaction -> CompletedSignIn? in
        guard let factor = try await prove(transaction, held.person) else { return nil }
        return try await transaction.complete(token, with: factor, entry, trusts, at: now)
      }
    }
    guard let done else { throw try await refusedStep(of: held.person, refusal) }
    if let token = done.deviceToken { setDeviceCookie(token) }
    return done.signedIn
  }

  /// Whose sign-in waits under this token; guessing at it counts against the address.
  func heldSignIn(_ token: String) async throws -> PendingHeld {
    let address = viewer.origin.addressKey
    try await facilities.limits.tokens.take(address, at: now)
    guard let held = try await db.pendingSignIn(token, at: now) else { throw SignInRefusal.lostStep.problem }
    await facilities.limits.tokens.giveBack(address)
    return held
  }

  /// Counts a try against the person from this address and from anywhere; what succeeds is given back. nil for what does
  /// not hold.
  func counted<Value: Sendable>(for id: ID<Person>, _ work: () async throws -> Value?) async throws -> Value? {
    let limits = facilities.limits, key = id.text + " " + viewer.origin.addressKey
    try await limits.codesOfPerson.take(id.text, at: now)
    do { try await limits.codes.take(key, at: now) } catch {
      await limits.codesOfPerson.giveBack(id.text)
      throw error
    }
    let value = try await work()
    guard value != nil else { return nil }
    await limits.codes.giveBack(key)
    await limits.codesOfPerson.giveBack(id.text)
    return value
  }

  private func refusedStep(of id: ID<Person>, _ refusal: SignInRefusal) async throws -> Problem {
    let person = try await db.person(id), origin = viewer.origin, now = now
    try await db.transaction { $0.noteRefusedSignIn(of: person, refusal, from: origin, at: now) }
    return refusal.problem
  }
}

private struct CompletedSignIn: Sendable {
  let signedIn: SignedIn, deviceToken: String?
}

extension Transaction {
  /// Opens the session that was waiting.
  fileprivate func complete(
    _ token: String, with factor: FactorKind, _ entry: Entry, _ trusts: Bool, at now: Instant
  ) async throws -> CompletedSignIn {
    guard let held = try await takePendingSignIn(token, at: now) else { throw SignInRefusal.lostStep.problem }
    let person = try await person(held.person), origin = entry.viewer.origin
    guard person.status == .active else { throw SignInRefusal.closedAccount.problem }
    let signedIn = signIn(person, by: held.method, entry, with: factor, at: now)
    guard trusts else { return CompletedSignIn(signedIn: signedIn, deviceToken: nil) }
    let device = trustDevice(of: person.id, from: origin, at: now)
    record(DeviceTrusted(person: person.id), by: person.viewer(in: signedIn.session.id, from: origin), at: now)
    return CompletedSignIn(signedIn: signedIn, deviceToken: device)
  }

  /// Uses up a code of any kind; nil for one that does not hold.
  func useCode(
    _ typed: String, of person: ID<Person>, _ sealer: Sealer, from origin: Origin, at now: Instant
  ) async throws -> FactorKind? {
    let code = typed.filter { !$0.isWhitespace }
    if code.utf8.count == TimeCodes.digits, code.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      if try await useAuthenticator(code, of: person, sealer, at: now) { return .authenticator }
      return try await useTextCode(code, of: person, sealer, at: now) ? .text : nil
    }
    guard try await useRecoveryCode(code, of: person, sealer, at: now) else { return nil }
    record(RecoveryCodeUsed(person: person), by: .visitor(from: origin), at: now)
    return .recoveryCode
  }
}
