internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// A key that the school signs badges with.
struct IssuerKey: RowDecodable {
  let id: ID<IssuerKey>, name: String, published: PublishedKey, sealed: String
  let createdAt: Instant, retiredAt: Instant?
  static let purpose: StaticString = "issuer key"

  static let columns: SQL = "id, name, published, sealed, created_at, retired_at"
  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    let text: JSONText = try row.next()
    published = try PublishedKey(json: Array(text.text.utf8))
    sealed = try row.next()
    createdAt = try row.next()
    retiredAt = try row.nextIfPresent()
  }

  func opened(by sealer: Sealer) throws -> SigningKey {
    guard let key = SigningKey(der: try sealer.open(sealed, for: Self.purpose)) else { throw TextRefused.malformed }
    return key
  }
}

/// Another key signs from now on.
struct IssuerKeyChanged: DomainEvent {
  static let name = "issuer_key.changed"
  let key: ID<IssuerKey>, name: String
  var subject: Subject { Subject("issuer_key", key) }
  static let shape = Shape("IssuerKeyChanged", Self.init(key:name:), Field("key_id", \.key), Field("name", \.name))
}

extension Reading {
  /// The key in use first, then those that were.
  func issuerKeys() async throws -> [IssuerKey] {
    try await all(
      """
      SELECT \(IssuerKey.columns) FROM issuer_keys
      ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, created_at DESC, id LIMIT 100
      """)
  }
}

extension Transaction {
  /// Retires the key in use and puts a new one in its place. `unlessThere`: only if there is none yet.
  func addIssuerKey(
    _ key: SigningKey, sealedBy sealer: Sealer, unlessThere: Bool, by viewer: Viewer, at now: Instant
  ) async throws {
    if unlessThere {
      let current: Int? = try await first("SELECT 1 FROM issuer_keys WHERE retired_at IS NULL")
      if current != nil { return }
    } else {
      try viewer.require(.manageSettings)
      try await execute("UPDATE issuer_keys SET retired_at = \(now) WHERE retired_at IS NULL")
    }
    let id = ID<IssuerKey>(at: now), name = key.thumbprint, published = key.published(as: name)
    let added = try await execute(
      """
      INSERT INTO issuer_keys (id, name, published, sealed, created_at)
      VALUES (\(id), \(name), \(JSONText(String(decoding: published.json, as: UTF8.self))),
        \(sealer.seal(key.der, for: IssuerKey.purpose)), \(now)) ON CONFLICT DO NOTHING
      """)
    if added > 0 { record(IssuerKeyChanged(key: id, name: name), by: viewer, at: now) }
  }
}

extension Context {
  /// The key that signs now; the first one is made when it is first needed.
  func signingKey() async throws -> (key: SigningKey, name: String) {
    if let current = try await db.issuerKeys().first, current.retiredAt == nil {
      return (try current.opened(by: facilities.sealer), current.name)
    }
    try await makeIssuerKey(unlessThere: true, by: .program)
    guard let made = try await db.issuerKeys().first else { throw NothingFound() }
    return (try made.opened(by: facilities.sealer), made.name)
  }

  func makeIssuerKey(unlessThere: Bool, by viewer: Viewer) async throws {
    let key = try await facilities.aside { SigningKey.make() }, sealer = facilities.sealer, now = now
    try await db.transaction {
      try await $0.addIssuerKey(key, sealedBy: sealer, unlessThere: unlessThere, by: viewer, at: now)
    }
  }
}
