internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import JobQueue
internal import Mailing
internal import Payloads
internal import Routing
internal import SQLStore

/// What the school's mails say.
enum MailTextRoutes {
  static let list = Route.get(
    "/admin/settings/mail-texts", by: .may(.manageSettings), "See which mails the school sends")
  static let show = Route.get(
    "/admin/settings/mail-texts/{mail}", String.self, by: .may(.manageSettings), "See what a mail says")
  static let save = Route.post(
    "/admin/settings/mail-texts/{mail}", String.self, by: .may(.manageSettings), "Change what a mail says")
  static let preview = Route.post(
    "/admin/settings/mail-texts/{mail}/preview", String.self, by: .may(.manageSettings),
    "Show a mail that is being written")
  static let sheet = Route.get(
    "/admin/settings/mail-texts/{mail}/preview", String.self, by: .may(.manageSettings),
    "Show a mail with samples in it")
  static let test = Route.post(
    "/admin/settings/mail-texts/{mail}/test", String.self, by: .may(.manageSettings), "Send a mail to oneself")
  static let reset = Route.post(
    "/admin/settings/mail-texts/{mail}/reset", String.self, by: .may(.manageSettings), "Take back the program's words")

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in context.page(MailTextsPage(context)) }
    table.on(show) { context, name in context.page(MailTextPage(try context.mail(name), context, Draft())) }
    table.on(save) { context, name in
      let mail = try context.mail(name)
      return try await context.form(MailWords.self) { words in
        try await context.setWords(of: mail, to: words)
        return context.redirect(to: show.path(name), saying: "Saved. The next mail says this.")
      } again: { draft in
        context.page(MailTextPage(mail, context, draft))
      }
    }
    table.on(sheet) { context, name in
      let mail = try context.mail(name)
      return context.sheet(of: mail, mail.words(in: context.facilities))
    }
    table.on(preview) { context, name in
      let mail = try context.mail(name)
      return try await context.form(MailWords.self) { words in
        try Self.check(words, of: mail)
        return context.sheet(of: mail, words)
      } again: { draft in
        context.faultSheet(draft)
      }
    }
    registerActs(on: &table)
  }

  fileprivate static func check(_ words: MailWords, of mail: MailTemplate) throws {
    let faults = mail.faults(in: words)
    guard faults.isEmpty else { throw Problem.invalid(faults) }
  }

  private static func registerActs(on table: inout RouteTable<Context>) {
    table.on(test) { context, name in
      try await context.sendTest(of: try context.mail(name))
      let to = context.viewer.identity?.email ?? ""
      return context.redirect(to: show.path(name), saying: "A test mail is on its way to \(to).")
    }
    table.on(reset) { context, name in
      try await context.setWords(of: try context.mail(name), to: nil)
      return context.redirect(to: show.path(name), saying: "The mail has the program's words again.")
    }
  }
}

extension Context {
  func mail(_ name: String) throws -> MailTemplate {
    guard let mail = facilities.mails.first(where: { $0.name == name }) else { throw Problem.notFound("mail") }
    return mail
  }

  /// Gives a mail words of its own; nil takes back the program's.
  func setWords(of mail: MailTemplate, to words: MailWords?) async throws {
    if let words { try MailTextRoutes.check(words, of: mail) }
    try await changeSettings(MailTexts.self) { old in
      let others = old.texts.filter { $0.template != mail.name }
      return MailTexts(texts: others + (words.map { [MailTexts.Own(template: mail.name, words: $0)] } ?? []))
    }
  }

  /// Sends the mail as it is, with samples in it, to who asks for it.
  func sendTest(of mail: MailTemplate) async throws {
    let person = try viewer.requirePerson(), now = now
    try viewer.require(.manageSettings)
    try await facilities.limits.mails.take("test mail " + person.text, at: now)
    try await db.transaction { $0.enqueue(SendTestMail(person: person, mail: mail.name), now: now) }
  }

  /// The mail as a mail program shows it; nothing of it may act, and only our own pages frame it.
  fileprivate func sheet(of mail: MailTemplate, _ words: MailWords) -> Response {
    framed(mail.sample(words, from: facilities).page)
  }

  /// What keeps the mail from being shown, where it would stand.
  fileprivate func faultSheet(_ draft: Draft) -> Response {
    let letter = Letter(
      "Not yet", heading: "This cannot be sent yet", from: facilities,
      draft.errors.map {
        .words("\($0.field.prefix(1).uppercased() + $0.field.dropFirst()): it \($0.message).")
      })
    return framed(letter.page)
  }

  private func framed(_ page: [UInt8]) -> Response {
    var response = Response(status: 200, type: "text/html; charset=utf-8", page)
    response.fields += [
      (
        "Content-Security-Policy",
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
      ), ("X-Frame-Options", "SAMEORIGIN"),
    ]
    return response
  }
}

extension MailTemplate {
  /// The letter with what the variables show as samples.
  func sample(_ words: MailWords, from facilities: Facilities) -> Letter {
    Letter(sample: self, words, action: hasAction ? SettingsRoutes.general.path() : nil, from: facilities)
  }
}

/// Sends a mail with samples in it to who writes it.
struct SendTestMail: Job {
  let person: ID<Person>, mail: String
  static let name = "test mail"
  static let rule = JobRule(priority: .urgent, attempts: 3)
  static let shape = Shape("SendTestMail", Self.init(person:mail:), Field("person", \.person), Field("mail", \.mail))

  func run(_ work: Errand) async throws {
    guard let template = work.surroundings.mails.first(where: { $0.name == mail }),
      let person = try await work.db.personIfThere(person), let address = person.mailAddress
    else { return }
    let letter = template.sample(template.words(in: work.surroundings), from: work.surroundings)
    try await work.send(letter.mail(to: address, id: work.mailID))
  }
}
