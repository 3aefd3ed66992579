internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing

enum IdentityRoutes {
  static let login = Route.get("/login", by: .everyone, "Sign-in page")
  static let signIn = Route.post("/login", by: .everyone, "Sign in")
  static let registration = Route.get("/register", by: .everyone, "Registration page")
  static let enter = Route.post("/register", by: .everyone, "Register")
  static let logout = Route.post("/logout", by: .everyone, "Sign out")
  static let logoutEverywhere = Route.post("/logout/everywhere", by: .signedIn, "Sign out on every device")

  static func register(on table: inout RouteTable<Context>) {
    table.on(login) { context in try await context.entryPage(.signIn) }
    table.on(signIn) { context in
      try await context.entry(.signIn, LoginForm.self) { form in
        context.lead(on: try await context.signIn(form.login.text, form.password.text, .browser), next: form.next)
      }
    }
    table.on(registration) { context in try await context.entryPage(.registration) }
    table.on(enter) { context in
      try await context.entry(.registration, RegistrationForm.self) { form in
        context.lead(on: try await context.register(form.registration, .browser), next: form.next)
      }
    }
    table.on(logout) { context in
      try await context.signOut()
      return context.redirect(to: login.path(), saying: "You are signed out.", .info)
    }
    table.on(logoutEverywhere) { context in
      try await context.signOutEverywhere()
      return context.redirect(to: login.path(), saying: "You are signed out on every device.", .info)
    }
  }
}

extension Context {
  /// The page of one way in; who is in already goes on at once.
  fileprivate func entryPage(_ way: EntryWay) async throws -> Response {
    let next = try request.query(NextQuery.self).next
    if viewer.isSignedIn { return Redirect(to: landing(next, for: viewer)).response() }
    return page(EntryPage(way, self, next: next, providers: try await db.openProviders()))
  }

  /// A form whose refusals, wrong credentials and too many attempts included, come back on its own page.
  func entry<Value: Payload>(
    _ way: EntryWay, _: Value.Type, _ work: (Value) async throws -> Response
  ) async throws -> Response {
    try await patientForm(Value.self) { value in
      do { return try await work(value) } catch Problem.signInRefused(let code, let reason) {
        throw Problem.invalid("", code, reason)
      }
    } again: { draft, wait in
      let providers = try await db.openProviders()
      let draft = way == .registration ? facilities.passwordPolicy.completing(draft) : draft
      return page(EntryPage(way, self, next: draft.values["next"], draft: draft, wait: wait, providers: providers))
    }
  }

  /// A form that comes back on its own page when there were too many attempts, too.
  func patientForm<Value: Payload>(
    _: Value.Type, _ work: (Value) async throws -> Response,
    again: (_ draft: Draft, _ waitSeconds: Int?) async throws -> Response
  ) async throws -> Response {
    do {
      return try await form(Value.self, work) { try await again($0, nil) }
    } catch Problem.tooMany(let seconds) {
      var response = try await again(Draft(values: try request.formFields().without(ForgeryGuard.field)), seconds)
      response.status = 429
      response.fields += Problem.tooMany(retryAfterSeconds: seconds).fields
      return response
    }
  }

  /// Leads a browser on after any way in: to where it wanted to go, or to the second factor.
  func lead(on outcome: SignInOutcome, next: String?) -> Response {
    switch outcome {
    case .signedIn(let signedIn):
      setCookies(of: signedIn)
      if pendingToken != nil { removePendingCookie() }
      let viewer = signedIn.person.viewer(
        in: signedIn.session.id, from: viewer.origin, roles.rights(of: signedIn.person))
      return Redirect(to: landing(next, for: viewer)).response()
    case .secondFactorNeeded(let pending):
      setPendingCookie(pending.token)
      return Redirect(to: SecondStepRoutes.show.path().query([("next", next.flatMap { Link(own: $0) }?.text)]))
        .response()
    }
  }

  /// Where someone goes on who signed in: where they came from, if that is ours, or their home.
  func landing(_ next: String?, for viewer: Viewer) -> Link {
    next.flatMap { Link(own: $0) } ?? facilities.frame(viewer).home
  }
}
