internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import SQLStore

extension Reading {
  /// The tokens of a person, the newest first.
  func apiTokens(of person: ID<Person>) async throws -> [APITokenRecord] {
    try await all(
      """
      SELECT \(APITokenRecord.columns) FROM api_tokens WHERE user_id = \(person)
      ORDER BY created_at DESC, id DESC \(SQL.limit(APITokenRules.most))
      """)
  }

  /// Whose token this is, if it holds and the person may come in. A text that cannot be one costs no statement.
  func apiToken(_ text: String, at now: Instant) async throws -> LiveAPIToken? {
    guard ScannableToken.isWhole(text, APITokenRules.prefix) else { return nil }
    return try await first(
      """
      SELECT \(LiveAPIToken.columns) FROM api_tokens JOIN users ON users.id = api_tokens.user_id
      WHERE api_tokens.token_hash = \(SHA256.digest(of: text)) AND api_tokens.expires_at > \(now)
        AND users.status = 'active'
      """)
  }
}

extension Database {
  /// Notes the use of a token, now and then.
  func noteUse(of token: APITokenRecord, from origin: Origin, at now: Instant) async throws {
    if let last = token.lastUsedAt, now.seconds(since: last) < APITokenRules.noteEvery.count { return }
    try await execute(
      "UPDATE api_tokens SET last_used_at = \(now), last_used_from = \(origin.address) WHERE id = \(token.id)")
  }
}
