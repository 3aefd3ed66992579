internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import JobQueue
internal import Routing
internal import SQLStore

extension Transaction {
  /// Asks someone to join. Their mail is sent by a job, which also makes the token: none ever waits in a queue.
  func invite(
    _ form: InvitationForm, to reference: Reference<Team>, by viewer: Viewer, at now: Instant
  ) async throws -> TeamInvitation {
    let team = try await lockedTeam(reference, for: viewer), id = ID<TeamInvitation>(at: now)
    try team.requireManaging(by: viewer)
    try await requireRoom(for: form.email, in: team)
    try await execute(
      """
      INSERT INTO team_invitations (id, team_id, email, email_key, role, invited_by, created_at, expires_at)
      VALUES (\(id), \(team.id), \(form.email.text), \(form.email.key), \(form.role ?? .member), \(viewer.person), \(now),
        \(now + TeamRules.invitationLifetime))
      """)
    enqueue(SendInvitation(invitation: id), now: now)
    record(TeamInvitationSent(team: team.id, email: form.email), by: viewer, at: now)
    return try await invitation(id, to: team)
  }

  /// Sends an invitation once more; it holds for a week from now on.
  func renewInvitation(
    _ id: ID<TeamInvitation>, to reference: Reference<Team>, by viewer: Viewer, at now: Instant
  ) async throws -> TeamInvitation {
    let team = try await lockedTeam(reference, for: viewer)
    try team.requireManaging(by: viewer)
    let invitation = try await invitation(id, to: team)
    try await execute(
      "UPDATE team_invitations SET expires_at = \(now + TeamRules.invitationLifetime) WHERE id = \(id)")
    enqueue(SendInvitation(invitation: id), now: now)
    record(TeamInvitationRenewed(team: team.id, email: invitation.email), by: viewer, at: now)
    return try await self.invitation(id, to: team)
  }

  /// Takes an invitation back; the link in its mail holds no longer.
  func withdrawInvitation(
    _ id: ID<TeamInvitation>, from reference: Reference<Team>, by viewer: Viewer, at now: Instant
  ) async throws -> TeamInvitation {
    let team = try await lockedTeam(reference, for: viewer)
    try team.requireManaging(by: viewer)
    let invitation = try await invitation(id, to: team)
    try await execute("DELETE FROM team_invitations WHERE id = \(id)")
    record(TeamInvitationWithdrawn(team: team.id, email: invitation.email), by: viewer, at: now)
    return invitation
  }

  /// Gives an invitation the token of a new mail; false when it was answered meanwhile.
  func issueInvitationToken(_ id: ID<TeamInvitation>, at now: Instant) async throws -> String? {
    let token = Randomness.token()
    let changed = try await execute(
      "UPDATE team_invitations SET token_hash = \(SHA256.digest(of: token)), sent_at = \(now) WHERE id = \(id)")
    return changed == 1 ? token : nil
  }

  private func requireRoom(for email: EmailAddress, in team: Team) async throws {
    let (isMember, waiting) = try await fetch(
      Query<Bool>.value(
        """
        SELECT EXISTS (SELECT 1 FROM team_members JOIN users ON users.id = team_members.user_id
          WHERE team_members.team_id = \(team.id) AND users.email_key = \(email.key))
        """),
      Query<Int>.value("SELECT count(*) FROM team_invitations WHERE team_id = \(team.id)"))
    if isMember { throw Problem.invalid("email", "member", "is in the team already") }
    guard waiting < TeamRules.mostInvitations, team.memberCount + waiting < TeamRules.most else {
      throw Problem.conflict("No more invitations are possible: too many wait for an answer, or the team is full.")
    }
  }
}
