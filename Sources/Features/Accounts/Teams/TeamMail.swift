internal import EvolvCore
internal import EvolvDesign
internal import Routing

/// The mails about teams, as values.
enum TeamMail {
  static let all = [invitationWords] + TeamNews.allCases.map(\.template)

  private static let team = MailVariable("team", "The team's name", sample: "Night school")
  private static let who = MailVariable("who", "Who did it", sample: "Tom Berger")

  static let invitationWords = MailTemplate(
    "team_invitation", "Invitation to a team", about: "Sent to who is invited to a team.", [.email, team, who],
    MailWords(
      subject: "You are invited to {{ team }}", heading: "Join {{ team }}",
      text: """
        {{ who }} invites you to the team {{ team }} at {{ school }}.

        The link is for {{ email }}, works once and holds for a week.
        """, action: "See the invitation",
      note: "You do not know what this is about? Ignore this mail, and nothing happens."))

  static func invitation(
    _ invitation: TeamInvitation, by inviter: PersonRecord?, token: String, from facilities: Facilities
  ) -> Letter {
    Letter(
      invitationWords,
      [
        .email: invitation.email, team: invitation.teamName,
        who: inviter?.name ?? "An administrator of \(facilities.schoolName)",
      ], action: InvitationRoutes.link(token), from: facilities)
  }

  static func news(
    _ news: TeamNews, of name: String, who person: String?, to reader: PersonRecord, from facilities: Facilities
  ) -> Letter {
    Letter(
      news.template, [.firstName: reader.firstName, team: name, who: person ?? "Someone"],
      action: TeamRoutes.list.path(), from: facilities)
  }

  fileprivate static func news(
    _ name: String, _ title: String, about: String, subject: StaticString, text: StaticString
  ) -> MailTemplate {
    MailTemplate(
      name, title, about: about, [.firstName, team, who],
      MailWords(subject: subject, heading: subject, text: text, action: "See my teams"))
  }
}

extension TeamNews {
  fileprivate var template: MailTemplate {
    switch self {
    case .joined:
      TeamMail.news(
        "team_joined", "Somebody joined a team", about: "Sent to who invited them.",
        subject: "{{ who }} joined {{ team }}",
        text: "{{ who }} accepted your invitation and is in {{ team }} now.")
    case .removed:
      TeamMail.news(
        "team_removed", "Taken out of a team", about: "Sent to who was taken out.",
        subject: "You are no longer in {{ team }}",
        text:
          "Someone who runs {{ team }} took you out of it. Your own account and your courses are as they were.")
    case .madeOwner:
      TeamMail.news(
        "team_owner", "A team is theirs", about: "Sent to a team's new owner.", subject: "{{ team }} is yours",
        text: "You own {{ team }} now: you can invite people, give them roles and end the team.")
    case .madeAdmin:
      TeamMail.news(
        "team_admin", "Runs a team", about: "Sent to who may run a team from now on.",
        subject: "You are an admin of {{ team }}", text: "You can invite people to {{ team }} and remove them.")
    case .madeMember:
      TeamMail.news(
        "team_member", "Another role in a team", about: "Sent to who no longer runs a team.",
        subject: "Your role in {{ team }} has changed",
        text: "You are a member of {{ team }} now, without its management.")
    }
  }
}
