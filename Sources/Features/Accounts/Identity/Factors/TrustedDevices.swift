internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Routing
internal import SQLStore

// A device that is not asked for a second factor again: a token in its cookie, the digest in a row, bound to one person.

enum TrustedDevice {}

enum TrustedDeviceRules {
  static let cookie = "device"
  static let lifetime = Seconds.days(30)
}

struct TrustedDeviceRecord: RowDecodable {
  let id: ID<TrustedDevice>, createdAt: Instant, lastUsedAt: Instant, expiresAt: Instant, ipAddress: String?,
    userAgent: String?

  init(row: inout Row) throws {
    id = try row.next()
    createdAt = try row.next()
    lastUsedAt = try row.next()
    expiresAt = try row.next()
    ipAddress = try row.nextIfPresent()
    userAgent = try row.nextIfPresent()
  }
}

extension Reading {
  func trustedDevices(of person: ID<Person>, at now: Instant) async throws -> [TrustedDeviceRecord] {
    try await all(
      """
      SELECT id, created_at, last_used_at, expires_at, ip_address, user_agent FROM trusted_devices
      WHERE user_id = \(person) AND expires_at > \(now) ORDER BY last_used_at DESC, id DESC LIMIT 100
      """)
  }
}

extension Transaction {
  func trustDevice(of person: ID<Person>, from origin: Origin, at now: Instant) -> String {
    let token = Randomness.token()
    later(
      """
      INSERT INTO trusted_devices (id, user_id, token_hash, created_at, last_used_at, expires_at, ip_address, user_agent)
      VALUES (\(ID<TrustedDevice>(at: now)), \(person), \(SHA256.digest(of: token)), \(now), \(now),
        \(now + TrustedDeviceRules.lifetime), \(origin.address), \(origin.agent))
      """)
    return token
  }

  /// Whether this person trusts the device; the use is noted, the end stays where it was.
  func useTrustedDevice(
    _ token: String, of person: ID<Person>, from origin: Origin, at now: Instant
  ) async throws -> Bool {
    let found: ID<TrustedDevice>? = try await first(
      """
      UPDATE trusted_devices SET last_used_at = \(now), ip_address = \(origin.address)
      WHERE token_hash = \(SHA256.digest(of: token)) AND user_id = \(person) AND expires_at > \(now) RETURNING id
      """)
    return found != nil
  }

  /// Ends the trust in one device, or a 404 for anyone else's.
  func endTrust(in device: ID<TrustedDevice>, by viewer: Viewer, at now: Instant) async throws {
    let person = try viewer.requireThemselves()
    let ended: ID<TrustedDevice>? = try await first(
      "DELETE FROM trusted_devices WHERE id = \(device) AND user_id = \(person) RETURNING id")
    guard ended != nil else { throw NothingFound() }
    record(DeviceTrustEnded(person: person, device: device), by: viewer, at: now)
  }

  func endTrust(of person: ID<Person>) { later("DELETE FROM trusted_devices WHERE user_id = \(person)") }
}

extension Context {
  func setDeviceCookie(_ token: String) {
    jar.set(
      Cookie(
        facilities.cookieName(TrustedDeviceRules.cookie), token,
        lifetimeSeconds: Int(TrustedDeviceRules.lifetime.count), isSecure: facilities.isSecure))
  }
}
