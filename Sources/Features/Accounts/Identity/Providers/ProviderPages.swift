internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// Whom people can sign in with.
struct ProvidersPage: Page {
  let providers: [ProviderRecord]
  let title = "Sign in with"

  var body: HTML {
    PageHeader(title, lead: "Accounts that people have elsewhere and that open the school to them.") {
      if !providers.isEmpty { presets }
    }
    if providers.isEmpty { nothing } else { list }
  }

  private var nothing: HTML {
    EmptyState(
      "Only email and password so far",
      "Let people come in with the account they use every day. Each takes two minutes.",
      .people
    ) { presets }.body
  }

  @HTMLBuilder private var presets: HTML {
    let known = providers.map(\.issuer)
    for preset in ProviderPreset.allCases where !known.contains(preset.issuer) {
      Button(
        preset == .other ? "Add another" : "Add \(preset.name)",
        to: ProviderRoutes.new.path().query([("preset", preset.rawValue)]), icon: .plus)
    }
  }

  private var list: HTML {
    Table("Providers", providers) {
      Column("Provider", .name) { provider in
        a(href: ProviderRoutes.edit.path(provider.id)) { provider.name }
      }
      Column("Issuer") { provider in provider.issuer }
      Column("New people") { provider in
        provider.registers ? (provider.domains.isEmpty ? "Anyone" : "Of \(provider.domains)") : "None"
      }
      Column("State") { provider in provider.isOpen ? Badge("In use", .good) : Badge("Disabled") }
    }.body
  }
}

/// One provider: what it is, where it sends people back to, and whether it works.
struct ProviderPage: Page {
  let provider: ProviderRecord?
  let preset: ProviderPreset
  let returnAddress: String?
  let csrf: String
  let draft: Draft
  var title: String { provider?.name ?? (preset == .other ? "Add a provider" : "Add \(preset.name)") }

  init(_ context: Context, of provider: ProviderRecord? = nil, preset: ProviderPreset = .other, draft: Draft = Draft())
  {
    self.provider = provider
    self.preset = preset
    returnAddress = provider?.returnAddress(of: context.facilities)
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader(
      title, lead: lead, crumbs: Breadcrumbs([(label: "Sign in with", link: ProviderRoutes.list.path())]))
    div(.class("stack-wide")) {
      draft.summary(Self.labels)
      if let provider, let returnAddress { standing(provider, returnAddress) }
      Form(provider.map { ProviderRoutes.save.path($0.id) } ?? ProviderRoutes.add.path(), csrf: csrf) {
        FormSection("Who it is", lead: "What the provider gave you when you registered the school there.") { identity }
        FormSection("What it may do") { rules }
        FormActions {
          Button(provider == nil ? "Add it" : "Save", .primary, busy: "Saving")
          Button("Back", to: ProviderRoutes.list.path(), .quiet)
        }
      }
    }
  }

  private var lead: String? {
    provider == nil ? "First register the school there; it gives you a client ID and a secret." : nil
  }

  private func standing(_ provider: ProviderRecord, _ address: String) -> HTML {
    Card {
      Facts([
        ("State", provider.isOpen ? Badge("In use", .good).body : Badge("Disabled").body),
        ("Redirect address, to be registered there", code(.class("return-address")) { address }),
      ])
      div(.class("row")) {
        Form(ProviderRoutes.test.path(provider.id), csrf: csrf, .plain) {
          Button("Test it", icon: .refresh, busy: "Asking")
        }
        if provider.isOpen {
          Form(ProviderRoutes.disable.path(provider.id), csrf: csrf, .plain) { Button("Disable") }
        } else {
          Form(ProviderRoutes.enable.path(provider.id), csrf: csrf, .plain) { Button("Enable") }
        }
      }
    }.body
  }

  static let labels: KeyValuePairs<String, String> = [
    "name": "Name", "kind": "Protocol", "issuer": "Issuer", "client_id": "Client ID", "client_secret": "Client secret",
    "scopes": "Scopes", "domains": "Mail domains",
  ]

  @HTMLBuilder private var identity: HTML {
    field("name", .text, provider?.name ?? preset.name, help: "Stands on the button: Continue with …", .required)
    ChoiceGroup(
      "kind", "Protocol",
      [
        Choice("oidc", "OpenID Connect", help: "Google, Microsoft, Keycloak and most others"),
        Choice("github", "GitHub", help: "GitHub and GitHub Enterprise"),
      ], selected: draft.value("kind", or: (provider?.kind ?? preset.kind).rawValue), look: .cards)
    field(
      "issuer", .url, provider?.issuer ?? preset.issuer,
      help: "Such as https://accounts.google.com, letter by letter as the provider writes it.", .required)
    field("client_id", .text, provider?.clientID ?? "", .required)
    field(
      "client_secret", .password, "",
      help: provider?.clientSecret == nil
        ? "Kept sealed and never shown again." : "One is kept. Leave this empty to keep it.",
      .autocomplete(.newPassword))
    field("scopes", .text, provider?.scopes ?? preset.scopes, help: "What is asked for, parted by blanks.", .required)
  }

  @HTMLBuilder private var rules: HTML {
    check("registers", "New people may register with it", provider?.registers ?? true)
    field(
      "domains", .text, provider?.domains ?? "",
      help: "Only new people with addresses of these domains, such as example.org. Empty: anyone.", .optional)
    check(
      "trusts_factors", "Its sign-in counts as two factors", provider?.trustsFactors ?? false,
      help: "Only if it asks everyone for a second factor itself; people are then not asked here again.")
  }

  private func field(
    _ name: String, _ control: Control, _ value: String, help: String? = nil, _ options: FieldOptions
  ) -> EvolvDesign.Field {
    let label = Self.labels.first { $0.key == name }?.value ?? name
    return EvolvDesign.Field(
      name, label, control, value: name == "client_secret" ? "" : draft.value(name, or: value), help: help,
      error: draft.sentence(name, label), options)
  }

  private func check(_ name: String, _ label: String, _ isOn: Bool, help: String? = nil) -> Checkbox {
    Checkbox(
      name, label, isChecked: draft.values.items.isEmpty ? isOn : draft.values[name] != nil, help: help,
      error: draft.sentence(name, label))
  }
}
