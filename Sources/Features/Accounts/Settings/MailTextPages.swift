internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Every mail that the school sends.
struct MailTextsPage: Page {
  let head: SettingsHead, mails: [(mail: MailTemplate, isOwn: Bool, subject: String)]
  let title = "Mail texts"

  init(_ context: Context) {
    head = SettingsHead(
      .mailTexts, lead: "What the school's mails say, in your words if you like.", section: MailTexts.name, context)
    mails = context.facilities.mails.map { mail in
      let words = mail.words(in: context.facilities)
      return (mail, words != mail.words, words.subject.text)
    }
  }

  var body: HTML {
    head
    Table("Mails", mails) {
      Column("Mail", .name) { row in a(href: MailTextRoutes.show.path(row.mail.name)) { row.mail.title } }
      Column("Sent") { row in row.mail.about }
      Column("Subject") { row in row.subject }
      Column("Words", .short) { row in
        if row.isOwn { Badge("Your own", .good) } else { Badge("Standard") }
      }
    }
  }
}

/// The words of one mail, beside how it looks.
struct MailTextPage: Page {
  let mail: MailTemplate, words: MailWords, isOwn: Bool, fields: SettingsFields, csrf: String, maySeeHistory: Bool
  let address: String
  var title: String { "Mail: \(mail.title)" }

  init(_ mail: MailTemplate, _ context: Context, _ draft: Draft) {
    self.mail = mail
    words = mail.words(in: context.facilities)
    isOwn = words != mail.words
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
    maySeeHistory = context.viewer.may(.seeAudit)
    address = context.viewer.identity?.email ?? ""
  }

  private static let labels: KeyValuePairs<String, String> = [
    "subject": "Subject", "heading": "Heading", "text": "Text", "action": "Button", "note": "Note",
  ]

  var body: HTML {
    PageHeader(mail.title, lead: mail.about, crumbs: Breadcrumbs([("Mail texts", MailTextRoutes.list.path())])) {
      Form(MailTextRoutes.test.path(mail.name), csrf: csrf, .plain) {
        Button("Send me a test", .secondary, icon: .send, busy: "Sending")
      }
      if maySeeHistory {
        Button(
          "History", to: AuditRoutes.history(of: SettingsSubject.id(of: MailTexts.name).text), .quiet, icon: .history)
      }
    }
    fields.draft.summary(Self.labels)
    div(.class("mail-desk")) {
      form
      // The aside scrolls, not the frame: the focus inside a frame cannot be shown.
      aside(.class("mail-preview"), .aria("label", "Preview"), .focusable) {
        iframe(
          src: MailTextRoutes.sheet.path(mail.name), label: "The mail as it arrives", .name("mail-preview"),
          .focusTarget)
      }
    }
  }

  private var form: HTML {
    div(.class("stack")) {
      Form(MailTextRoutes.save.path(mail.name), csrf: csrf, id: "mail-words", label: "Words", warnsOnLeaving: true) {
        fields.text("subject", "Subject", words.subject.text, .required.longest(150))
        fields.text("heading", "Heading", words.heading.text, .required.longest(150))
        fields.text(
          "text", "Text", .area(rows: 8), words.text.text, help: "An empty line begins a paragraph.", .longest(4000))
        if mail.hasAction {
          fields.text("action", "Button", words.action.text, .required.longest(60))
        } else {
          input(.hidden, name: "action", .value(""))
        }
        fields.text(
          "note", "Note", .area(rows: 3), words.note.text, help: "Said quietly at the end.", .optional.longest(4000))
        FormActions {
          Button("Save", .primary, busy: "Saving")
          button(
            .submit,
            [
              .class("button button-secondary"), .formAction(MailTextRoutes.preview.path(mail.name)),
              .formTarget("mail-preview"), .data("previews", ""),
            ]
          ) { "Preview" }
        }
      }
      variables
      if isOwn {
        DisclosureList("Take it back") {
          Disclosure("Use the standard words again", note: "Your words are gone then; the audit log still has them.") {
            Form(MailTextRoutes.reset.path(mail.name), csrf: csrf, .plain) {
              Button("Use the standard words", .danger, icon: .undo)
            }
          }
        }
      }
    }
  }

  private var variables: HTML {
    Card("What may stand in it") {
      Facts(
        mail.variables.map { variable in
          (term: "{{ \(variable.name) }}", value: HTML(variable.about))
        })
    }.body
  }
}
