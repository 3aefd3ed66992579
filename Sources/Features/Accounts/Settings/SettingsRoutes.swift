internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing

enum SettingsRoutes {
  static let general = Route.get("/admin/settings", by: .may(.manageSettings), "See what the school is called")
  static let saveGeneral = Route.post("/admin/settings", by: .may(.manageSettings), "Change what the school is called")
  static let security = Route.get(
    "/admin/settings/security", by: .may(.manageSettings), "See how accounts are kept safe")
  static let saveSecurity = Route.post(
    "/admin/settings/security", by: .may(.manageSettings), "Change how accounts are kept safe")
  static let mail = Route.get("/admin/settings/mail", by: .may(.manageSettings), "See who mails come from")
  static let saveMail = Route.post("/admin/settings/mail", by: .may(.manageSettings), "Change who mails come from")
  static let payments = Route.get("/admin/settings/payments", by: .may(.manageSettings), "See how the school is paid")
  static let savePayments = Route.post(
    "/admin/settings/payments", by: .may(.manageSettings), "Change how the school is paid")
  static let media = Route.get("/admin/settings/media", by: .may(.manageSettings), "See how much people may bring in")
  static let saveMedia = Route.post(
    "/admin/settings/media", by: .may(.manageSettings), "Change how much people may bring in")
  static let retention = Route.get(
    "/admin/settings/retention", by: .may(.manageSettings), "See how long things are kept")
  static let saveRetention = Route.post(
    "/admin/settings/retention", by: .may(.manageSettings), "Change how long things are kept")

  static func register(on table: inout RouteTable<Context>) {
    desk(GeneralSettings.self, GeneralSettings.self, on: &table, general, saveGeneral) { _, form, _ in
      form
    } page: {
      GeneralPage($0, $1)
    }
    desk(SecuritySettings.self, SecurityForm.self, on: &table, security, saveSecurity) { _, form, section in
      try form.applied(to: section)
    } page: {
      SecuritySettingsPage($0, $1)
    }
    desk(MailSettings.self, MailSettings.self, on: &table, mail, saveMail) { _, form, _ in
      form
    } page: {
      MailSettingsPage($0, $1)
    }
    desk(PaymentSettings.self, PaymentForm.self, on: &table, payments, savePayments) { context, form, section in
      try form.change.applied(to: section, by: context.facilities, at: context.now)
    } page: {
      PaymentsPage($0, $1)
    }
    desk(MediaSettings.self, MediaSettings.self, on: &table, media, saveMedia) { _, form, _ in
      form
    } page: {
      MediaSettingsPage($0, $1)
    }
    desk(RetentionSettings.self, RetentionSettings.self, on: &table, retention, saveRetention) { _, form, _ in
      form
    } page: {
      RetentionPage($0, $1)
    }
  }

  /// A page with a form for one section.
  private static func desk<Section: SettingsSection, Entry: Payload, Sheet: Page & SendableMetatype>(
    _: Section.Type, _: Entry.Type, on table: inout RouteTable<Context>, _ show: Route<>, _ save: Route<>,
    change: @escaping @Sendable (Context, Entry, Section) throws -> Section,
    page: @escaping @Sendable (Context, Draft) -> Sheet
  ) {
    table.on(show) { context in context.page(page(context, Draft())) }
    table.on(save) { context in
      try await context.form(Entry.self) { entry in
        try await context.changeSettings(Section.self) { try change(context, entry, $0) }
        return context.redirect(to: show.path(), saying: "Saved. It holds from now on.")
      } again: { draft in
        context.page(page(context, draft))
      }
    }
  }
}
