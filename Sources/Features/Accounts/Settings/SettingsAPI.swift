internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

enum SettingsAPI {
  static let all = Route.get("/api/v1/settings", by: .may(.manageSettings), "Read every setting of the school")
    .answers(AllSettings.self)
  static let changeAll = Route.patch("/api/v1/settings", by: .may(.manageSettings), "Change settings, all or none")
    .takes(AllSettingsChange.self, answers: AllSettings.self)
  static let branding = Route.get("/api/v1/settings/branding", by: .may(.manageSettings), "Read the branding")
    .answers(BrandingSettings.self)
  static let changeBranding = Route.patch(
    "/api/v1/settings/branding", by: .may(.manageSettings), "Change the school's colors"
  ).takes(BrandingChange.self, answers: BrandingSettings.self)
  static let putPicture = Route.put(
    "/api/v1/settings/branding/{picture}", BrandPicture.self, by: .may(.manageSettings),
    body: .upload(limit: FilePurpose.branding.bodyLimit), "Give the school a logo or an icon: PNG, JPEG or WebP"
  ).answers(BrandingSettings.self)
  static let deletePicture = Route.delete(
    "/api/v1/settings/branding/{picture}", BrandPicture.self, by: .may(.manageSettings), "Take a picture away"
  ).answersNothing
  static let payments = Route.get("/api/v1/settings/payments", by: .may(.manageSettings), "Read how the school is paid")
    .answers(PaymentAnswer.self)
  static let changePayments = Route.patch(
    "/api/v1/settings/payments", by: .may(.manageSettings), "Change how the school is paid"
  ).takes(PaymentChange.self, answers: PaymentAnswer.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(all) { AllSettings($0.facilities) }
    table.on(changeAll) { context, change in
      try await context.apply(change)
      return AllSettings(context.facilities)
    }
    section(
      GeneralSettings.self, on: &table,
      .get("/api/v1/settings/general", by: .may(.manageSettings), "Read what the school is called"),
      .patch("/api/v1/settings/general", by: .may(.manageSettings), "Change what the school is called"))
    section(
      SecuritySettings.self, on: &table,
      .get("/api/v1/settings/security", by: .may(.manageSettings), "Read how accounts are kept safe"),
      .patch("/api/v1/settings/security", by: .may(.manageSettings), "Change how accounts are kept safe"))
    section(
      MailSettings.self, on: &table,
      .get("/api/v1/settings/mail", by: .may(.manageSettings), "Read who mails come from"),
      .patch("/api/v1/settings/mail", by: .may(.manageSettings), "Change who mails come from"))
    section(
      RetentionSettings.self, on: &table,
      .get("/api/v1/settings/retention", by: .may(.manageSettings), "Read how long things are kept"),
      .patch("/api/v1/settings/retention", by: .may(.manageSettings), "Change how long things are kept"))
    section(
      MediaSettings.self, on: &table,
      .get("/api/v1/settings/media", by: .may(.manageSettings), "Read how much people may bring in"),
      .patch("/api/v1/settings/media", by: .may(.manageSettings), "Change how much people may bring in"))
    registerBranding(on: &table)
    registerPayments(on: &table)
  }

  private static func section<Section: SettingsSection>(
    _: Section.Type, on table: inout RouteTable<Context>, _ show: Route<>, _ change: Route<>
  ) {
    table.on(show.answers(Section.self)) { $0.settings(Section.self) }
    table.on(change.takes(SectionChange<Section>.self, answers: Section.self)) { context, change in
      try await context.changeSettings(Section.self) { try change.applied(to: $0) }
    }
  }

  private static func registerBranding(on table: inout RouteTable<Context>) {
    table.on(branding) { $0.settings(BrandingSettings.self) }
    table.on(changeBranding) { context, change in
      try await context.changeSettings(BrandingSettings.self) { change.applied(to: $0) }
    }
    table.on(putPicture) { context, picture in try await context.takePicture(as: picture) }
    table.on(deletePicture) { context, picture in
      try await context.setPicture(nil, as: picture)
      return NoPayload()
    }
  }

  private static func registerPayments(on table: inout RouteTable<Context>) {
    table.on(payments) { PaymentAnswer($0.settings(PaymentSettings.self)) }
    table.on(changePayments) { context, change in
      let facilities = context.facilities, now = context.now
      return PaymentAnswer(
        try await context.changeSettings(PaymentSettings.self) { try change.applied(to: $0, by: facilities, at: now) })
    }
  }
}

/// Every section.
struct AllSettings: Payload {
  let general: GeneralSettings, branding: BrandingSettings, security: SecuritySettings, mail: MailSettings
  let payments: PaymentAnswer, media: MediaSettings, retention: RetentionSettings

