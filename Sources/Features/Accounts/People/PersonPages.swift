internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// The form for a new account.
struct NewPersonPage: Page {
  let roles: [RoleDefinition]
  let csrf: String
  let draft: Draft
  let title = "Add a person"

  init(context: Context, draft: Draft = Draft()) {
    roles = context.roles.all.filter { $0.role == .student || context.viewer.mayAssign($0) }
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader("Add a person", crumbs: Breadcrumbs([("People", PersonRoutes.list.path())]))
    div(.class("stack")) {
      draft.summary(PersonFields.labels)
      Form(PersonRoutes.create.path(), csrf: csrf) {
        PersonFields(draft: draft)
        ChoiceGroup(
          "role", "Role", roles.map { Choice($0.role.rawValue, $0.title, help: $0.about) },
          selected: draft.value("role", or: "student"),
          error: draft.sentence("role", "Role"))
        p(.class("field-help")) { "They get a mail with a link to choose a password of their own." }
        FormActions {
          Button("Add and invite", .primary, busy: "Adding")
          Button("Cancel", to: PersonRoutes.list.path(), .quiet)
        }
      }
    }
  }
}

/// The names and addresses of a person, for every form that asks for them.
struct PersonFields: Component {
  let draft: Draft
  var person: PersonRecord?

  static let labels: KeyValuePairs<String, String> = [
    "first_name": "First name", "last_name": "Last name", "email": "Email", "username": "Username", "role": "Role",
    "status": "Status", "password": "Password",
  ]

  var body: HTML {
    Field(
      "first_name", "First name", value: draft.value("first_name", or: person?.firstName ?? ""),
      error: draft.sentence("first_name", "First name"), .autocomplete(.off).required)
    Field(
      "last_name", "Last name", value: draft.value("last_name", or: person?.lastName ?? ""),
      error: draft.sentence("last_name", "Last name"), .autocomplete(.off).required)
    Field(
      "email", "Email", .email, value: draft.value("email", or: person?.email ?? ""),
      error: draft.sentence("email", "Email"), .autocomplete(.off).required)
    Field(
      "username", "Username", value: draft.value("username", or: person?.username ?? ""),
      help: "To sign in with instead of the email address.", error: draft.sentence("username", "Username"),
      .autocomplete(.off).optional)
  }
}

enum PasswordHelp {
  static let text = "At least 8 characters, with upper and lower case, a digit and a special character."
}
