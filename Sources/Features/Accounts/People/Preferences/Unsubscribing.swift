internal import Cryptography
public import Essentials
public import EvolvCore
public import EvolvDesign
public import Mailing
internal import Markup
internal import Payloads
internal import Routing
public import SQLStore

// A mail that can be done without says how to end its kind: by a link for people and by one click of the mail program
// (RFC 8058). The sealed token names a person and a kind, tells neither, and opens nothing else.

/// Who ends which mails.
struct Unsubscription: Sendable {
  let person: ID<Person>, kind: NotificationKind

  func token(_ facilities: Facilities) -> String {
    facilities.sealer.seal(Array("\(person.text) \(kind.rawValue)".utf8), for: "unsubscribe")
  }

  /// Throws not-found for a token of others.
  init(token: String, _ facilities: Facilities) throws {
    let bytes: [UInt8]
    do throws(TextRefused) { bytes = try facilities.sealer.open(token, for: "unsubscribe") } catch {
      throw Problem.notFound("subscription")
    }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
    guard parts.count == 2, let person = ID<Person>(pathText: parts[0]), let kind = NotificationKind(rawValue: parts[1])
    else { throw Problem.notFound("subscription") }
    self.init(person, kind)
  }
  init(_ person: ID<Person>, _ kind: NotificationKind) {
    self.person = person
    self.kind = kind
  }
}

extension Letter {
  /// The mail to a person who wants mails of this kind, with the way to end them; nil for who does not, or has no address.
  public func mail(
    to person: PersonRecord, about kind: NotificationKind, in reading: any Reading, id: ID<Mail>,
    from facilities: Facilities
  ) async throws -> Mail? {
    guard let address = person.mailAddress, try await reading.wantsMail(person.id, about: kind) else { return nil }
    let token = Unsubscription(person.id, kind).token(facilities)
    let page = PreferenceRoutes.unsubscribe.path(token)
    var mail = adding(
      .note(
        "You get such mails because you are at \(facilities.schoolName). To end them: \(facilities.baseAddress)\(page.text)"
      )
    )
    .mail(to: address, id: id)
    mail.unsubscribe = Link(outside: facilities.baseAddress + PreferenceRoutes.oneClick.path(token).text)
    return mail
  }
}

extension Context {
  func unsubscribe(_ token: String) async throws -> Unsubscription {
    let unsubscription = try Unsubscription(token: token, facilities), now = now
    // The mail speaks for the person; who follows its link need not be signed in.
    let viewer = Viewer.visitor(from: viewer.origin)
    if try await db.personIfThere(unsubscription.person) != nil {
      try await db.transaction {
        try await $0.silenceMail(about: unsubscription.kind, of: unsubscription.person, by: viewer, at: now)
      }
    }
    return unsubscription
  }
}

/// Asks once, because programs that look into mails open links too.
struct UnsubscribePage: Page {
  let kind: NotificationKind
  let token: String
  let isDone: Bool
  let csrf: String
  var title: String { isDone ? "No more of these mails" : "End these mails?" }

  var body: HTML {
    PageHeader(title)
    div(.class("stack narrow")) {
      if isDone {
        p { "You get no more mails about “\(kind.label)”. Everything else stays as it was." }
        Button("See all notifications", to: PreferenceRoutes.show.path())
      } else {
        p { "You will get no more mails about “\(kind.label)”: \(kind.about)" }
        Form(PreferenceRoutes.endMails.path(token), csrf: csrf, .plain) { Button("End these mails", .primary) }
      }
    }
  }
}
