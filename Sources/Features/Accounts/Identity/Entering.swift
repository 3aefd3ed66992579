internal import Essentials
internal import EvolvCore
public import Payloads
internal import Routing
public import SQLStore

/// How somebody proved who they are, before any second factor.
public enum SignInMethod: String, PayloadChoice, ColumnWord {
  case password, passkey, provider, invitation, registration
  /// A provider of which the school knows that it asks for two factors itself.
  case trustedProvider = "trusted_provider"

  /// A passkey that checked its owner's finger, face or PIN is two factors in one; a new account has none to ask for.
  var isEnough: Bool { self == .passkey || self == .registration || self == .trustedProvider }
}

/// What came of a way in.
enum SignInOutcome: Sendable {
  case signedIn(SignedIn)
  /// Proven once; the token is what the second proof must come with.
  case secondFactorNeeded(PendingSignIn)
}

/// The browser or program that someone comes in with.
struct Entry: Sendable {
  let client: ClientKind
  let viewer: Viewer, life: SessionLife
  /// The token of a device that is not asked for a second factor.
  let deviceToken: String?
}

extension Context {
  func entry(_ client: ClientKind) -> Entry {
    let token = request.head.cookie(facilities.cookieName(TrustedDeviceRules.cookie))
    return Entry(
      client: client, viewer: viewer, life: facilities.sessionLife,
      deviceToken: token.flatMap { $0.utf8.count == 43 ? $0 : nil })
  }

  /// Every way in ends here, whoever proved what: it alone opens sessions, or asks for the second factor first.
  /// `alongside`: what belongs to the same transaction.
  func enter(
    _ person: PersonRecord, by method: SignInMethod, _ client: ClientKind,
    alongside work: @escaping @Sendable (Transaction) async throws -> Void = { _ in }
  ) async throws -> SignInOutcome {
    let entry = entry(client), now = now
    return try await db.transaction { transaction in
      try await work(transaction)
      return try await transaction.enter(person, by: method, entry, at: now)
    }
  }
}

extension Transaction {
  /// The same for who is in a transaction already.
  func enter(
    _ person: PersonRecord, by method: SignInMethod, _ entry: Entry, at now: Instant
  ) async throws -> SignInOutcome {
    guard person.status == .active else { throw SignInRefusal.closedAccount.problem }
    if person.secondFactorSince == nil || method.isEnough {
      return .signedIn(signIn(person, by: method, entry, at: now))
    }
    if let token = entry.deviceToken,
      try await useTrustedDevice(token, of: person.id, from: entry.viewer.origin, at: now)
    {
      return .signedIn(signIn(person, by: method, entry, with: .trustedDevice, at: now))
    }
    return .secondFactorNeeded(try await beginSecondStep(of: person.id, by: method, at: now))
  }

  /// Begins the session of someone who proved all that is asked for. The browser's former session ends, so that nobody who
  /// planted or saw its token is carried in.
  func signIn(
    _ person: PersonRecord, by method: SignInMethod, _ entry: Entry, with factor: FactorKind? = nil, at now: Instant
  ) -> SignedIn {
    if let former = entry.viewer.identity?.session { endSession(former) }
    let origin = entry.viewer.origin
    let signedIn = openSession(of: person, entry.client, living: entry.life, from: origin, at: now),
      session = signedIn.session.id
    noteSignIn(of: person.id, at: now)
    let event = PersonSignedIn(person: person.id, session: session, method: method, secondFactor: factor)
    record(event, by: person.viewer(in: session, from: origin), at: now)
    return signedIn
  }
}
