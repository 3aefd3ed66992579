internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// A team: who is in it.
struct TeamPage: Page {
  let team: Team
  let members: [TeamMember]
  let place: PagePlace
  let viewer: Viewer
  var title: String { team.name }

  var body: HTML {
    TeamHead(team: team, current: .members, viewer: viewer)
    div(.class("stack")) {
      Table("Members of \(team.name)", members) {
        Column("Name", .name) { member in
          PersonLine(member.name, note: team.isManaged(by: viewer) ? member.email : nil)
        }
        Column("Role", .short) { member in member.role.badge }
        Column("Joined", .short) { member in Day(instant: member.joinedAt) }
        Column("Change", .actions) { member in change(member) }
      }
      NumberedPages(place, total: team.memberCount, of: ("member", "members")) {
        TeamRoutes.show.path(.slug(team.slug)).query(["page": String($0)])
      }
    }
  }

  @HTMLBuilder private func change(_ member: TeamMember) -> HTML {
    if member.person == viewer.person {
      Button(
        "Leave", to: MemberRoutes.askRemoval.path(.slug(team.slug), member.person), .quiet, icon: .signOut,
        size: .small)
    } else if team.isManaged(member.role, by: viewer) {
      Button("Change", to: MemberRoutes.show.path(.slug(team.slug), member.person), .quiet, icon: .edit, size: .small)
    }
  }
}

/// One member, for those who manage the team: their role, and the way out.
struct MemberPage: Page {
  let team: Team
  let member: TeamMember
  let viewer: Viewer
  let csrf: String
  let draft: Draft
  var title: String { member.name }

  init(_ person: ID<Person>, of reference: Reference<Team>, _ context: Context, draft: Draft = Draft()) async throws {
    team = try await context.db.team(reference, for: context.viewer)
    member = try await context.db.member(person, of: team.id)
    try team.requireManaging(member.role, by: context.viewer)
    viewer = context.viewer
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader(
      member.name, lead: member.email,
      crumbs: Breadcrumbs([
        ("Your teams", TeamRoutes.list.path()), (team.name, TeamRoutes.show.path(.slug(team.slug))),
      ])
    )
    div(.class("stack narrow")) {
      draft.summary(["role": "Role"])
      Form(MemberRoutes.change.path(.slug(team.slug), member.person), csrf: csrf) {
        ChoiceGroup(
          "role", "Role in \(team.name)",
          roles.map { Choice($0.rawValue, $0.words, help: $0.about) },
          selected: draft.value("role", or: member.role.rawValue), error: draft.sentence("role", "Role"))
        FormActions {
          Button("Save", .primary, busy: "Saving")
          Button(
            "Remove from the team", to: MemberRoutes.askRemoval.path(.slug(team.slug), member.person), .quiet,
            icon: .trash)
        }
      }
    }
  }

  private var roles: [TeamRole] { TeamRole.allCases.filter { team.isManaged($0, by: viewer) } }
}

/// What a team is called, whose it is, and its end.
struct TeamSettingsPage: Page {
  let team: Team
  let heirs: [TeamMember]
  let viewer: Viewer
  let csrf: String
  let draft: Draft
  let ownership: Draft
  var title: String { "Settings of \(team.name)" }

  init(
    _ reference: Reference<Team>, _ context: Context, draft: Draft = Draft(), ownership: Draft = Draft()
  ) async throws {
    team = try await context.db.team(reference, for: context.viewer)
    try team.requireManaging(by: context.viewer)
    heirs =
      team.isOwned(by: context.viewer)
      ? try await context.db.members(of: team, at: PagePlace(nil, Number(100))).filter {
        $0.person != context.viewer.person
      } : []
    viewer = context.viewer
    csrf = context.forgeryToken
    self.draft = draft
    self.ownership = ownership
  }

  var body: HTML {
    TeamHead(team: team, current: .settings, viewer: viewer)
    div(.class("stack-wide")) {
      draft.summary(TeamFields.labels)
      ownership.summary(["user_id": "New owner"])
      FormSection("Name", lead: "What people see, and the address of the team's page.") {
        Form(TeamSettingsRoutes.change.path(.slug(team.slug)), csrf: csrf) {
          TeamFields(draft: draft, team: team)
          FormActions { Button("Save", .primary, busy: "Saving") }
        }
      }
      if team.isOwned(by: viewer) { ofOwners }
    }
  }

  @HTMLBuilder private var ofOwners: HTML {
    FormSection("Owner", lead: "Hand the team over to a member. You stay in it as an admin.") {
      if heirs.isEmpty { p(.class("soft")) { "There is nobody else in the team yet." } } else { handover }
    }
    FormSection("End the team", lead: "Its members keep their accounts and courses.") {
      div {
        Button("Delete this team", to: TeamSettingsRoutes.askDeletion.path(.slug(team.slug)), .danger, icon: .trash)
      }
    }
  }

  private var handover: HTML {
    Form(TeamSettingsRoutes.transfer.path(.slug(team.slug)), csrf: csrf) {
      Field(
        "user_id", "New owner", .select(heirs.map { Choice($0.person.text, "\($0.name), \($0.email)") }),
        value: ownership.value("user_id"), error: ownership.sentence("user_id", "New owner"))
      FormActions { Button("Hand over", busy: "Handing over") }
    }.body
  }
}

/// Asks before something that people would feel.
struct TeamQuestionPage: Page {
  enum Question { case deletion, removal(TeamMember), departure(TeamMember) }
  let question: Question
  let team: Team
  let csrf: String

  init(_ question: Question, _ team: Team, csrf: String) {
    self.question = question
    self.team = team
    self.csrf = csrf
  }

  var title: String {
    switch question {
    case .deletion: "Delete \(team.name)?"
    case .removal(let member): "Remove \(member.name)?"
    case .departure: "Leave \(team.name)?"
    }
  }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([
        ("Your teams", TeamRoutes.list.path()), (team.name, TeamRoutes.show.path(.slug(team.slug))),
      ])
    )
    div(.class("stack narrow")) {
      p { consequence }
      Form(action, csrf: csrf) {
        FormActions {
          Button(verb, .danger, busy: "One moment")
          Button("Keep as it is", to: TeamRoutes.show.path(.slug(team.slug)), .quiet)
        }
      }
    }
  }

  private var action: Link {
    switch question {
    case .deletion: TeamSettingsRoutes.delete.path(.slug(team.slug))
    case .removal(let member), .departure(let member): MemberRoutes.remove.path(.slug(team.slug), member.person)
    }
  }
  private var verb: String {
    switch question {
    case .deletion: "Delete for good"
    case .removal: "Remove"
    case .departure: "Leave the team"
    }
  }
  private var consequence: String {
    switch question {
    case .deletion: "The team and its invitations are removed. Its members keep their accounts and their courses."
    case .removal(let member): "\(member.name) is told by mail, and can come back only if invited again."
    case .departure: "You no longer see who is in it, and can come back only if someone invites you."
    }
  }
}
