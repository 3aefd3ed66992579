public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

/// A team of the small school, made by the same commands that people use.
public enum SampleTeam {
  /// `owner` makes it, `admin` has joined, `invited` has not answered yet.
  public static func fill(_ db: Database, owner: Viewer, admin: Viewer, invited: Viewer, at now: Instant) async throws {
    guard let name = TeamName("Harbor Pottery Studio"), let slug = Slug<Team>(pathText: "harbor-pottery"),
      let first = admin.identity.flatMap({ EmailAddress($0.email) }),
      let second = invited.identity.flatMap({ EmailAddress($0.email) })
    else { preconditionFailure("Sample names fit.") }
    let team = Reference<Team>.slug(slug)
    try await db.transaction { transaction in
      _ = try await transaction.createTeam(TeamForm(name: name, slug: slug), by: owner, at: now - .days(20))
      let invitation = try await transaction.invite(
        InvitationForm(email: first, role: .admin), to: team, by: owner, at: now - .days(19))
      _ = try await transaction.acceptInvitation(.id(invitation.id), by: admin, at: now - .days(18))
      _ = try await transaction.invite(
        InvitationForm(email: second, role: .member), to: team, by: owner, at: now - .days(1))
    }
  }
}
