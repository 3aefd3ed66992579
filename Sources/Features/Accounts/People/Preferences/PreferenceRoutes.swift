internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What I want to be told.
enum PreferenceRoutes {
  static let show = Route.get("/account/notifications", by: .signedIn, "What I am told of")
  static let change = Route.post("/account/notifications", by: .signedIn, "Change what I am told of")
  static let unsubscribe = Route.get("/unsubscribe/{token}", String.self, by: .everyone, "Ask before mails are ended")
  static let endMails = Route.post("/unsubscribe/{token}", String.self, by: .everyone, "End mails of one kind")
  static let oneClick = Route.post(
    "/api/v1/unsubscribe/{token}", String.self, by: .everyone, "End mails of one kind by one click (RFC 8058)"
  ).answersNothing
  static let get = Route.get("/api/v1/users/me/notification-preferences", by: .signedIn, "What I am told of")
    .answers(Preferences.self)
  static let put = Route.put(
    "/api/v1/users/me/notification-preferences", by: .signedIn, "Change what I am told of"
  ).takes(Preferences.self, answers: Preferences.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(try await PreferencesPage(context)) }
    table.on(change) { context in
      try await context.form(Preferences.self) { form in
        _ = try await context.set(form)
        return context.redirect(to: show.path(), saying: "What you are told of is saved.")
      } again: { draft in
        context.page(try await PreferencesPage(context, draft: draft))
      }
    }
    table.on(unsubscribe) { context, token in
      let asked = try Unsubscription(token: token, context.facilities)
      return context.page(
        UnsubscribePage(kind: asked.kind, token: token, isDone: false, csrf: context.forgeryToken))
    }
    table.on(endMails) { context, token in
      let done = try await context.unsubscribe(token)
      return context.page(UnsubscribePage(kind: done.kind, token: token, isDone: true, csrf: context.forgeryToken))
    }
    table.on(oneClick) { context, token in
      _ = try await context.unsubscribe(token)
      return NoPayload()
    }
    table.on(get) { context in try await context.db.preferences(of: context.viewer.requirePerson()) }
    table.on(put) { context, preferences in try await context.set(preferences) }
  }
}

extension Context {
  fileprivate func set(_ preferences: Preferences) async throws -> Preferences {
    let viewer = viewer, now = now, person = try viewer.requirePerson()
    try await db.transaction { try await $0.setPreferences(preferences, of: person, by: viewer, at: now) }
    return try await db.preferences(of: person)
  }
}

/// The grid of what and how, the rhythm, and the hours of quiet.
struct PreferencesPage: Page {
  let preferences: Preferences
  let timeZone: String
  let csrf: String
  let draft: Draft
  let title = "Notifications"

  init(_ context: Context, draft: Draft = Draft()) async throws {
    let id = try context.viewer.requirePerson()
    preferences = try await context.db.preferences(of: id)
    timeZone = try await context.db.person(id).timeZone
    csrf = context.forgeryToken
    self.draft = draft
  }

  private static let labels: KeyValuePairs<String, String> = [
    "digest": "Rhythm", "quiet_hours_from": "Quiet from", "quiet_hours_to": "Quiet until",
    "enabled": "What you are told",
  ]

  var body: HTML {
    PageHeader(
      title, lead: "What you are told, and how. What keeps your account safe is always told by mail.",
      crumbs: Breadcrumbs([("Your account", AccountRoutes.show.path())]))
    div(.class("stack-wide")) {
      draft.summary(Self.labels)
      Form(PreferenceRoutes.change.path(), csrf: csrf) {
        grid
        FormSection("Mails", lead: "Marks, messages and starting classes never wait.") {
          ChoiceGroup(
            "digest", "Everything else comes", DigestChoice.allCases.map { Choice($0.rawValue, $0.words) },
            selected: draft.value("digest", or: preferences.digest.rawValue), error: draft.sentence("digest", "Rhythm"))
        }
        FormSection("Quiet hours", lead: "No push and no mail in these hours of \(timeZone.replacing("_", with: " ")).")
        {
          hour("quiet_hours_from", "Quiet from", preferences.quietFrom)
          hour("quiet_hours_to", "Quiet until", preferences.quietTo)
        }
        FormActions { Button("Save notifications", .primary, busy: "Saving") }
      }
    }
  }

  private func hour(_ name: String, _ label: String, _ time: ClockTime?) -> HTML {
    Field(
      name, label, .time, value: draft.value(name, or: time?.text ?? ""), error: draft.sentence(name, label), .optional
    ).body
  }

  private var grid: HTML {
    Table("What you are told, and how", NotificationKind.allCases) {
      Column("What", .name) { kind in
        div {
          div { kind.label }
          div(.class("faint")) { kind.about }
        }
      }
      Column("Here", .short) { kind in box(kind, .inApp) }
      Column("Email", .short) { kind in box(kind, .email) }
      Column("Push", .short) { kind in box(kind, .push) }
    }.body
  }

  private func box(_ kind: NotificationKind, _ channel: NotificationChannel) -> HTML {
    let choice = NotificationChoice(kind, channel)
    let isOn =
      draft.values.items.isEmpty
      ? preferences.wants(kind, channel) : draft.values.all("enabled").contains(choice.rawValue)
    return label(.class("check-box")) {
      input(.checkbox, name: "enabled", .value(choice.rawValue), .checked(when: isOn))
      span(.class("hidden-text")) { "\(kind.label): \(channel.label)" }
    }
  }
}
