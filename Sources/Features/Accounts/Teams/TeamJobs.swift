internal import Essentials
public import EvolvCore
internal import EvolvDesign
public import JobQueue
internal import Mailing
public import Payloads
internal import SQLStore
internal import Telemetry

extension Teams {
  /// Makes the jobs of this feature known.
  public static func register(on duties: inout Duties) {
    duties.add(SendInvitation.self)
    duties.add(SendTeamNews.self)
    duties.add(ForgetInvitations.self)
    duties.on(PersonDeleted.self, as: "teams without owner") { _, work in
      let now = work.now
      try await work.db.transaction { try await $0.healTeams(at: now) }
    }
  }
}

/// Mails an invitation with a token of its own; the link of a mail before holds no longer.
struct SendInvitation: Job {
  let invitation: ID<TeamInvitation>
  static let name = "team invitation mail"
  static let rule = JobRule(priority: .urgent)
  static let shape = Shape("SendInvitation", Self.init(invitation:), Field("invitation", \.invitation))

  func run(_ work: Errand) async throws {
    let id = invitation, now = work.now
    guard let invitation = try await work.db.invitation(toSend: id), let address = MailAddress(invitation.email) else {
      return
    }
    let inviter: PersonRecord? =
      if let person = invitation.invitedBy { try await work.db.personIfThere(person) } else { nil }
    guard let token = try await work.db.transaction({ try await $0.issueInvitationToken(id, at: now) }) else { return }
    let letter = TeamMail.invitation(invitation, by: inviter, token: token, from: work.surroundings)
    try await work.send(letter.mail(to: address, id: work.mailID))
  }
}

/// What happened to someone's place in a team.
enum TeamNews: String, PayloadChoice {
  case joined, removed
  case madeOwner = "made_owner", madeAdmin = "made_admin", madeMember = "made_member"
}

extension TeamRole {
  var news: TeamNews {
    switch self {
    case .owner: .madeOwner
    case .admin: .madeAdmin
    case .member: .madeMember
    }
  }
}

/// Tells someone what happened in a team; the name is that of the moment.
struct SendTeamNews: Job {
  let person: ID<Person>, team: ID<Team>, teamName: String, news: TeamNews, who: String?
  static let name = "team news mail"
  static let shape = Shape(
    "SendTeamNews", Self.init(person:team:teamName:news:who:), Field("person", \.person), Field("team", \.team),
    Field("team_name", \.teamName), Field("news", \.news), Field("who", \.who))

  func run(_ work: Errand) async throws {
    guard let person = try await work.db.personIfThere(person), let address = person.mailAddress else { return }
    let letter = TeamMail.news(news, of: teamName, who: who, to: person, from: work.surroundings)
    try await work.send(letter.mail(to: address, id: work.mailID))
  }
}

/// Removes invitations that nobody answered in time, a month later: until then they can be sent again.
public struct ForgetInvitations: Job {
  public static let name = "forget invitations"
  public static let rule = JobRule(priority: .bulk)
  public static let shape = Shape("ForgetInvitations", Self.init)
  public init() {}

  public func run(_ work: Errand) async throws {
    let limit = work.now - .days(30)
    let count = try await work.db.write(
      Query<Int>.execute("DELETE FROM team_invitations WHERE expires_at <= \(limit)"))
    work.log.info("forgotten", ["invitations": .number(count)])
  }
}
