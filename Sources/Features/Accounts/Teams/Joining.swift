internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Routing
internal import SQLStore

/// How an invitation is found: by the token of its mail, which proves the address, or by its id, for someone whose address
/// is known to be theirs.
enum InvitationKey: Sendable {
  case token(String), id(ID<TeamInvitation>)

  fileprivate var condition: SQL {
    switch self {
    case .token(let token): "token_hash = \(SHA256.digest(of: token))"
    case .id(let id): "id = \(id)"
    }
  }
}

extension Context {
  /// Joins the team that the viewer is invited to.
  func acceptInvitation(_ key: InvitationKey) async throws -> Team {
    let viewer = viewer, now = now, db = db
    return try await withInvitation(key) {
      try await db.changeTeams { try await $0.acceptInvitation(key, by: viewer, at: now) }
    }
  }

  /// Makes an account for the address that was invited, joins the team and signs in, in one transaction.
  func registerInvited(_ form: InvitedForm, _ client: ClientKind) async throws -> SignInOutcome {
    let db = db, now = now, viewer = viewer
    // Looked at first, so that who guesses tokens cannot make us hash passwords.
    let invitation = try await withToken { try await db.invitation(token: form.token, at: now) }
    let names = [form.firstName.text, form.lastName.text, form.username?.text ?? ""]
    try facilities.passwordPolicy.check(form.password.text, names: names, email: invitation.email)
    try await facilities.limits.registration.take(viewer.origin.addressKey, at: now)
    let hash = try await facilities.hash(form.password.text), entry = entry(client)
    return try await withToken {
      try await db.changeTeams { transaction in
        guard let person = try await transaction.registerInvited(form, hash, from: viewer.origin, at: now) else {
          return nil
        }
        return try await transaction.enter(person, by: .registration, entry, at: now)
      }
    }
  }

  /// A token is a guess that counts; an id of someone else's invitation is one that is not there.
  private func withInvitation(_ key: InvitationKey, _ work: () async throws -> Team?) async throws -> Team {
    if case .token = key { return try await withToken(work) }
    guard let team = try await work() else { throw NothingFound() }
    return team
  }
}

extension Transaction {
  /// nil for an invitation that does not hold, or an id of somebody else's.
  func acceptInvitation(_ key: InvitationKey, by viewer: Viewer, at now: Instant) async throws -> Team? {
    let person = try await person(viewer.requirePerson())
    guard let taken = try await takeInvitation(key, at: now) else { return nil }
    guard taken.emailKey == person.email.lowercased() else {
      // Thrown, so that what was taken is given back.
      if case .id = key { throw NothingFound() }
      throw Problem.conflict("This invitation is for another address. Sign in with the account of \(taken.email).")
    }
    if person.emailVerifiedAt == nil {
      guard case .token = key else { throw NothingFound() }
      _ = try await setVerifiedEmail(person.email, of: person.id, at: now)
      record(EmailVerified(person: person.id), by: viewer, at: now, after: EmailValues(email: person.email))
    }
    try await requireRoom(forTeamsOf: person.id)
    return try await welcome(taken, person, by: viewer, at: now)
  }

  fileprivate func registerInvited(
    _ form: InvitedForm, _ hash: String, from origin: Origin, at now: Instant
  ) async throws -> PersonRecord? {
    guard let taken = try await takeInvitation(.token(form.token), at: now), let email = EmailAddress(taken.email)
    else {
      return nil
    }
    let new = NewPerson(
      firstName: form.firstName, lastName: form.lastName, email: email, username: form.username, role: .student,
      passwordHash: hash, isEmailVerified: true)
    let person = try await registerPerson(new, from: origin, at: now)
    _ = try await welcome(taken, person, by: person.viewer(in: ID(at: now), from: origin), at: now)
    return person
  }

  /// Says no to an invitation; nil for one that is not there.
  func declineInvitation(_ id: ID<TeamInvitation>, by viewer: Viewer, at now: Instant) async throws {
    let person = try await person(viewer.requirePerson())
    guard person.emailVerifiedAt != nil, let taken = try await takeInvitation(.id(id), at: now),
      taken.emailKey == person.email.lowercased()
    else { throw NothingFound() }
    record(TeamInvitationDeclined(team: taken.team, email: taken.email), by: viewer, at: now)
  }

  /// Uses an invitation up. The one statement that removes it decides: of many at once one gets it. The team is held
  /// before it as everywhere, so that who accepts and who withdraws cannot wait for each other.
  private func takeInvitation(_ key: InvitationKey, at now: Instant) async throws -> TakenInvitation? {
    let team: ID<Team>? = try await first(
      """
      SELECT id FROM teams WHERE id = (SELECT team_id FROM team_invitations WHERE \(key.condition)) \(SQL.forUpdate)
      """)
    guard team != nil else { return nil }
    return try await first(
      """
      DELETE FROM team_invitations WHERE \(key.condition) AND expires_at > \(now)
      RETURNING id, team_id, email, email_key, role, invited_by
      """)
  }

  private func welcome(
    _ taken: TakenInvitation, _ person: PersonRecord, by viewer: Viewer, at now: Instant
  ) async throws -> Team {
    join(taken.team, person.id, as: taken.role.role, at: now)
    let team = try await team(.id(taken.team), for: viewer)
    record(
      TeamMemberJoined(team: taken.team, person: person.id), by: viewer, at: now,
      after: MemberValues(person: person.id, role: taken.role.role))
    if let inviter = taken.invitedBy {
      enqueue(
        SendTeamNews(person: inviter, team: team.id, teamName: team.name, news: .joined, who: person.name), now: now)
    }
    return team
  }
}

private struct TakenInvitation: RowDecodable {
  let id: ID<TeamInvitation>, team: ID<Team>, email: String, emailKey: String, role: InvitedRole
  let invitedBy: ID<Person>?
  init(row: inout Row) throws {
    id = try row.next()
    team = try row.next()
    email = try row.next()
    emailKey = try row.next()
    role = try row.next()
    invitedBy = try row.nextIfPresent()
  }
}
