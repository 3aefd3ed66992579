internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Mailing
internal import Markup
internal import Payloads
internal import Routing

/// What the school is called and how it greets people.
struct GeneralPage: Page {
  let head: SettingsHead, section: GeneralSettings, fields: SettingsFields, csrf: String
  let title = "Settings"

  init(_ context: Context, _ draft: Draft) {
    section = context.settings(GeneralSettings.self)
    head = SettingsHead(
      .general, lead: "What holds for everyone here, from the moment it is saved.", section: GeneralSettings.name,
      context)
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
  }

  private static let labels: KeyValuePairs<String, String> = [
    "school_name": "Name", "tagline": "Tagline", "contact_email": "Contact email", "language": "Language",
    "time_zone": "Time zone",
  ]

  var body: HTML {
    head
    fields.draft.summary(Self.labels)
    Form(SettingsRoutes.saveGeneral.path(), csrf: csrf, warnsOnLeaving: true) {
      FormSection("The school", lead: "Stands on every page and in every mail.") {
        fields.text("school_name", "Name", section.schoolName.text, .required.longest(80))
        fields.text(
          "tagline", "Tagline", section.tagline.text, help: "One sentence on the first page.", .optional.longest(160))
        fields.text(
          "contact_email", "Contact email", .email, section.contactEmail?.text ?? "",
          help: "Where people write to who need help.", .optional)
      }
      FormSection("Language and time", lead: "What new courses and new accounts begin with.") {
        fields.text(
          "language", "Language", .select(GeneralSettings.Language.allCases.map { Choice($0.rawValue, $0.words) }),
          section.language.rawValue)
        fields.text(
          "time_zone", "Time zone", .select(TimeZoneName.all.map { Choice($0, $0) }), section.timeZone.text)
      }
      FormSection("Registration", lead: "People you add yourself can always come in.") {
        fields.check(
          "registration_is_open", "Visitors may make an account", section.registrationIsOpen)
      }
      FormActions { Button("Save", .primary, busy: "Saving") }
    }
  }
}

extension GeneralSettings.Language {
  var words: String {
    switch self {
    case .english: "English"
    case .arabic: "Arabic"
    case .german: "German"
    case .spanish: "Spanish"
    case .french: "French"
    case .italian: "Italian"
    case .dutch: "Dutch"
    case .portuguese: "Portuguese"
    case .turkish: "Turkish"
    }
  }
}

/// How accounts are kept safe.
struct SecuritySettingsPage: Page {
  let head: SettingsHead, section: SecuritySettings, fields: SettingsFields, csrf: String, address: String?
  let roles: [RoleDefinition]
  let title = "Security settings"

  init(_ context: Context, _ draft: Draft) {
    section = context.settings(SecuritySettings.self)
    head = SettingsHead(
      .security, lead: "How accounts are kept safe.", section: SecuritySettings.name, context)
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
    address = context.viewer.origin.address
    roles = context.facilities.roles.current.all
  }

  private static let labels: KeyValuePairs<String, String> = [
    "password_rule": "Rule", "password_hash": "Hash", "second_factor_roles": "Second factor",
    "session_idle_days": "Days without a use", "session_longest_days": "Days at most", "admin_addresses": "Networks",
  ]

  var body: HTML {
    head
    fields.draft.summary(Self.labels)
    Form(SettingsRoutes.saveSecurity.path(), csrf: csrf, warnsOnLeaving: true) {
      FormSection("Passwords", lead: "For new passwords. Nobody is locked out by a change.") {
        passwords
      }
      FormSection("Second factor", lead: "Who must prove more than a password.") {
        ChoiceGroup(
          "second_factor_roles", "Roles that need it", roles.map { Choice($0.role.rawValue, $0.title) },
          anyOf: chosenRoles, help: "They set it up at their next sign-in.",
          error: fields.draft.sentence("second_factor_roles", "The list of roles"))
      }
      FormSection("Sign-ins", lead: "How long a browser stays signed in. Holds for the sign-ins there are, too.") {
        fields.number("session_idle_days", "Days without a use", section.sessionIdleDays.value, SessionDays.range)
        fields.number("session_longest_days", "Days at most", section.sessionLongestDays.value, SessionDays.range)
      }
      FormSection("Networks", lead: "Where the school may be run from.") {
        fields.text(
          "admin_addresses", "Networks", .area(rows: 4), section.adminAddresses.map(\.text).joined(separator: "\n"),
          help:
            "One to a line, such as 192.0.2.0/24. Empty: from everywhere. You come from \(address ?? "an unknown address").",
          .optional)
      }
      FormActions { Button("Save", .primary, busy: "Saving") }
    }
    limits
  }

  private var chosenRoles: Set<String> {
    Set(
      fields.draft.values.items.isEmpty
        ? section.secondFactorRoles : fields.draft.values.all("second_factor_roles"))
  }

