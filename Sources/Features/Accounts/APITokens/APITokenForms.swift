internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// What a token is for, in the words of its owner.
enum TokenName: TextRule { static let length = 1...80 }

enum TokenDays: NumberRule { static let range = 1...366 }

/// A new token; without an end it holds for 90 days.
struct APITokenForm: Payload {
  let name: Text<TokenName>, scopes: [String]?, days: Number<TokenDays>?, expiresAt: Instant?
  static let shape = Shape(
    "NewAPIToken", Self.init(name:scopes:days:expiresAt:), Field("name", \.name),
    Field("scopes", \.scopes, "read, write, and permissions of mine; without write it only reads"),
    Field("days", \.days, "How long it holds"), Field("expires_at", \.expiresAt, "Instead of days; within a year"))

  func end(from now: Instant) throws -> Instant {
    guard let expiresAt else { return now + (days.map { .days(Int64($0.value)) } ?? APITokenRules.standard) }
    guard days == nil else { throw Problem.invalid("expires_at", "both", "cannot stand beside days") }
    guard expiresAt > now, expiresAt <= now + APITokenRules.longest else {
      throw Problem.invalid("expires_at", "range", "must be within a year from now")
    }
    return expiresAt
  }
}

struct APITokenAnswer: Payload {
  let id: ID<APIToken>, name: String, scopes: [String], createdAt: Instant, expiresAt: Instant, lastUsedAt: Instant?,
    lastUsedFrom: String?
  static let shape = Shape(
    "APIToken", Self.init(id:name:scopes:createdAt:expiresAt:lastUsedAt:lastUsedFrom:), Field("id", \.id),
    Field("name", \.name), Field("scopes", \.scopes), Field("created_at", \.createdAt),
    Field("expires_at", \.expiresAt), Field("last_used_at", \.lastUsedAt), Field("last_used_from", \.lastUsedFrom))
}

extension APITokenAnswer {
  init(_ token: APITokenRecord) {
    self.init(
      id: token.id, name: token.name, scopes: token.scopes.words, createdAt: token.createdAt,
      expiresAt: token.expiresAt, lastUsedAt: token.lastUsedAt, lastUsedFrom: token.lastUsedFrom)
  }
}

struct APITokenList: Payload {
  let data: [APITokenAnswer]
  static let shape = Shape("APITokenList", Self.init(data:), Field("data", \.data))
}

/// The one answer that holds the token itself.
struct MadeAPITokenAnswer: Payload, Located {
  let id: ID<APIToken>, name: String, scopes: [String], expiresAt: Instant, token: String
  var location: Link { APITokenAPI.list.path() }
  static let shape = Shape(
    "MadeAPIToken", Self.init(id:name:scopes:expiresAt:token:), Field("id", \.id), Field("name", \.name),
    Field("scopes", \.scopes), Field("expires_at", \.expiresAt),
    Field("token", \.token, "For Authorization: Bearer; shown this once"))
}

extension MadeAPITokenAnswer {
  init(_ made: MadeAPIToken) {
    self.init(
      id: made.token.id, name: made.token.name, scopes: made.token.scopes.words, expiresAt: made.token.expiresAt,
      token: made.text)
  }
}
