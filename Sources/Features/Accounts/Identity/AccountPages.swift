internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// One's own account: who I am here, my password, my devices.
struct AccountPage: Page {
  let person: PersonRecord
  let sessions: [SessionRecord]
  let trusted: [TrustedDeviceRecord]
  let identities: [IdentityRecord]
  let providers: [ProviderRecord]
  let current: ID<Session>?
  let csrf: String
  let profile: Draft
  let password: Draft
  let email: Draft
  let title = "Your account"

  init(
    _ context: Context, profile: Draft = Draft(), password: Draft = Draft(), email: Draft = Draft()
  ) async throws {
    let id = try context.viewer.requirePerson()
    person = try await context.db.person(id)
    sessions = try await context.db.sessions(of: id, at: context.now)
    trusted = person.secondFactorSince == nil ? [] : try await context.db.trustedDevices(of: id, at: context.now)
    current = context.viewer.identity?.session
    identities = try await context.db.identities(of: id)
    providers = try await context.db.openProviders()
    csrf = context.forgeryToken
    self.profile = profile
    self.password = password
    self.email = email
  }

  var body: HTML {
    PageHeader("Your account", lead: "\(person.name), \(person.email)")
    div(.class("stack-wide")) {
      profile.summary(Self.labels)
      password.summary(Self.labels)
      email.summary(EmailSection.labels)
      FormSection("Name", lead: "How the school addresses you, and the clock you read.") {
        profileForm
        div(.class("row")) {
          Button("Profile and picture", to: ProfileRoutes.show.path(), icon: .person, size: .small)
          Button("Notifications", to: PreferenceRoutes.show.path(), icon: .bell, size: .small)
          Button("Your data", to: PersonalDataRoutes.show.path(), icon: .download, size: .small)
        }
      }
      EmailSection(person: person, csrf: csrf, draft: email)
      FormSection("Password", lead: "Changing it signs you out on every other device.") { passwordForm }
      FormSection("Security", lead: "A second factor keeps out who learned your password.") {
        div(.class("row")) {
          if person.secondFactorSince != nil {
            Badge("Second factor on", .good, icon: .checkCircle)
          } else {
            Badge("No second factor", .warn)
          }
          Button("Security", to: SecurityRoutes.show.path(), icon: .shield, size: .small)
        }
      }
      IdentitiesSection(identities: identities, providers: providers, csrf: csrf)
      FormSection("API tokens", lead: "For programs that work for you.") {
        div { Button("See your tokens", to: APITokenRoutes.show.path(), icon: .key) }
      }
      FormSection("Devices", lead: "Where you are signed in. Sign out what you do not recognize.") { devices }
    }
  }

  private static let labels: KeyValuePairs<String, String> = [
    "first_name": "First name", "last_name": "Last name", "username": "Username", "time_zone": "Time zone",
    "current_password": "Current password", "password": "New password",
  ]

  private var profileForm: HTML {
    Form(AccountRoutes.changeProfile.path(), csrf: csrf) {
      Field(
        "first_name", "First name", value: profile.value("first_name", or: person.firstName),
        error: profile.sentence("first_name", "First name"), .autocomplete(.givenName).required)
      Field(
        "last_name", "Last name", value: profile.value("last_name", or: person.lastName),
        error: profile.sentence("last_name", "Last name"), .autocomplete(.familyName).required)
      Field(
        "username", "Username", value: profile.value("username", or: person.username ?? ""),
        help: "To sign in with instead of your email address.", error: profile.sentence("username", "Username"),
        .autocomplete(.username).optional)
      Field(
        "time_zone", "Time zone", .select(TimeZoneName.all.map { Choice($0, $0.replacing("_", with: " ")) }),
        value: profile.value("time_zone", or: person.timeZone), error: profile.sentence("time_zone", "Time zone"))
      FormActions { Button("Save name", .primary, busy: "Saving") }
    }.body
  }

  private var passwordForm: HTML {
    Form(AccountRoutes.changePassword.path(), csrf: csrf) {
      Field(
        "current_password", "Current password", .password,
        error: password.sentence("current_password", "Current password"),
        .autocomplete(.currentPassword).required)
      Field(
        "password", "New password", .password, help: PasswordHelp.text,
        error: password.sentence("password", "New password"),
        .autocomplete(.newPassword).required)
      FormActions { Button("Change password", busy: "Changing") }
    }.body
  }

  @HTMLBuilder private var devices: HTML {
    Table("Devices", sessions) {
      Column("Device", .name) { session in
        Device(agent: session.userAgent).words
        if session.id == current { " "; Badge("This device", .good) }
      }
      Column("Last used") { session in Moment(instant: session.lastSeenAt) }
      Column("Address") { session in session.ipAddress ?? "Unknown" }
      Column("Sign out", .actions) { session in
        if session.id != current {
          Form(AccountRoutes.revoke.path(session.id), csrf: csrf, .plain) { Button("Sign out", size: .small) }
        }
      }
    }
    if sessions.count > 1 {
      Form(AccountRoutes.revokeOthers.path(), csrf: csrf, .plain) { Button("Sign out everywhere else", icon: .signOut) }
    }
    Form(IdentityRoutes.logoutEverywhere.path(), csrf: csrf, .plain) { Button("Sign out on every device", .quiet) }
    if !trusted.isEmpty { TrustedDevices(devices: trusted, csrf: csrf) }
  }
}
