import Cryptography
import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Accounts

@Suite struct `Using tokens` {
  @Test func `a refresh token is good once, and a copy ends the session for both`() async throws {
    try await Stage.run { stage in
      let leo = try await stage.add("Leo"), somebody = Somebody()
      let first = try await stage.token(for: leo.email, by: somebody)
      stage.wait(.minutes(10))
      let second = try Tokens(try await refresh(first.refresh, stage))
      #expect(second.refresh != first.refresh)
      stage.wait(Seconds(5))
      let again = try Tokens(try await refresh(first.refresh, stage))
      #expect(again.refresh == second.refresh && again.access == second.access, "a double send gets the same pair")
      let elsewhere = Somebody(address: "198.51.100.7")
      #expect(try await refresh(first.refresh, stage, by: elsewhere).status == 409, "another client gets nothing")
      stage.wait(.minutes(1))
      somebody.token = second.access
      #expect(try await stage.json("GET", "/api/v1/users/me", by: somebody).status == 200)
      #expect(try await refresh(first.refresh, stage).status == 401)
      #expect(try await refresh(second.refresh, stage).status == 401)
      #expect(try await stage.json("GET", "/api/v1/users/me", by: somebody).status == 401)
      #expect(try await stage.audited("session.token_reused") == 1)
      #expect(try await stage.db.value("SELECT count(*) FROM refresh_tokens") == 0)
    }
  }

