internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// Someone who has just signed in, on the page or by the API.
struct SignedIn: Sendable {
  let person: PersonRecord, session: OpenedSession
  /// For clients of the API, which keep themselves signed in.
  let refreshToken: String?
}

/// Who wants to keep in: a browser with its cookie, or a program with tokens.
enum ClientKind: Sendable { case browser, program }

extension Context {
  /// Signs in by mail address or username. An unknown account costs the same work and gets the same answer as a wrong
  /// password; the hash is made outside of any transaction, in the pool for it.
  func signIn(_ login: String, _ password: String, _ client: ClientKind) async throws -> SignInOutcome {
    let address = viewer.origin.addressKey, key = login.trimmed.lowercased() + " " + address
    try await facilities.limits.signInByAddress.take(address, at: now)
    do { try await facilities.limits.signIn.take(key, at: now) } catch {
      await facilities.limits.signInByAddress.giveBack(address)
      throw error
    }
    do {
      let credential = try await db.credential(of: login)
      let newHash = try await check(password, credential)
      let outcome = try await open(credential, newHash, client)
      await forgive(key, address)
      return outcome
    } catch {
      // Only a guess counts, not a server that is busy.
      if case Problem.signInRefused = error {} else { await forgive(key, address) }
      throw error
    }
  }

  private func forgive(_ key: String, _ address: String) async {
    await facilities.limits.signIn.giveBack(key)
    await facilities.limits.signInByAddress.giveBack(address)
  }

  /// Throws unless the password is right; gives a new hash if hashes are made in another way by now.
  private func check(_ password: String, _ credential: Credential?) async throws -> String? {
    let hasher = facilities.passwords, hash = credential?.passwordHash
    let (isRight, newHash) = try await facilities.aside {
      guard let hash else { return (hasher.isValidForNobody(password), String?.none) }
      let isRight = hasher.isValid(password, for: hash)
      return (isRight, isRight && hasher.needsRehash(hash) ? hasher.hash(password) : nil)
    }
    guard isRight, let person = credential?.person else {
      throw try await refused(credential?.person, .wrongCredentials)
    }
    guard person.status == .active else { throw try await refused(person, .closedAccount) }
    return newHash
  }

  private func refused(_ person: PersonRecord?, _ refusal: SignInRefusal) async throws -> Problem {
    try await db.transaction { $0.noteRefusedSignIn(of: person, refusal, from: viewer.origin, at: now) }
    return refusal.problem
  }

  private func open(_ credential: Credential?, _ newHash: String?, _ client: ClientKind) async throws -> SignInOutcome {
    guard let person = credential?.person else { throw SignInRefusal.wrongCredentials.problem }
    let now = now
    return try await enter(person, by: .password, client) { transaction in
      if let newHash { transaction.setPasswordHash(newHash, of: person.id, at: now) }
    }
  }
}

/// Why nobody is let in, for the answer and for the audit log.
enum SignInRefusal: String, Sendable {
  case wrongCredentials = "invalid_credentials", closedAccount = "account_closed", wrongCode = "invalid_mfa_code"
  case lostStep = "invalid_mfa_token", wrongPasskey = "invalid_passkey"

  var problem: Problem { .signInRefused(code: rawValue, reason: reason) }
  private var reason: String {
    switch self {
    case .wrongCredentials: "The email, username or password is not right."
    // Told only to who knows the password.
    case .closedAccount: "This account cannot sign in at the moment. Ask your school."
    case .wrongCode: "This code is not right, or it was used already."
    case .lostStep: "This sign-in took too long. Begin again with your password."
    case .wrongPasskey: "This passkey does not open an account here."
    }
  }
}

extension Transaction {
  /// Begins a session with all that its client needs to stay in.
  func openSession(
    of person: PersonRecord, _ client: ClientKind, living life: SessionLife, from origin: Origin, at now: Instant
  ) -> SignedIn {
    let end = life.end(createdAt: now, usedAt: now)
    let session = openSession(of: person.id, endingBy: end, from: origin, at: now)
    let refresh = client == .program ? addRefreshToken(to: session.id, endingBy: end, at: now) : nil
    return SignedIn(person: person, session: session, refreshToken: refresh)
  }

  /// A line of the audit log alone: nothing changed, so there is no event. What was typed as the account is not kept, since
  /// people type their password there.
  func noteRefusedSignIn(of person: PersonRecord?, _ refusal: SignInRefusal, from origin: Origin, at now: Instant) {
    var line = AuditLine(
      at: now, actor: nil, actorName: origin.actor, action: "person.sign_in_refused", entityType: "person")
    line.entity = person?.id.retyped()
    line.newValues = JSONText(#"{"reason":"\#(refusal.rawValue)"}"#)
    line.ipAddress = origin.address
    line.userAgent = origin.agent
    line.requestID = origin.requestID
    appendAudit(line)
  }
}

extension PersonRecord {
  func viewer(in session: ID<Session>, from origin: Origin, _ rights: Rights = Rights()) -> Viewer {
    Viewer(
      identity: Viewer.Identity(person: id, session: session, name: name, email: email, role: role), rights: rights,
      origin: origin)
  }
}
