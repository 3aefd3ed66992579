internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

/// Security as its page sends it: the networks one to a line.
struct SecurityForm: Payload {
  let passwordRule: SecuritySettings.PasswordRule, passwordHash: SecuritySettings.PasswordHash
  let secondFactorRoles: [String], sessionIdleDays: Number<SessionDays>, sessionLongestDays: Number<SessionDays>
  let adminAddresses: Text<AddressLines>

  static let shape = Shape(
    "SecurityForm", Self.init, Field("password_rule", \.passwordRule), Field("password_hash", \.passwordHash),
    Field("second_factor_roles", \.secondFactorRoles), Field("session_idle_days", \.sessionIdleDays),
    Field("session_longest_days", \.sessionLongestDays), Field("admin_addresses", \.adminAddresses))

  func applied(to old: SecuritySettings) throws -> SecuritySettings {
    let lines = adminAddresses.text.split { $0 == "\n" || $0 == "\r\n" || $0 == "," }.map { String($0).trimmed }
    let networks = try lines.filter { !$0.isEmpty }.map { line in
      guard let network = AddressRange(text: line) else {
        throw Problem.invalid(
          "admin_addresses", "network", "must hold networks such as 192.0.2.0/24; \(line.prefix(60)) is none")
      }
      return network
    }
    var section = old
    section.passwordRule = passwordRule
    section.passwordHash = passwordHash
    section.secondFactorRoles = secondFactorRoles
    section.sessionIdleDays = sessionIdleDays
    section.sessionLongestDays = sessionLongestDays
    section.adminAddresses = networks
    return section
  }
}

enum AddressLines: TextRule {
  static let length = 0...6000
  static let isMultiline = true
}

/// Colors as their page sends them: a box for each says whether it is chosen at all.
struct ColorForm: Payload {
  let hasPrimary: Bool, primary: HexColor?, hasAccent: Bool, accent: HexColor?, logoHasName: Bool
  static let shape = Shape(
    "ColorForm", Self.init, Field("has_primary", \.hasPrimary), Field("primary", \.primary),
    Field("has_accent", \.hasAccent), Field("accent", \.accent), Field("logo_has_name", \.logoHasName))

  func applied(to branding: BrandingSettings) throws -> BrandingSettings {
    if hasPrimary, primary == nil { throw Problem.invalid("primary", "missing", "is required") }
    if hasAccent, accent == nil { throw Problem.invalid("accent", "missing", "is required") }
    var branding = branding
    branding.primary = hasPrimary ? primary : nil
    branding.accent = hasAccent ? accent : nil
    branding.logoHasName = logoHasName
    return branding
  }
}

/// Which colors a preview is asked for.
struct PreviewQuery: Payload {
  let primary: HexColor?, accent: HexColor?
  static let shape = Shape("BrandPreview", Self.init, Field("primary", \.primary), Field("accent", \.accent))
  var branding: BrandingSettings {
    var branding = BrandingSettings.standard
    branding.primary = primary
    branding.accent = accent
    return branding
  }
}

/// Payments as their page sends them: a secret that is left empty stays.
struct PaymentForm: Payload {
  let currency: PaymentSettings.Currency, takesManualPayments: Bool, manualInstructions: Text<PaymentInstructions>
  let stripePublishableKey: Text<StripeKey>?
  let stripeSecretKey: Text<StripeKey>?, removesSecretKey: Bool
  let stripeWebhookSecret: Text<StripeKey>?, removesWebhookSecret: Bool

  static let shape = Shape(
    "PaymentForm", Self.init, Field("currency", \.currency), Field("takes_manual_payments", \.takesManualPayments),
    Field("manual_instructions", \.manualInstructions), Field("stripe_publishable_key", \.stripePublishableKey),
    Field("stripe_secret_key", \.stripeSecretKey), Field("removes_secret_key", \.removesSecretKey),
    Field("stripe_webhook_secret", \.stripeWebhookSecret), Field("removes_webhook_secret", \.removesWebhookSecret))

  var change: PaymentChange {
    func secret(_ typed: Text<StripeKey>?, _ removes: Bool) -> Change<Text<StripeKey>> {
      removes ? .clear : typed.map { .set($0) } ?? .keep
    }
    return PaymentChange(
      currency: currency, takesManualPayments: takesManualPayments, manualInstructions: manualInstructions,
      stripePublishableKey: stripePublishableKey.map { .set($0) } ?? .clear,
      stripeSecretKey: secret(stripeSecretKey, removesSecretKey),
      stripeWebhookSecret: secret(stripeWebhookSecret, removesWebhookSecret))
  }
}

/// What may be changed of the payments.
struct PaymentChange: Payload {
  let currency: PaymentSettings.Currency?, takesManualPayments: Bool?, manualInstructions: Text<PaymentInstructions>?
  let stripePublishableKey: Change<Text<StripeKey>>, stripeSecretKey: Change<Text<StripeKey>>
  let stripeWebhookSecret: Change<Text<StripeKey>>

  static let shape = Shape(
    "PaymentChange", Self.init, Field("currency", \.currency), Field("takes_manual_payments", \.takesManualPayments),
    Field("manual_instructions", \.manualInstructions),
    Field("stripe_publishable_key", \.stripePublishableKey, "null removes it"),
    Field("stripe_secret_key", \.stripeSecretKey, "null removes it; never answered"),
    Field("stripe_webhook_secret", \.stripeWebhookSecret, "null removes it; never answered"))

  func applied(to section: PaymentSettings, by facilities: Facilities, at now: Instant) throws -> PaymentSettings {
    var section = section
    section.currency = currency ?? section.currency
    section.takesManualPayments = takesManualPayments ?? section.takesManualPayments
    section.manualInstructions = manualInstructions ?? section.manualInstructions
    section.stripePublishableKey = stripePublishableKey.applied(to: section.stripePublishableKey)
    section.stripeSecretKey = try Self.sealed(
      stripeSecretKey, section.stripeSecretKey, at: "stripe_secret_key", ["sk_", "rk_"], facilities, now)
    section.stripeWebhookSecret = try Self.sealed(
      stripeWebhookSecret, section.stripeWebhookSecret, at: "stripe_webhook_secret", ["whsec_"], facilities, now)
    return section
  }

  private static func sealed(
    _ change: Change<Text<StripeKey>>, _ old: SealedSecret?, at field: String, _ beginnings: [String],
    _ facilities: Facilities, _ now: Instant
  ) throws -> SealedSecret? {
    switch change {
    case .keep: return old
    case .clear: return nil
    case .set(let typed):
      guard beginnings.contains(where: typed.text.hasPrefix) else {
        throw Problem.invalid(field, "key", "must begin with \(beginnings.joined(separator: " or "))")
      }
      return SealedSecret(typed.text, by: facilities.sealer, at: now)
    }
  }
}
