internal import Essentials
internal import EvolvCore
public import Payloads
public import SQLStore

/// What can stand beside the first proof.
public enum FactorKind: String, PayloadChoice, ColumnWord {
  case authenticator, passkey, text, recoveryCode = "recovery_code", trustedDevice = "trusted_device"
}

/// What a person has of second factors, in one row. Recovery codes and trusted devices stand in for a factor and are none.
struct SecondFactors: RowDecodable, Equatable {
  let hasAuthenticator: Bool, passkeys: Int, phone: String?, recoveryCodes: Int

  init(row: inout Row) throws {
    let authenticators: Int = try row.next()
    hasAuthenticator = authenticators > 0
    passkeys = try row.next()
    phone = try row.nextIfPresent()
    recoveryCodes = try row.next()
  }

  var isEmpty: Bool { !hasAuthenticator && passkeys == 0 && phone == nil }

  /// What may be used to come in.
  var kinds: [FactorKind] {
    [
      (FactorKind.authenticator, hasAuthenticator), (.passkey, passkeys > 0), (.text, phone != nil),
      (.recoveryCode, recoveryCodes > 0),
    ].filter(\.1).map(\.0)
  }
}

extension Reading {
  func secondFactors(of person: ID<Person>) async throws -> SecondFactors {
    try await one(
      """
      SELECT (SELECT count(*) FROM authenticators WHERE user_id = \(person) AND confirmed_at IS NOT NULL),
        (SELECT count(*) FROM passkeys WHERE user_id = \(person)),
        (SELECT number FROM phones WHERE user_id = \(person) AND verified_at IS NOT NULL),
        (SELECT count(*) FROM recovery_codes WHERE user_id = \(person) AND used_at IS NULL)
      """)
  }
}

extension Transaction {
  /// Notes on the person whether they have a second factor, after any of them came or went; without one, what stood in for
  /// it goes too.
  func settleSecondFactors(of person: ID<Person>, at now: Instant) async throws {
    let isEmpty = try await secondFactors(of: person).isEmpty
    noteSecondFactor(of: person, isThere: !isEmpty, at: now)
    guard isEmpty else { return }
    later("DELETE FROM recovery_codes WHERE user_id = \(person)")
    endTrust(of: person)
  }
}
