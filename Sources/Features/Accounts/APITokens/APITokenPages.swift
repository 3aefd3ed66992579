internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// One's own API tokens, and the form for another.
struct APITokensPage: Page {
  let tokens: [APITokenRecord]
  let permissions: [Permission]
  let now: Instant
  let csrf: String
  let made: MadeAPIToken?
  let draft: Draft
  let wait: Int?
  let title = "API tokens"

  init(_ context: Context, made: MadeAPIToken? = nil, draft: Draft = Draft(), wait: Int? = nil) async throws {
    tokens = try await context.db.apiTokens(of: context.viewer.requirePerson())
    permissions = context.viewer.permissions.list
    now = context.now
    csrf = context.forgeryToken
    self.made = made
    self.draft = draft
    self.wait = wait
  }

  var body: HTML {
    PageHeader(
      title, lead: "For programs that work for you: a script, a report, another system.",
      crumbs: Breadcrumbs([("Your account", AccountRoutes.show.path())]))
    div(.class("stack-wide")) {
      if let made { shown(made) }
      if tokens.isEmpty { nothing } else { list }
      form
    }
  }

  private func shown(_ made: MadeAPIToken) -> HTML {
    Callout(.good, "\(made.token.name) is ready") {
      div(.class("stack")) {
        p { "Copy the token now and keep it like a password: it is not shown again." }
        LogText(made.text)
      }
    }.body
  }

  @HTMLBuilder private var nothing: HTML {
    EmptyState("No token yet", "A token lets a program call the API in your name, for as long as you say.", .locked)
  }

  @HTMLBuilder private var list: HTML {
    Table("API tokens", tokens) {
      Column("Name", .name) { token in token.name }
      Column("May") { token in token.scopes.sentence }
      Column("Until", .short) { token in
        if token.holds(at: now) { Day(instant: token.expiresAt) } else { Badge("Ended", .warn) }
      }
      Column("Last used", .short) { token in
        if let last = token.lastUsedAt { Moment(instant: last) } else { span(.class("faint")) { "Never" } }
      }
      Column("Revoke", .actions) { token in
        Form(APITokenRoutes.revoke.path(token.id), csrf: csrf, .plain) { Button("Revoke", size: .small) }
      }
    }
  }

  @HTMLBuilder private var form: HTML {
    EntryTrouble(
      draft: draft, wait: wait, labels: ["name": "Name", "scopes": "May", "days": "Holds for"],
      words: "So many tokens are enough for now.")
    FormSection(
      "Make a token",
      lead:
        "It never may more than you, and cannot change your password, your address or your tokens. A new password ends all tokens."
    ) {
      Form(APITokenRoutes.make.path(), csrf: csrf) {
        Field(
          "name", "Name", value: draft.value("name"), help: "What it is for, such as Timetable export.",
          error: draft.sentence("name", "Name"), .autocomplete(.off).required.longest(80))
        Field(
          "days", "Holds for", .select([7, 30, 90, 180, 365].map { Choice(String($0), "\($0) days") }),
          value: draft.value("days", or: "90"), error: draft.sentence("days", "Holds for"))
        ChoiceGroup(
          "scopes", "May also", choices, anyOf: chosen,
          help: "It reads what you can read in any case.", error: draft.sentence("scopes", "This"))
        FormActions { Button("Make the token", .primary, icon: .key, busy: "Making it") }
      }
    }
  }

  private var choices: [Choice] {
    [Choice(TokenScopes.write, "Change things", help: "Without this it only reads.")]
      + permissions.map { Choice($0.name, $0.words.prefix(1).uppercased() + $0.words.dropFirst()) }
  }
  private var chosen: Set<String> { Set(draft.values.all("scopes")) }
}

extension TokenScopes {
  /// What a token may, in words.
  fileprivate var sentence: String {
    let first = mayWrite ? "Read and change" : "Read only"
    return permissions.list.isEmpty ? first : first + ": " + permissions.list.map(\.words).joined(separator: ", ")
  }
}
