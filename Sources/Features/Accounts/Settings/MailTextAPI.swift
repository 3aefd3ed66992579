internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

enum MailTextAPI {
  static let list = Route.get(
    "/api/v1/settings/mail-texts", by: .may(.manageSettings), "List the mails the school sends, with their words"
  ).answers(MailTextList.self)
  static let show = Route.get(
    "/api/v1/settings/mail-texts/{mail}", String.self, by: .may(.manageSettings), "Read what a mail says"
  ).answers(MailTextAnswer.self)
  static let put = Route.put(
    "/api/v1/settings/mail-texts/{mail}", String.self, by: .may(.manageSettings), "Change what a mail says"
  ).takes(MailWords.self, answers: MailTextAnswer.self)
  static let delete = Route.delete(
    "/api/v1/settings/mail-texts/{mail}", String.self, by: .may(.manageSettings), "Take back the program's words"
  ).answersNothing
  static let test = Route.post(
    "/api/v1/settings/mail-texts/{mail}/test", String.self, by: .may(.manageSettings), "Send a mail to oneself"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let mails = context.facilities.mails.map { MailTextAnswer($0, context.facilities) }
      return MailTextList(
        data: mails, meta: ListMeta(total: mails.count, page: 1, pageSize: mails.count, nextCursor: nil))
    }
    table.on(show) { context, name in MailTextAnswer(try context.mail(name), context.facilities) }
    table.on(put) { context, words, name in
      let mail = try context.mail(name)
      try await context.setWords(of: mail, to: words)
      return MailTextAnswer(mail, context.facilities)
    }
    table.on(delete) { context, name in
      try await context.setWords(of: try context.mail(name), to: nil)
      return NoPayload()
    }
    table.on(test) { context, name in
      try await context.sendTest(of: try context.mail(name))
      return NoPayload()
    }
  }
}

/// One mail and its words.
struct MailTextAnswer: Payload {
  let name: String, title: String, about: String, variables: [String], isOwn: Bool, words: MailWords
  static let shape = Shape(
    "MailText", Self.init(name:title:about:variables:isOwn:words:), Field("name", \.name), Field("title", \.title),
    Field("about", \.about), Field("variables", \.variables, "What may stand in the words, in double braces"),
    Field("is_own", \.isOwn, "The school wrote its own words"), Field("words", \.words))
}

extension MailTextAnswer {
  init(_ mail: MailTemplate, _ facilities: Facilities) {
    let words = mail.words(in: facilities)
    self.init(
      name: mail.name, title: mail.title, about: mail.about, variables: mail.variables.map(\.name),
      isOwn: words != mail.words, words: words)
  }
}

struct MailTextList: Payload {
  let data: [MailTextAnswer], meta: ListMeta
  static let shape = Shape("MailTextList", Self.init, Field("data", \.data), Field("meta", \.meta))
}
