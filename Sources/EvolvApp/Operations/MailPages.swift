internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Mailing
internal import Markup
internal import Routing

/// The mails that were kept because no mail server is set.
struct MailsPage: Page {
  let mails: [KeptMail]

  var title: String { "Mails" }
  var body: HTML {
    PageHeader(title, lead: "No mail server is set, so mails are kept here instead of being sent.")
    if mails.isEmpty {
      EmptyState("No mails yet", "Register a person, and the welcome mail appears here.", .letters)
    } else {
      Table("Mails", mails) {
        Column("Subject", .name) { mail in a(href: Operations.mail.path(mail.name)) { mail.subject } }
        Column("To") { mail in mail.to }
        Column("When") { mail in mail.date }
      }
    }
  }
}

/// One mail, as the text that a reader without HTML gets.
struct MailPage: Page {
  let mail: KeptMail

  var title: String { mail.subject }
  var body: HTML {
    PageHeader(mail.subject, lead: "To \(mail.to), \(mail.date)") {
      Button("As a mail program shows it", to: Operations.mailSheet.path(mail.name), icon: .eye)
      Button("All mails", to: Operations.mails.path(), icon: .arrowLeft)
    }
    Card { LogText(mail.text) }
  }
}