  @Test func `of twenty uses at once one gets a pair`() async throws {
    try await Stage.run { stage in
      let leo = try await stage.add("Leo")
      let tokens = try await stage.token(for: leo.email)
      let pairs = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 1...20 {
          group.addTask {
            let pair = try Tokens(try await refresh(tokens.refresh, stage))
            return [pair.access, pair.refresh]
          }
        }
        return try await group.reduce(into: Set<[String]>()) { $0.insert($1) }
      }
      #expect(pairs.count == 1)
      #expect(try await stage.db.value("SELECT count(*) FROM refresh_tokens WHERE used_at IS NULL") == 1)
    }
  }

  @Test func `a thousand rounds of twenty at once give a thousand pairs, and reuse ends all`() async throws {
    try await Stage.run { stage in
      let leo = try await stage.add("Leo"), now = stage.now, later = now + .minutes(1),
        origin = Origin(address: "192.0.2.1"), life = stage.facilities.sessionLife
      for round in 1...1000 {
        let first = try await stage.db.transaction { transaction in
          let session = transaction.openSession(of: leo.id, endingBy: now + .days(7), from: origin, at: now)
          return transaction.addRefreshToken(to: session.id, endingBy: now + .days(7), at: now)
        }
        let next = try await withThrowingTaskGroup(of: String?.self) { group in
          for _ in 1...20 {
            group.addTask {
              try await stage.db.transaction { try await $0.refresh(first, living: life, from: origin, at: now) }.token
            }
          }
          return try await group.reduce(into: Set<String>()) { if let token = $1 { $0.insert(token) } }
        }
        guard next.count == 1, let second = next.first else {
          Issue.record("round \(round) gave \(next.count) pairs")
          return
        }
        let reused = try await stage.db.transaction {
          try await $0.refresh(first, living: life, from: origin, at: later)
        }.token
        let ended = try await stage.db.transaction {
          try await $0.refresh(second, living: life, from: origin, at: later)
        }.token
        guard reused == nil, ended == nil else {
          Issue.record("round \(round): the family lives on")
          return
        }
      }
      #expect(try await stage.db.value("SELECT count(*) FROM sessions") == 0)
      #expect(try await stage.audited("session.token_reused") == 1000)
    }
  }

  @Test func `the cookie refreshes as well, and a sign-out ends all`()
    async throws
  {
    try await Stage.run { stage in
      let leo = try await stage.add("Leo"), somebody = Somebody()
      let body = #"{"email":"\#(leo.email)","password":"Blue kettle 7 rises!"}"#
      #expect(try await stage.json("POST", "/api/v1/auth/token", body, by: somebody).status == 200)
      let answer = try await stage.json("POST", "/api/v1/auth/refresh", "{}", by: somebody)
      #expect(answer.status == 200)
      #expect(try await stage.json("POST", "/api/v1/auth/logout", by: somebody).status == 204)
      #expect(somebody.cookies.isEmpty)
      #expect(try await refresh(try Tokens(answer).refresh, stage).status == 401)
      #expect(
        try await stage.json("POST", "/api/v1/auth/refresh", "{}", by: somebody).codes("refresh_token") == ["missing"])
    }
  }

  @Test func `a token that says something wrong is refused`() async throws {
    try await Stage.run { stage in
      let (_, admin) = try await stage.enter("Ada", .admin)
      let mia = try await stage.add("Mia"), somebody = Somebody()
      let tokens = try await stage.token(for: mia.email, by: somebody)
      func status(_ token: String) async throws -> Int {
        somebody.token = token
        return try await stage.json("GET", "/api/v1/users/me", by: somebody).status
      }
      #expect(try await status(tokens.access) == 200)
      let parts = tokens.access.split(separator: ".").map(String.init)
      let none = Base64URL.text(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
      for token in [
        "", "x", "\(none).\(parts[1]).", "\(parts[0]).\(parts[1]).\(Base64URL.text([UInt8](repeating: 0, count: 32)))",
        tokens.refresh, String(repeating: "x", count: 10_000), tokens.access + "x",
      ] { #expect(try await status(token) == 401, "\(token.prefix(40))") }
      #expect(
        try await stage.json("PATCH", "/api/v1/users/\(mia.id.text)", #"{"role":"instructor"}"#, by: admin).status
          == 200)
      #expect(try await status(tokens.access) == 401)
      let renewed = try Tokens(try await refresh(tokens.refresh, stage))
      #expect(try await status(renewed.access) == 200)
      stage.wait(.minutes(16))
      #expect(try await status(renewed.access) == 401)
    }
  }

  @Test
  func `an expired access token that comes along stops neither a refresh nor a sign-in`() async throws {
    try await Stage.run { stage in
      let leo = try await stage.add("Leo"), somebody = Somebody()
      let tokens = try await stage.token(for: leo.email, by: somebody)
      stage.wait(.minutes(20))
      #expect(try await stage.json("GET", "/api/v1/users/me", by: somebody).status == 401)
      let body = #"{"refresh_token":"\#(tokens.refresh)"}"#
      #expect(try await stage.json("POST", "/api/v1/auth/refresh/", body, by: somebody).status == 200)
      let login = #"{"username":"leo","password":"Blue kettle 7 rises!"}"#
      #expect(try await stage.json("POST", "/api/v1/auth/login", login, by: somebody).status == 200)
    }
  }

  @Test func `the answer is what the API promises`() async throws {
    try await Stage.run { stage in
      let leo = try await stage.add("Leo", .instructor), somebody = Somebody()
      let body = #"{"username":"leo","password":"Blue kettle 7 rises!"}"#
      let root = try JSONDocument(try await stage.json("POST", "/api/v1/auth/login", body, by: somebody).bytes).root
      #expect(root["token_type"]?.string == "Bearer" && root["expires_in"]?.number == "900")
      #expect(root["user"]?["id"]?.string == leo.id.text)
      let claims = try stage.facilities.accessTokens.verify(try #require(root["access_token"]?.string), at: stage.now)
      #expect(
        claims.sub == leo.id.text && claims.role == "instructor"
          && claims.permissions == ["create_courses", "import_courses"])
      #expect(claims.exp - claims.iat == 900)
      #expect(Set(somebody.cookies.keys) == ["session", "refresh"])
    }
  }
}

private func refresh(_ token: String, _ stage: Stage, by somebody: Somebody = Somebody()) async throws -> Response {
  try await stage.json("POST", "/api/v1/auth/refresh", #"{"refresh_token":"\#(token)"}"#, by: somebody)
}

extension Refreshed {
  /// The refresh token to go on with.
  fileprivate var token: String? { if case .renewed(_, let token, _) = self { token } else { nil } }
}
