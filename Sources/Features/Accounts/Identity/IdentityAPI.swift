internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// What signing in answers: who one is, and the tokens to prove it.
struct SignInAnswer: Payload, Located {
  let user: UserAnswer, accessToken: String, expiresIn: Int, refreshToken: String, tokenType: String
  var location: Link { IdentityAPI.me.path() }

  static let shape = Shape(
    "SignIn", Self.init, Field("user", \.user), Field("access_token", \.accessToken, "For Authorization: Bearer"),
    Field("expires_in", \.expiresIn, "Seconds"), Field("refresh_token", \.refreshToken, "Good once"),
    Field("token_type", \.tokenType))
}

enum IdentityAPI {
  static let registration = Route.post("/api/v1/auth/register", by: .everyone, "Make an account")
    .takes(Registration.self, creates: SignInAnswer.self)
  static let shortRegistration = Route.post(
    "/api/v1/register", by: .everyone, "Make an account; the same as /auth/register"
  )
  .takes(Registration.self, creates: SignInAnswer.self)
  static let login = Route.post("/api/v1/auth/login", by: .everyone, "Sign in").takes(
    LoginRequest.self, answers: SignInAnswer.self)
  static let token = Route.post("/api/v1/auth/token", by: .everyone, "Sign in; the same as /auth/login")
    .takes(LoginRequest.self, answers: SignInAnswer.self)
  static let refresh = Route.post("/api/v1/auth/refresh", by: .everyone, "Take a refresh token for new tokens")
    .takes(RefreshRequest.self, answers: SignInAnswer.self)
  static let logout = Route.post("/api/v1/auth/logout", by: .everyone, "Sign out").answersNothing
  static let me = Route.get("/api/v1/users/me", by: .signedIn, "Show me").answers(UserAnswer.self)

  /// Whether a call carries its own proof in its body, so that an old token or cookie that comes along changes nothing: a
  /// client that attaches its expired access token to everything must still be able to refresh it.
  static func bringsProof(_ path: String) -> Bool {
    proving.contains(path.hasSuffix("/") ? String(path.dropLast()) : path)
  }

  private static let proving = Set(
    ([
      login.path(), token.path(), refresh.path(), registration.path(), shortRegistration.path(),
      InvitationAPI.register.path(),
    ] + SecondStepAPI.all).map(\.text))

  /// Whether a route is about how people prove who they are: an API token opens none of these.
  static func isInPerson(_ endpoint: Endpoint) -> Bool {
    !endpoint.isCall || endpoint.pattern.hasSuffix("/second-factors")
      || ["auth", "sessions", "api-tokens"].contains { part in
        endpoint.pattern == "/api/v1/" + part || endpoint.pattern.hasPrefix("/api/v1/" + part + "/")
      }
  }

  /// Whether a route changes how a person proves who they are, or what is theirs alone: nobody does that in their place.
  static func isOwnAlone(_ endpoint: Endpoint) -> Bool {
    guard endpoint.method != .get else { return false }
    let pattern = endpoint.pattern
    return [
      "/account", "/api/v1/auth/", "/api/v1/sessions", "/api/v1/api-tokens", "/api/v1/profile", "/api/v1/users/me",
      "/verification",
    ].contains { pattern.hasPrefix($0) } && pattern != "/api/v1/auth/logout" || pattern == "/logout/everywhere"
  }

  static func register(on table: inout RouteTable<Context>) {
    for call in [registration, shortRegistration] {
      table.on(call) { context, registration in
        try context.answer(try await context.register(registration, .program))
      }
    }
    for call in [login, token] {
      table.on(call) { context, request in
        let outcome = try await context.signIn(request.login(), request.password.text, .program)
        return try context.answer(try await context.complete(outcome, by: request.code, .program))
      }
    }
    table.on(refresh) { context, request in try await context.refresh(request) }
    table.on(logout) { context in
      try await context.signOut()
      return NoPayload()
    }
    table.on(me) { context in UserAnswer(try await context.db.person(context.viewer.requirePerson())) }
  }
}

extension Context {
  /// Answers a program after any way in; where a second factor is needed, with the 401 that says so.
  func answer(_ outcome: SignInOutcome) throws -> SignInAnswer {
    switch outcome {
    case .signedIn(let signedIn): return answer(signedIn)
    case .secondFactorNeeded(let pending):
      throw Problem.secondFactorNeeded(token: pending.token, kinds: pending.kinds.map(\.rawValue))
    }
  }

  func answer(_ signedIn: SignedIn) -> SignInAnswer {
    setCookies(of: signedIn)
    return answer(signedIn.person, session: signedIn.session.id, refreshToken: signedIn.refreshToken ?? "")
  }

  private func answer(
    _ person: PersonRecord, session: ID<Session>, refreshToken: String, at moment: Instant? = nil
  ) -> SignInAnswer {
    let tokens = facilities.accessTokens, moment = moment ?? now
    let access = tokens.issue(
      subject: person.id.text, session: session.text, role: person.role.rawValue,
      permissions: roles.rights(of: person).words, at: moment,
      // The same pair again for a client that sent its refresh token twice.
      id: Hex.text(SHA256.digest(of: "access token beside " + refreshToken).prefix(16)))
    return SignInAnswer(
      user: UserAnswer(person), accessToken: access, expiresIn: Int(tokens.lifetime.count), refreshToken: refreshToken,
      tokenType: "Bearer")
  }

  /// Refusals count against the address; an honest client never has one.
  fileprivate func refresh(_ request: RefreshRequest) async throws -> SignInAnswer {
    let address = viewer.origin.addressKey
    try await facilities.limits.refresh.take(address, at: now)
    guard let token = request.refreshToken ?? self.request.head.cookie(facilities.cookieName(SessionCookie.refreshName))
    else {
      throw Problem.invalid("refresh_token", "missing", "is required")
    }
    switch try await db.transaction({ [life = facilities.sessionLife] in
      try await $0.refresh(token, living: life, from: viewer.origin, at: now)
    }) {
    case .renewed(let session, let refreshToken, let moment):
      await facilities.limits.refresh.giveBack(address)
      setRefreshCookie(refreshToken)
      return answer(try await db.person(session.person), session: session.id, refreshToken: refreshToken, at: moment)
    case .doubled:
      throw Problem.conflict("This refresh token was used a moment ago. Use the one that was answered then.")
    case .refused:
      throw Problem.signInRefused(
        code: "invalid_refresh_token", reason: "This refresh token does not hold. Sign in again.")
    }
  }
}