  static let shape = Shape(
    "Settings", Self.init(general:branding:security:mail:payments:media:retention:), Field("general", \.general),
    Field("branding", \.branding), Field("security", \.security), Field("mail", \.mail), Field("payments", \.payments),
    Field("media", \.media), Field("retention", \.retention))
}

extension AllSettings {
  init(_ facilities: Facilities) {
    self.init(
      general: facilities.settings(GeneralSettings.self), branding: facilities.settings(BrandingSettings.self),
      security: facilities.settings(SecuritySettings.self), mail: facilities.settings(MailSettings.self),
      payments: PaymentAnswer(facilities.settings(PaymentSettings.self)),
      media: facilities.settings(MediaSettings.self),
      retention: facilities.settings(RetentionSettings.self))
  }
}

/// Some members of some sections.
struct AllSettingsChange: Payload {
  let general: SectionChange<GeneralSettings>?, branding: BrandingChange?, security: SectionChange<SecuritySettings>?
  let mail: SectionChange<MailSettings>?, payments: PaymentChange?, media: SectionChange<MediaSettings>?
  let retention: SectionChange<RetentionSettings>?

  static let shape = Shape(
    "SettingsChange", Self.init, Field("general", \.general), Field("branding", \.branding),
    Field("security", \.security), Field("mail", \.mail), Field("payments", \.payments), Field("media", \.media),
    Field("retention", \.retention))
}

extension Context {
  fileprivate func apply(_ change: AllSettingsChange) async throws {
    let facilities = facilities
    try await changeSettings { transaction, viewer, now in
      try await transaction.apply(change.general, by: viewer, at: now)
      try await transaction.apply(change.security, knowing: facilities.roles.current, by: viewer, at: now)
      try await transaction.apply(change.mail, by: viewer, at: now)
      try await transaction.apply(change.media, by: viewer, at: now)
      try await transaction.apply(change.retention, by: viewer, at: now)
      if let branding = change.branding {
        try await transaction.changeSettings(BrandingSettings.self, inside: "branding", by: viewer, at: now) {
          branding.applied(to: $0)
        }
      }
      if let payments = change.payments {
        try await transaction.changeSettings(PaymentSettings.self, inside: "payments", by: viewer, at: now) {
          try payments.applied(to: $0, by: facilities, at: now)
        }
      }
    }
  }
}

extension Transaction {
  fileprivate func apply<Section: SettingsSection>(
    _ change: SectionChange<Section>?, knowing roles: RoleTable = .builtIn, by viewer: Viewer, at now: Instant
  ) async throws {
    guard let change else { return }
    try await changeSettings(Section.self, inside: Section.name, knowing: roles, by: viewer, at: now) {
      try change.applied(to: $0)
    }
  }
}

/// What may be changed of the branding; its pictures come as files.
struct BrandingChange: Payload {
  let primary: Change<HexColor>, accent: Change<HexColor>, logoHasName: Bool?
  static let shape = Shape(
    "BrandingChange", Self.init, Field("primary", \.primary, "null takes it back to the standard"),
    Field("accent", \.accent, "null takes it back to the primary color"), Field("logo_has_name", \.logoHasName))

  func applied(to branding: BrandingSettings) -> BrandingSettings {
    var branding = branding
    branding.primary = primary.applied(to: branding.primary)
    branding.accent = accent.applied(to: branding.accent)
    branding.logoHasName = logoHasName ?? branding.logoHasName
    return branding
  }
}

/// How the school is paid, as the API tells of it: of secrets only since when they are set.
struct PaymentAnswer: Payload {
  let currency: PaymentSettings.Currency, takesManualPayments: Bool, manualInstructions: String
  let stripePublishableKey: String?, stripeSecretKeySetAt: Instant?, stripeWebhookSecretSetAt: Instant?

  static let shape = Shape(
    "PaymentAnswer",
    Self.init(
      currency:takesManualPayments:manualInstructions:stripePublishableKey:stripeSecretKeySetAt:
      stripeWebhookSecretSetAt:),
    Field("currency", \.currency), Field("takes_manual_payments", \.takesManualPayments),
    Field("manual_instructions", \.manualInstructions), Field("stripe_publishable_key", \.stripePublishableKey),
    Field("stripe_secret_key_set_at", \.stripeSecretKeySetAt, "null: there is none"),
    Field("stripe_webhook_secret_set_at", \.stripeWebhookSecretSetAt, "null: there is none"))
}

extension PaymentAnswer {
  init(_ section: PaymentSettings) {
    self.init(
      currency: section.currency, takesManualPayments: section.takesManualPayments,
      manualInstructions: section.manualInstructions.text, stripePublishableKey: section.stripePublishableKey?.text,
      stripeSecretKeySetAt: section.stripeSecretKey?.setAt,
      stripeWebhookSecretSetAt: section.stripeWebhookSecret?.setAt)
  }
}
