internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// The form that invites, and who has not answered.
struct InvitationsPage: Page {
  let team: Team
  let invitations: [TeamInvitation]
  let canInvite: Bool
  let viewer: Viewer
  let now: Instant
  let csrf: String
  let draft: Draft
  let wait: Int?
  var title: String { "Invitations to \(team.name)" }

  init(_ reference: Reference<Team>, _ context: Context, draft: Draft = Draft(), wait: Int? = nil) async throws {
    team = try await context.db.team(reference, for: context.viewer)
    try team.requireManaging(by: context.viewer)
    invitations = try await context.db.invitations(to: team)
    canInvite = try await context.db.person(context.viewer.requirePerson()).emailVerifiedAt != nil
    viewer = context.viewer
    now = context.now
    csrf = context.forgeryToken
    self.draft = draft
    self.wait = wait
  }

  var body: HTML {
    TeamHead(team: team, current: .invitations, viewer: viewer)
    div(.class("stack-wide")) {
      if canInvite { form } else { unconfirmed }
      if invitations.isEmpty { nobody } else { list }
    }
  }

  @HTMLBuilder private var form: HTML {
    EntryTrouble(
      draft: draft, wait: wait, labels: ["email": "Email", "role": "Role"],
      words: "So many invitations are enough for now.")
    FormSection("Invite someone", lead: "They get a mail with a link. It holds for a week and works once.") {
      Form(InvitationRoutes.invite.path(.slug(team.slug)), csrf: csrf) {
        Field(
          "email", "Email", .email, value: draft.value("email"),
          help: "With or without an account here: who has none makes one on the way.",
          error: draft.sentence("email", "Email"), .autocomplete(.off).required)
        ChoiceGroup(
          "role", "Role",
          InvitedRole.allCases.reversed().map { Choice($0.rawValue, $0.role.words, help: $0.role.about) },
          selected: draft.value("role", or: InvitedRole.member.rawValue), error: draft.sentence("role", "Role"))
        FormActions { Button("Send the invitation", .primary, icon: .send, busy: "Sending") }
      }
    }
  }

  private var unconfirmed: HTML {
    Callout(.warn, "Confirm your own address first") {
      p { "Invitations go out in your name. Open the link in the mail that we sent to you, then invite people here." }
      Button("Go to your account", to: AccountRoutes.show.path(), size: .small)
    }.body
  }

  private var nobody: HTML {
    EmptyState("Nobody is waiting", "People you invite appear here until they answer.", .letters).body
  }

  private var list: HTML {
    Table("Who has not answered", invitations, showsCaption: true) {
      Column("Email", .name) { invitation in span(.ownDirection) { invitation.email } }
      Column("Role", .short) { invitation in invitation.role.role.badge }
      Column("Until", .short) { invitation in
        if invitation.holds(at: now) { Day(instant: invitation.expiresAt) } else { Badge("Too old", .warn) }
      }
      Column("Actions", .actions) { invitation in
        div(.class("row")) {
          Form(InvitationRoutes.resend.path(.slug(team.slug), invitation.id), csrf: csrf, .plain) {
            Button("Send again", .quiet, size: .small)
          }
          Form(InvitationRoutes.withdraw.path(.slug(team.slug), invitation.id), csrf: csrf, .plain) {
            Button("Withdraw", .quiet, size: .small)
          }
        }
      }
    }.body
  }
}

/// Stands behind the link of an invitation: joins who is signed in, leads who has an account to the sign-in, and makes an
/// account for who has none.
struct InvitationPage: Page {
  /// What the one who opened the link can do.
  enum Way { case lost, join, signIn, other(signedInAs: String), register }

  let invitation: TeamInvitation?
  let way: Way
  let token: String
  let school: String
  let csrf: String
  let draft: Draft
  let wait: Int?
  let shell = Shell.bare
  var isIndexed: Bool { false }

  init(_ token: String, _ context: Context, draft: Draft = Draft(), wait: Int? = nil) async throws {
    invitation = try await context.db.invitation(token: token, at: context.now)
    way = try await context.way(of: invitation)
    self.token = token
    school = context.facilities.schoolName
    csrf = context.forgeryToken
    self.draft = draft
    self.wait = wait
  }

  var title: String { invitation.map { "Join \($0.teamName)" } ?? "This invitation does not hold any more" }

  var body: HTML {
    if let invitation {
      PageHeader(title, lead: "You are invited to this team at \(school), with the address \(invitation.email).")
      div(.class("stack-wide")) {
        EntryTrouble(draft: draft, wait: wait, labels: PersonFields.labels)
        answer(to: invitation)
      }
    } else {
      LostLink(
        next: TeamRoutes.list.path(), label: "See your teams", title: title,
        words:
          "It was used already, taken back, replaced by a later mail, or is older than a week. Ask whoever invited you to send it again."
      )
    }
  }

  @HTMLBuilder private func answer(to invitation: TeamInvitation) -> HTML {
    switch way {
    case .lost: HTML()
    case .join:
      Form(InvitationRoutes.accept.path(), csrf: csrf) {
        input(.hidden, name: "token", .value(token))
        FormActions { Button("Join the team", .primary, size: .large, busy: "Joining", isWide: true) }
      }
    case .signIn:
      p { "There is an account with this address. Sign in with it, and you come back here." }
      Button(
        "Sign in", to: IdentityRoutes.login.path().query(["next": InvitationRoutes.link(token).text]), .primary,
        size: .large, isWide: true)
    case .other(let name):
      Callout(.warn, "You are signed in as \(name)") {
        p { "The invitation is for \(invitation.email). Sign out, open the link of the mail again, and go on there." }
      }
      Form(Identity.signOut, csrf: csrf) {
        FormActions { Button("Sign out", .primary, size: .large, isWide: true) }
      }
    case .register: registration(invitation)
    }
  }

  private func registration(_ invitation: TeamInvitation) -> HTML {
    Form(InvitationRoutes.register.path(), csrf: csrf) {
      input(.hidden, name: "token", .value(token))
      field("first_name", "First name", .text, .autocomplete(.givenName).required)
      field("last_name", "Last name", .text, .autocomplete(.familyName).required)
      Field("email", "Email", .email, value: invitation.email, .autocomplete(.username).disabled)
      field("password", "Password", .password, .autocomplete(.newPassword).required, help: PasswordHelp.text)
      FormActions { Button("Make my account and join", .primary, size: .large, busy: "Joining", isWide: true) }
    }.body
  }

  private func field(
    _ name: String, _ label: String, _ control: Control, _ options: FieldOptions, help: String? = nil
  ) -> Field {
    Field(
      name, label, control, value: name == "password" ? "" : draft.value(name), help: help,
      error: draft.sentence(name, label), options)
  }
}

extension Context {
  /// Whoever has the link reads that mailbox, so whether it has an account is no secret to them.
  fileprivate func way(of invitation: TeamInvitation?) async throws -> InvitationPage.Way {
    guard let invitation else { return .lost }
    if let identity = viewer.identity {
      return identity.email.lowercased() == invitation.email.lowercased() ? .join : .other(signedInAs: identity.email)
    }
    return try await db.person(called: invitation.email) == nil ? .register : .signIn
  }
}