  @HTMLBuilder private var passwords: HTML {
    fields.choice(
      "password_rule", "Rule",
      [
        Choice("standard", "Four kinds of characters", help: "8 or more: upper and lower case, a digit, a sign."),
        Choice("length", "Long and unknown", help: "12 or more of any kind, and on no list of leaked passwords."),
      ], section.passwordRule.rawValue)
    fields.choice(
      "password_hash", "How they are kept",
      [
        Choice("bcrypt", "bcrypt", help: "Cost 12. Understood everywhere."),
        Choice("argon2id", "Argon2id", help: "Needs memory to guess, 19 MB for each try."),
      ], section.passwordHash.rawValue, help: "Passwords kept in another way follow at their next sign-in.")
  }

  private var limits: HTML {
    Card("Limits on guessing") {
      Table("Limits", GuessLimits.told) {
        Column("What is counted", .name) { limit in limit.what }
        Column("At most", .short) { limit in limit.most }
      }
    }.body
  }
}

extension GuessLimits {
  /// What the program counts, in words; these are fixed.
  static let told: [(what: String, most: String)] = [
    ("Sign-ins to one account from one address", "5 a minute"), ("Sign-ins from one address", "100 a minute"),
    ("New accounts from one address", "60 a minute"), ("Access codes tried by one person", "5 a minute"),
    ("Mails to one account", "3 in 15 minutes"), ("Mails asked for from one address", "20 in 15 minutes"),
    ("Wrong tokens from one address", "10 a minute"), ("Files sent by one person", "10 a minute"),
  ]
}

/// Who mails come from.
struct MailSettingsPage: Page {
  let head: SettingsHead, section: MailSettings, fields: SettingsFields, csrf: String
  let school: String, sender: String
  let title = "Mail settings"

  init(_ context: Context, _ draft: Draft) {
    section = context.settings(MailSettings.self)
    head = SettingsHead(.mail, lead: "Who mails come from and how they end.", section: MailSettings.name, context)
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
    school = context.facilities.schoolName
    sender = context.facilities.postman.sender.address
  }

  private static let labels: KeyValuePairs<String, String> = [
    "sender_name": "Name", "sender_address": "Address", "reply_to": "Answers go to", "footer": "Last lines",
  ]

  var body: HTML {
    head
    fields.draft.summary(Self.labels)
    Form(SettingsRoutes.saveMail.path(), csrf: csrf, warnsOnLeaving: true) {
      FormSection("Sender", lead: "Your mail server must be allowed to send for the domain of the address.") {
        fields.text("sender_name", "Name", section.senderName.text, .optional.placeholder(school).longest(80))
        fields.text(
          "sender_address", "Address", .email, section.senderAddress?.text ?? "", .optional.placeholder(sender))
        fields.text("reply_to", "Answers go to", .email, section.replyTo?.text ?? "", .optional)
      }
      FormSection("Last lines", lead: "Such as the school's postal address, which the law of many places asks for.") {
        fields.text("footer", "Last lines", .area(rows: 4), section.footer.text, .optional.longest(600))
      }
      FormActions {
        Button("Save", .primary, busy: "Saving")
        Button("Change what mails say", to: MailTextRoutes.list.path(), .quiet, icon: .mail)
      }
    }
  }
}

/// How long things are kept.
struct RetentionPage: Page {
  let head: SettingsHead, section: RetentionSettings, fields: SettingsFields, csrf: String
  let title = "Retention"

  init(_ context: Context, _ draft: Draft) {
    section = context.settings(RetentionSettings.self)
    head = SettingsHead(
      .retention, lead: "What the school no longer needs goes by itself, every night.",
      section: RetentionSettings.name, context)
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
  }

  private static let labels: KeyValuePairs<String, String> = [
    "code_days": "Access codes", "audit_days": "Audit log", "mail_days": "Kept mails", "event_days": "Events",
    "job_days": "Failed jobs", "file_days": "Unused files",
  ]

  var body: HTML {
    head
    fields.draft.summary(Self.labels)
    Form(SettingsRoutes.saveRetention.path(), csrf: csrf, warnsOnLeaving: true) {
      FormSection("Records", lead: "In days. Shorter than before removes more tonight, and that cannot be undone.") {
        days("code_days", "Access codes", section.codeDays, "After they expired, if nobody used them.")
        days("audit_days", "Audit log", section.auditDays, "Nobody can remove a line before.")
      }
      FormSection("Traces", lead: "What the program keeps for itself.") {
        days("mail_days", "Kept mails", section.mailDays, "Only where no mail server is set.")
        days("event_days", "Events", section.eventDays, "After everyone who listens was told.")
        days("job_days", "Failed jobs", section.jobDays, "After they were given up.")
        days("file_days", "Unused files", section.fileDays, "After nothing refers to them any more.")
      }
      FormActions { Button("Save", .primary, busy: "Saving") }
    }
  }

  private func days(_ name: String, _ label: String, _ value: Number<RetentionDays>, _ help: String)
    -> EvolvDesign.Field
  {
    fields.number(name, label, value.value, RetentionDays.range, help: help)
  }
}
