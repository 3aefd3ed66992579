internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

extension Facilities {
  /// Who passkeys are made for; nil where the school is reached by a number, which browsers refuse.
  var relyingParty: RelyingParty? { RelyingParty(origin: baseAddress) }
}

extension Context {
  private func party() throws -> RelyingParty {
    guard let party = facilities.relyingParty else {
      throw Problem.conflict("Passkeys need the school to be reached by a name over HTTPS.")
    }
    return party
  }

  /// What the browser is asked for a new passkey with.
  func inviteToPasskey() async throws -> PasskeyInvitation {
    let party = try party(), id = try await requireProven(), now = now
    let person = try await db.person(id), known = try await db.passkeys(of: id)
    let challenge = try await db.transaction { $0.issueChallenge(.registration, for: id, at: now) }
    return PasskeyInvitation(
      challenge: challenge, party: party.id, partyName: facilities.schoolName, user: EncodedBytes(bytes: id.bits.bytes),
      userName: person.email, displayName: person.name, algorithms: RelyingParty.algorithms,
      excluded: known.map { EncodedBytes(bytes: $0.credential) }, timeout: Self.timeout)
  }
  private static let timeout = Int(PasskeyRules.challengeLifetime.count) * 1000

  /// Takes a new passkey. Gives it, and recovery codes where there were none yet.
  func addPasskey(_ new: NewPasskey) async throws -> (passkey: Passkey, codes: [String]) {
    let party = try party(), id = try await requireProven()
    let sealer = facilities.sealer, viewer = viewer, now = now, client: ClientData, key: RegisteredPasskey
    do {
      client = try ClientData(new.clientData.bytes)
      key = try party.register(attestation: new.attestation.bytes, client: client)
    } catch {
      throw Problem.invalid("attestation_object", "invalid_passkey", "is not what a passkey of this school says")
    }
    return try await db.transaction { transaction in
      guard try await transaction.takeChallenge(client.challenge, .registration, for: id, at: now) else {
        throw Problem.invalid("client_data", "invalid_challenge", "answers no question that is open; try again")
      }
      let passkey = try await transaction.addPasskey(key, named: new.name.text, to: id, at: now)
      return (passkey, try await transaction.added(.passkey, to: id, sealer, by: viewer, at: now))
    }
  }

  /// What the browser is asked for a passkey with: any, to sign in, or those of the person whose sign-in waits.
  func askForPasskey(_ token: String?) async throws -> PasskeyQuestion {
    let party = try party(), now = now
    try await facilities.limits.challenges.take(viewer.origin.addressKey, at: now)
    guard let token else {
      let challenge = try await db.transaction { $0.issueChallenge(.signIn, for: nil, at: now) }
      return PasskeyQuestion(
        challenge: challenge, party: party.id, credentials: [], verification: "required", timeout: Self.timeout)
    }
    let held = try await heldSignIn(token), known = try await db.passkeys(of: held.person)
    guard !known.isEmpty else { throw NothingFound() }
    let challenge = try await db.transaction { $0.issueChallenge(.secondFactor, for: held.person, at: now) }
    return PasskeyQuestion(
      challenge: challenge, party: party.id, credentials: known.map { EncodedBytes(bytes: $0.credential) },
      verification: "preferred", timeout: Self.timeout)
  }

  /// Signs in by a passkey alone: it says whose it is and made sure of its owner.
  func signIn(with answer: PasskeyAnswer, _ client: ClientKind) async throws -> SignInOutcome {
    let address = viewer.origin.addressKey, now = now
    try await facilities.limits.tokens.take(address, at: now)
    let proven = try await proven(answer, needsVerification: true)
    guard let proven, answer.userHandle.map({ $0.bytes == proven.passkey.person.bits.bytes }) ?? true else {
      throw try await refusedPasskey(nil)
    }
    let person = try await db.person(proven.passkey.person), entry = entry(client)
    let outcome = try await db.transaction { transaction -> SignInOutcome? in
      guard try await transaction.take(proven, .signIn, for: nil, by: entry.viewer, at: now) else { return nil }
      return try await transaction.enter(person, by: .passkey, entry, at: now)
    }
    guard let outcome else { throw try await refusedPasskey(person) }
    await facilities.limits.tokens.giveBack(address)
    return outcome
  }

  /// Completes a sign-in with a passkey as the second factor.
  func completeSignIn(
    _ token: String, with answer: PasskeyAnswer, _ client: ClientKind, trusts: Bool
  ) async throws -> SignedIn {
    let proven = try await proven(answer, needsVerification: false), viewer = viewer, now = now
    return try await completeSignIn(token, client, trusts, refusal: .wrongPasskey) { transaction, person in
      guard let proven, proven.passkey.person == person else { return nil }
      return try await transaction.take(proven, .secondFactor, for: person, by: viewer, at: now) ? .passkey : nil
    }
  }

  /// The passkey that gave this answer, if its signature holds.
  private func proven(_ answer: PasskeyAnswer, needsVerification: Bool) async throws -> ProvenPasskey? {
    let party = try party()
    guard let passkey = try await db.passkey(credential: answer.credential.bytes) else { return nil }
    do {
      let client = try ClientData(answer.clientData.bytes)
      let proof = try party.verify(
        answer.signature.bytes, over: answer.authenticatorData.bytes, client: client, key: passkey.publicKey,
        algorithm: passkey.algorithm, needsVerification: needsVerification)
      return ProvenPasskey(passkey: passkey, challenge: client.challenge, count: proof.signCount)
    } catch { return nil }
  }

  private func refusedPasskey(_ person: PersonRecord?) async throws -> Problem {
    let origin = viewer.origin, now = now
    try await db.transaction { $0.noteRefusedSignIn(of: person, .wrongPasskey, from: origin, at: now) }
    return SignInRefusal.wrongPasskey.problem
  }
}

/// A passkey whose signature holds; whether its question was ours and its count grew is still to be seen.
private struct ProvenPasskey: Sendable {
  let passkey: Passkey, challenge: String, count: Int
}

extension Transaction {
  /// Uses up the question and notes the use. False for a question that is not open, and for a count that went backwards,
  /// which is told to the owner.
  fileprivate func take(
    _ proven: ProvenPasskey, _ purpose: ChallengePurpose, for person: ID<Person>?, by viewer: Viewer, at now: Instant
  ) async throws -> Bool {
    guard try await takeChallenge(proven.challenge, purpose, for: person, at: now) else { return false }
    if try await usePasskey(proven.passkey.id, count: proven.count, at: now) { return true }
    record(PasskeyCopied(person: proven.passkey.person, passkey: proven.passkey.id), by: viewer, at: now)
    return false
  }
}
