internal import Cryptography
public import Essentials
public import EvolvCore
public import Payloads

/// How the school is paid. The keys of its payment provider are kept sealed.
public struct PaymentSettings: SettingsSection {
  public var currency: Currency, takesManualPayments: Bool, manualInstructions: Text<PaymentInstructions>
  public var stripePublishableKey: Text<StripeKey>?, stripeSecretKey: SealedSecret?, stripeWebhookSecret: SealedSecret?

  public static let name = "payments"
  public static let standard = PaymentSettings(
    currency: .usDollar, takesManualPayments: false, manualInstructions: .nothing, stripePublishableKey: nil,
    stripeSecretKey: nil, stripeWebhookSecret: nil)

  public static let shape = Shape(
    "PaymentSettings", Self.init,
    Field("currency", \.currency, "What prices are in"),
    Field("takes_manual_payments", \.takesManualPayments, "Whether one may pay by transfer or in cash"),
    Field("manual_instructions", \.manualInstructions, "What those are told who pay that way"),
    Field("stripe_publishable_key", \.stripePublishableKey), Field("stripe_secret_key", \.stripeSecretKey),
    Field("stripe_webhook_secret", \.stripeWebhookSecret))

  public var withoutSecrets: PaymentSettings {
    var shown = self
    shown.stripeSecretKey = stripeSecretKey?.hidden
    shown.stripeWebhookSecret = stripeWebhookSecret?.hidden
    return shown
  }

  /// The currencies one can choose (ISO 4217).
  public enum Currency: String, PayloadChoice {
    case usDollar = "USD", euro = "EUR", pound = "GBP", franc = "CHF", canadianDollar = "CAD", australianDollar = "AUD",
      rupee = "INR", naira = "NGN", kenyanShilling = "KES", egyptianPound = "EGP", riyal = "SAR", dirham = "AED",
      lira = "TRY", real = "BRL", peso = "MXN"
  }
}

public enum PaymentInstructions: TextRule {
  public static let length = 0...1000
  public static let isMultiline = true
}
public enum StripeKey: TextRule { public static let length = 8...255 }

extension Text<PaymentInstructions> {
  static let nothing: Text = {
    guard let text = Text("") else { preconditionFailure("Instructions may be empty.") }
    return text
  }()
}

/// A secret that only the program can read; people see that there is one, and since when.
public struct SealedSecret: Payload, Equatable {
  let sealed: String
  public let setAt: Instant
  public static let shape = Shape(
    "SealedSecret", Self.init(sealed:setAt:), Field("sealed", \.sealed), Field("set_at", \.setAt))

  init(sealed: String, setAt: Instant) {
    self.sealed = sealed
    self.setAt = setAt
  }
  init(_ secret: String, by sealer: Sealer, at now: Instant) {
    self.init(sealed: sealer.seal(Array(secret.utf8), for: "settings"), setAt: now)
  }

  /// The secret itself, for who calls the provider.
  public func open(by facilities: Facilities) throws -> Secret<String> {
    Secret(String(decoding: try facilities.sealer.open(sealed, for: "settings"), as: UTF8.self))
  }
  var hidden: SealedSecret { SealedSecret(sealed: "", setAt: setAt) }
}
