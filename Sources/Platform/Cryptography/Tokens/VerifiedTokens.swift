internal import Essentials

/// Tokens whose signature was found good, with what they say. A client sends the same one hundreds of times, and its signature
/// and its claims do not change; whether it holds at this moment is asked each time.
final class VerifiedTokens: Sendable {
  fileprivate struct State {
    var recent: [String: TokenClaims] = [:], former: [String: TokenClaims] = [:]
  }
  /// Of each of the two: some megabytes at most.
  static let most = 1024
  private let state = Locked(State())

  func claims(of token: String) -> TokenClaims? {
    state.withLock { state in
      if let claims = state.recent[token] { return claims }
      guard let claims = state.former.removeValue(forKey: token) else { return nil }
      state.keep(claims, of: token)
      return claims
    }
  }

  func keep(_ claims: TokenClaims, of token: String) { state.withLock { $0.keep(claims, of: token) } }
}

extension VerifiedTokens.State {
  /// What was not asked for while as many others were is forgotten.
  fileprivate mutating func keep(_ claims: TokenClaims, of token: String) {
    if recent.count >= VerifiedTokens.most {
      former = recent
      recent = [:]
    }
    recent[token] = claims
  }
}
