internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// The teams that one is in, and what one is invited to.
struct TeamsPage: Page {
  let teams: [Team]
  let invitations: [TeamInvitation]
  let viewer: Viewer
  let csrf: String
  let title = "Your teams"

  init(_ context: Context) async throws {
    let person = try await context.db.person(context.viewer.requirePerson())
    teams = try await context.db.ownTeams(of: context.viewer)
    invitations = try await context.db.invitations(for: person, at: context.now)
    viewer = context.viewer
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(title, lead: "People who belong together: a company's staff, a study group.") {
      if viewer.may(.manageTeams) { Button("All teams", to: TeamRoutes.all.path()) }
      if !teams.isEmpty {
        Button("New team", to: TeamRoutes.new.path(), invitations.isEmpty ? .primary : .secondary, icon: .plus)
      }
    }
    div(.class("stack-wide")) {
      for invitation in invitations { question(invitation) }
      if teams.isEmpty { nothing } else { list }
    }
  }

  private func question(_ invitation: TeamInvitation) -> HTML {
    Callout(.info, "You are invited to \(invitation.teamName)") {
      div(.class("stack")) {
        p {
          "As \(invitation.role.role.words.lowercased()), until "; Day(instant: invitation.expiresAt); "."
        }
        div(.class("row")) {
          Form(InvitationRoutes.acceptOwn.path(invitation.id), csrf: csrf, .plain) {
            Button("Join", .primary, size: .small)
          }
          Form(InvitationRoutes.declineOwn.path(invitation.id), csrf: csrf, .plain) {
            Button("Decline", .quiet, size: .small)
          }
        }
      }
    }.body
  }

  @HTMLBuilder private var nothing: HTML {
    EmptyState(
      "No team yet", "A team brings people together whom you look after. Make one and invite them by mail.", .people
    ) {
      Button(
        "Make a team", to: TeamRoutes.new.path(), invitations.isEmpty ? .primary : .secondary, icon: .plus)
    }
  }

  @HTMLBuilder private var list: HTML {
    Table("Your teams", teams) {
      Column("Team", .name) { team in
        a(href: TeamRoutes.show.path(.slug(team.slug)), .ownDirection) { team.name }
      }
      Column("Members", .short) { team in team.memberWords }
      Column("Your role", .short) { team in (team.role ?? .member).badge }
      Column("Since", .short) { team in Day(instant: team.createdAt) }
    }
  }
}

/// Every team of the school, for those who manage them.
struct AllTeamsPage: Page {
  let query: TeamsQuery
  let teams: ListPage<Team>
  let title = "Teams"

  var body: HTML {
    PageHeader(
      "Teams", lead: "Every team of the school.", crumbs: Breadcrumbs([("Your teams", TeamRoutes.list.path())]))
    div(.class("stack")) {
      FilterForm(TeamRoutes.all.path(), label: "Find teams") {
        SearchField(label: "Search teams", value: query.q ?? "", placeholder: "Name of a team")
        Button("Search", icon: .search)
      }
      if teams.items.isEmpty {
        EmptyState("No team found", "Teams that people make appear here.", .people)
      } else {
        list
      }
    }
  }

  @HTMLBuilder private var list: HTML {
    Table("Teams", teams.items) {
      Column("Team", .name) { team in
        a(href: TeamRoutes.show.path(.slug(team.slug)), .ownDirection) { team.name }
      }
      Column("Members", .short) { team in team.memberWords }
      Column("Made", .short) { team in Day(instant: team.createdAt) }
    }
    NumberedPages(query.place, total: teams.total ?? 0, of: ("team", "teams")) {
      TeamRoutes.all.path().query([("q", query.q), ("page", String($0))])
    }
  }
}

/// The form for a new team.
struct NewTeamPage: Page {
  let draft: Draft
  let csrf: String
  let title = "New team"

  var body: HTML {
    PageHeader(
      title, lead: "You own it, and can hand it over later.",
      crumbs: Breadcrumbs([("Your teams", TeamRoutes.list.path())]))
    div(.class("stack narrow")) {
      draft.summary(TeamFields.labels)
      Form(TeamRoutes.create.path(), csrf: csrf) {
        TeamFields(draft: draft)
        FormActions {
          Button("Make the team", .primary, busy: "Making it")
          Button("Cancel", to: TeamRoutes.list.path(), .quiet)
        }
      }
    }
  }
}

/// What is asked of a team, new or not.
struct TeamFields: Component {
  let draft: Draft
  var team: Team?
  static let labels: KeyValuePairs<String, String> = ["name": "Name", "slug": "Address"]

  var body: HTML {
    Field(
      "name", "Name", value: draft.value("name", or: team?.name ?? ""), help: "Such as the name of your company.",
      error: draft.sentence("name", "Name"), .autocomplete(.off).required.longest(80))
    Field(
      "slug", "Address", value: draft.value("slug", or: team?.slug.text ?? ""),
      help: "The end of the team's web address: a-z, digits and hyphens.",
      error: draft.sentence("slug", "Address"),
      team == nil ? .autocomplete(.off).optional : .autocomplete(.off).required)
  }
}
