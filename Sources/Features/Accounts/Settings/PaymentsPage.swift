internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// How the school is paid. Of a secret it only shows since when there is one.
struct PaymentsPage: Page {
  let head: SettingsHead, section: PaymentSettings, fields: SettingsFields, csrf: String
  let title = "Payment settings"

  init(_ context: Context, _ draft: Draft) {
    section = context.settings(PaymentSettings.self)
    head = SettingsHead(.payments, lead: "How the school is paid.", section: PaymentSettings.name, context)
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
  }

  private static let labels: KeyValuePairs<String, String> = [
    "currency": "Currency", "manual_instructions": "Instructions", "stripe_publishable_key": "Publishable key",
    "stripe_secret_key": "Secret key", "stripe_webhook_secret": "Webhook secret",
  ]

  var body: HTML {
    head
    fields.draft.summary(Self.labels)
    Form(SettingsRoutes.savePayments.path(), csrf: csrf, warnsOnLeaving: true) {
      FormSection("Prices") {
        fields.text(
          "currency", "Currency",
          .select(PaymentSettings.Currency.allCases.map { Choice($0.rawValue, "\($0.rawValue) – \($0.words)") }),
          section.currency.rawValue)
      }
      FormSection("By transfer or in cash", lead: "An administrator marks such a payment as received.") {
        fields.check("takes_manual_payments", "Take payments by transfer or in cash", section.takesManualPayments)
        fields.text(
          "manual_instructions", "Instructions", .area(rows: 4), section.manualInstructions.text,
          help: "What one is told who pays that way: the account, the reference.", .optional.longest(1000))
      }
      FormSection("By card with Stripe", lead: "Secrets are sealed before they are kept, and never shown again.") {
        fields.text(
          "stripe_publishable_key", "Publishable key", section.stripePublishableKey?.text ?? "",
          .optional.placeholder("pk_live_…").autocomplete(.off))
        secret("stripe_secret_key", "Secret key", section.stripeSecretKey, removal: "removes_secret_key")
        secret(
          "stripe_webhook_secret", "Webhook secret", section.stripeWebhookSecret, removal: "removes_webhook_secret")
      }
      FormActions { Button("Save", .primary, busy: "Saving") }
    }
  }

  /// A secret is typed and never comes back, not even to a form with a fault elsewhere.
  @HTMLBuilder private func secret(_ name: String, _ label: String, _ kept: SealedSecret?, removal: String) -> HTML {
    Field(
      name, kept == nil ? label : "Replace the \(label.lowercased())", .password,
      help: kept.map { "Set on \($0.setAt.day). Leave it empty to keep it." } ?? "Not set.",
      error: fields.draft.sentence(name, label), .optional.autocomplete(.off))
    if kept != nil { Checkbox(removal, "Remove the \(label.lowercased())") }
  }
}

extension Instant {
  /// `21 November 2026`
  var day: String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    return "\(civil.day) \(months[civil.month - 1]) \(civil.year)"
  }
}

extension PaymentSettings.Currency {
  var words: String {
    switch self {
    case .usDollar: "US dollar"
    case .euro: "Euro"
    case .pound: "Pound sterling"
    case .franc: "Swiss franc"
    case .canadianDollar: "Canadian dollar"
    case .australianDollar: "Australian dollar"
    case .rupee: "Indian rupee"
    case .naira: "Nigerian naira"
    case .kenyanShilling: "Kenyan shilling"
    case .egyptianPound: "Egyptian pound"
    case .riyal: "Saudi riyal"
    case .dirham: "UAE dirham"
    case .lira: "Turkish lira"
    case .real: "Brazilian real"
    case .peso: "Mexican peso"
    }
  }
}
