internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// Proving an address, and changing what one signs in with.
enum RecoveryAPI {
  static let verify = Route.post("/api/v1/auth/verify-email", by: .everyone, "Confirm an email address").takes(
    TokenForm.self)
  static let resend = Route.post(
    "/api/v1/auth/resend-verification", by: .signedIn, "Send the confirming mail again"
  ).answersNothing
  static let forgotten = Route.post(
    "/api/v1/auth/forgot-password", by: .everyone,
    "Ask for the mail with a new password's link; the same answer for everyone"
  ).takes(ForgottenRequest.self)
  static let reset = Route.post("/api/v1/auth/reset-password", by: .everyone, "Set a new password by a mail's token")
    .takes(ResetForm.self)
  static let changePassword = Route.post(
    "/api/v1/auth/change-password", by: .signedIn,
    "Change my password; every session ends, this one goes on with new tokens"
  ).takes(PasswordForm.self, answers: SignInAnswer.self)
  static let changeEmail = Route.post(
    "/api/v1/auth/change-email", by: .signedIn, "Ask for another email address; it changes when its mail is answered"
  ).takes(EmailForm.self)
  static let logoutEverywhere = Route.post("/api/v1/auth/logout-all", by: .signedIn, "End all my sessions")
    .answersNothing
  static let sessions = Route.get("/api/v1/sessions", by: .signedIn, "Where I am signed in").answers(SessionList.self)
  static let revoke = Route.delete(
    "/api/v1/sessions/{session}", ID<Session>.self, by: .signedIn, "End one of my sessions"
  )
  .answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(verify) { context, form in
      try await context.verifyEmail(form.token)
      return NoPayload()
    }
    table.on(resend) { context in
      try await context.resendVerification()
      return NoPayload()
    }
    table.on(forgotten) { context, request in
      try await context.askPasswordReset(of: request.email.text)
      return NoPayload()
    }
    table.on(reset) { context, form in
      try await context.resetPassword(to: form.password.text, by: form.token)
      return NoPayload()
    }
    table.on(changePassword) { context, form in
      context.answer(try await context.changePassword(from: form.current.text, to: form.password.text, .program))
    }
    table.on(changeEmail) { context, form in
      try await context.askEmailChange(to: form.email, password: form.current.text)
      return NoPayload()
    }
    registerSessions(on: &table)
  }

  private static func registerSessions(on table: inout RouteTable<Context>) {
    table.on(logoutEverywhere) { context in
      try await context.signOutEverywhere()
      return NoPayload()
    }
    table.on(sessions) { context in
      let current = context.viewer.identity?.session
      let sessions = try await context.db.sessions(of: context.viewer.requirePerson(), at: context.now)
      return SessionList(data: sessions.map { SessionAnswer($0, isCurrent: $0.id == current) })
    }
    table.on(revoke) { context, id in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.revokeSession(id, by: viewer, at: now) }
      return NoPayload()
    }
  }
}

struct ForgottenRequest: Payload {
  let email: Text<LoginName>
  static let shape = Shape("ForgottenPassword", Self.init(email:), Field("email", \.email, "Or the username"))
}

struct SessionAnswer: Payload {
  let id: ID<Session>, device: String, address: String?, isCurrent: Bool, createdAt: Instant, lastSeenAt: Instant
  static let shape = Shape(
    "Session", Self.init(id:device:address:isCurrent:createdAt:lastSeenAt:), Field("id", \.id),
    Field("device", \.device), Field("ip_address", \.address), Field("is_current", \.isCurrent),
    Field("created_at", \.createdAt), Field("last_seen_at", \.lastSeenAt))
}

extension SessionAnswer {
  init(_ session: SessionRecord, isCurrent: Bool) {
    self.init(
      id: session.id, device: Device(agent: session.userAgent).words, address: session.ipAddress, isCurrent: isCurrent,
      createdAt: session.createdAt, lastSeenAt: session.lastSeenAt)
  }
}

struct SessionList: Payload {
  let data: [SessionAnswer]
  static let shape = Shape("SessionList", Self.init(data:), Field("data", \.data))
}
