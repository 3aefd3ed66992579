internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// One person's account, for those who manage people.
struct PersonPage: Page {
  let person: PersonRecord
  let photo: Photo?
  let hasNoPassword: Bool
  let viewer: Viewer
  let roles: RoleTable
  let csrf: String
  let draft: Draft
  var title: String { person.name }

  init(of id: ID<Person>, _ context: Context, draft: Draft = Draft()) async throws {
    person = try await context.db.person(id)
    photo = try await context.db.photos(of: [id])[id]
    hasNoPassword = try await context.db.hasNoPassword(id)
    viewer = context.viewer
    roles = context.roles
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader(person.name, lead: person.email, crumbs: Breadcrumbs([("People", PersonRoutes.list.path())]))
    div(.class("with-side")) {
      div(.class("stack")) {
        draft.summary(PersonFields.labels)
        if viewer.mayManage(person, among: roles) { form } else { untouchable }
      }
      side
    }
  }

  @HTMLBuilder private var form: HTML {
    Form(PersonRoutes.change.path(person.id), csrf: csrf) {
      PersonFields(draft: draft, person: person)
      let assignable = viewer.assignableRoles(among: roles)
      if assignable.contains(where: { $0.role == person.role }) {
        ChoiceGroup(
          "role", "Role", assignable.map { Choice($0.role.rawValue, $0.title, help: $0.about) },
          selected: draft.value("role", or: person.role.rawValue), error: draft.sentence("role", "Role"))
      }
      FormActions { Button("Save", .primary, busy: "Saving") }
    }
  }

  @HTMLBuilder private var untouchable: HTML {
    Callout(.info) { "Only someone who may do as much as this person can change the account." }
  }

  private var side: HTML {
    div(.class("stack")) {
      Card("Account") {
        Avatar(name: person.name, picture: photo?.link, size: .large)
        facts
      } actions: {
        Button("File", to: PersonFileRoutes.show.path(person.id), icon: .folder, size: .small)
        Button("Profile", to: ProfileRoutes.edit.path(person.id), icon: .person, size: .small)
        if viewer.may(.seeAudit) {
          Button("History", to: AuditRoutes.history(of: person.id.text), icon: .history, size: .small)
        }
      }
      div(.class("row")) {
        Button("What they can do", to: RightsRoutes.show.path(person.id), icon: .key)
        if mayActAs { Button("Act as them", to: RightsRoutes.askActing.path(person.id), icon: .person) }
      }
      if viewer.mayManage(person, among: roles) { div(.class("row")) { states } }
    }
  }

  private var mayActAs: Bool {
    viewer.may(.actAsPeople) && !viewer.isActedFor && viewer.person != person.id && person.status == .active
      && viewer.rights.cover(roles.rights(of: person))
  }

  private var facts: Facts {
    Facts([
      ("Role", HTML(roles.title(of: person.role))), ("Status", StatusBadge(status: person.status).body),
      ("Last sign-in", person.lastLoginAt.map { Moment(instant: $0).body } ?? HTML("Never")),
      ("Joined", Day(instant: person.createdAt).body),
      ("Email", HTML(person.emailVerifiedAt == nil ? "Not confirmed yet" : "Confirmed")),
      (
        "Second factor",
        a(href: FactorResetRoutes.show.path(person.id)) { person.secondFactorSince == nil ? "None" : "On" }
      ),
      ("Time zone", HTML(person.timeZone)),
    ])
  }

  @HTMLBuilder private var states: HTML {
    if person.status == .active {
      Button("Suspend", to: PersonRoutes.askSuspension.path(person.id), icon: .lock)
    } else {
      Form(PersonRoutes.activate.path(person.id), csrf: csrf, .plain) { Button("Let in again", icon: .unlock) }
    }
    if hasNoPassword {
      Form(PersonRoutes.invite.path(person.id), csrf: csrf, .plain) { Button("Invite again", icon: .mail) }
    }
    Button("Erase", to: PersonRoutes.askDeletion.path(person.id), .danger, icon: .trash)
  }
}

/// Asks before something that people would feel.
struct ConfirmationPage: Page {
  enum Question { case suspension, deletion }
  let question: Question
  let person: PersonRecord
  let csrf: String

  init(_ question: Question, of person: PersonRecord, csrf: String) {
    self.question = question
    self.person = person
    self.csrf = csrf
  }

  var title: String { question == .suspension ? "Suspend \(person.name)?" : "Erase \(person.name)?" }

  var body: HTML {
    PageHeader(
      title,
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path()), (person.name, PersonRoutes.show.path(person.id))]))
    div(.class("stack narrow")) {
      p { consequence }
      Form(action, csrf: csrf) {
        FormActions {
          Button(question == .suspension ? "Suspend" : "Erase for good", .danger, busy: "One moment")
          Button("Keep as it is", to: PersonRoutes.show.path(person.id), .quiet)
        }
      }
    }
  }

  private var action: Link {
    question == .suspension ? PersonRoutes.suspend.path(person.id) : PersonRoutes.delete.path(person.id)
  }
  private var consequence: String {
    switch question {
    case .suspension:
      "They are signed out everywhere at once and cannot sign in until someone lets them in again. Nothing of theirs is lost."
    case .deletion:
      "Their name, addresses, profile and picture are removed everywhere, in the audit log too. What the school’s accounts and counts need stays under a pseudonym. This cannot be undone. To keep someone out and their work safe, suspend them instead."
    }
  }
}
