internal import Essentials
internal import EvolvCore
internal import Routing

/// The cookies of someone who is signed in. They outlive the idle time: the row decides when a session ends.
enum SessionCookie {
  static let name = "session"
  static let refreshName = "refresh"
  /// Characters of a token.
  static let length = 43
}

extension Context {
  func setCookies(of signedIn: SignedIn) {
    set(SessionCookie.name, signedIn.session.token, .lax)
    if let token = signedIn.refreshToken { set(SessionCookie.refreshName, token, .strict) }
  }
  func setRefreshCookie(_ token: String) { set(SessionCookie.refreshName, token, .strict) }

  func removeCookies() {
    for name in [SessionCookie.name, SessionCookie.refreshName]
    where request.head.cookie(facilities.cookieName(name)) != nil {
      jar.set(Cookie(facilities.cookieName(name), "", lifetimeSeconds: 0, isSecure: facilities.isSecure))
    }
  }

  private func set(_ name: String, _ token: String, _ sameSite: Cookie.SameSite) {
    jar.set(
      Cookie(
        facilities.cookieName(name), token, lifetimeSeconds: Int(facilities.sessionLife.longest.count),
        isSecure: facilities.isSecure,
        sameSite: sameSite))
  }
}
