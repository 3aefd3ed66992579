internal import EvolvCore
internal import EvolvDesign
internal import Routing

/// The mails about teams, as values.
enum TeamMail {
  static func invitation(
    _ invitation: TeamInvitation, by inviter: PersonRecord?, token: String, from facilities: Facilities
  ) -> Letter {
    let who = inviter?.name ?? "An administrator of \(facilities.schoolName)"
    return Letter(
      "You are invited to \(invitation.teamName)", heading: "Join \(invitation.teamName)", from: facilities,
      .words("\(who) invites you to the team \(invitation.teamName) at \(facilities.schoolName)."),
      .words("The link is for \(invitation.email), works once and holds for a week."),
      .action("See the invitation", InvitationRoutes.link(token)),
      .note("You do not know what this is about? Ignore this mail, and nothing happens."))
  }

  static func news(
    _ news: TeamNews, of team: String, who: String?, to person: PersonRecord, from facilities: Facilities
  ) -> Letter {
    Letter(
      news.subject(team, who), heading: news.subject(team, who), from: facilities, .words(news.words(team, who)),
      .action("See my teams", TeamRoutes.list.path()))
  }
}

extension TeamNews {
  fileprivate func subject(_ team: String, _ who: String?) -> String {
    switch self {
    case .joined: "\(who ?? "Someone") joined \(team)"
    case .removed: "You are no longer in \(team)"
    case .madeOwner: "\(team) is yours"
    case .madeAdmin: "You are an admin of \(team)"
    case .madeMember: "Your role in \(team) has changed"
    }
  }
  fileprivate func words(_ team: String, _ who: String?) -> String {
    switch self {
    case .joined: "\(who ?? "Someone") accepted your invitation and is in \(team) now."
    case .removed: "Someone who runs \(team) took you out of it. Your own account and your courses are as they were."
    case .madeOwner: "You own \(team) now: you can invite people, give them roles and end the team."
    case .madeAdmin: "You can invite people to \(team) and remove them."
    case .madeMember: "You are a member of \(team) now, without its management."
    }
  }
}
