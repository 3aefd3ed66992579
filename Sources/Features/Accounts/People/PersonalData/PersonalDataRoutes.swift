internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What the school keeps of me: to take along, and to have erased.
enum PersonalDataRoutes {
  static let show = Route.get("/account/data", by: .signedIn, "What is kept of me")
  static let ask = Route.post("/account/data", by: .signedIn, "Ask for what is kept of me")
  static let take = Route.get(
    "/account/data/{archive}/my-data.zip", ID<DataExport>.self, by: .signedIn, "Take what is kept of me along")
  static let erase = Route.post("/account/erasure", by: .signedIn, "Ask to be erased")
  static let cancel = Route.post("/account/erasure/cancellation", by: .signedIn, "Stay after all")
  static let askCall = Route.post("/api/v1/users/me/data-exports", by: .signedIn, "Ask for what is kept of me")
    .creates(ExportAnswer.self)
  static let list = Route.get("/api/v1/users/me/data-exports", by: .signedIn, "My archives").answers(ExportList.self)
  static let eraseCall = Route.post("/api/v1/users/me/erasure", by: .signedIn, "Ask to be erased in 14 days")
    .takes(ErasureForm.self, answers: ErasureAnswer.self)
  static let cancelCall = Route.delete("/api/v1/users/me/erasure", by: .signedIn, "Stay after all").answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(try await PersonalDataPage(context)) }
    table.on(ask) { context in
      _ = try await context.askExport()
      return context.redirect(
        to: show.path(), saying: "Your data are being gathered. A mail tells you when they are there.")
    }
    table.on(take) { context, id in try await context.takeExport(id) }
    table.on(erase) { context in
      try await context.form(ErasureForm.self) { form in
        _ = try await context.askErasure(form.password)
        return context.redirect(to: show.path(), saying: "Your account will be erased in 14 days.", .warn)
      } again: { draft in
        context.page(try await PersonalDataPage(context, draft: draft))
      }
    }
    table.on(cancel) { context in
      try await context.cancelErasure()
      return context.redirect(to: show.path(), saying: "Good that you stay.")
    }
    table.on(askCall) { context in ExportAnswer(try await context.askExport()) }
    table.on(list) { context in
      let exports = try await context.db.exports(of: context.viewer.requirePerson(), at: context.now)
      return ExportList(data: exports.map { ExportAnswer($0) })
    }
    table.on(eraseCall) { context, form in try await context.askErasure(form.password) }
    table.on(cancelCall) { context in
      try await context.cancelErasure()
      return NoPayload()
    }
  }
}

/// An archive as the API tells of it.
struct ExportAnswer: Payload, Located {
  let id: ID<DataExport>, isReady: Bool, size: Int?, url: String?, createdAt: Instant, expiresAt: Instant
  var location: Link { PersonalDataRoutes.take.path(id) }
  static let shape = Shape(
    "DataExport", Self.init, Field("id", \.id), Field("is_ready", \.isReady), Field("size", \.size),
    Field("url", \.url, "Null until it is ready"), Field("created_at", \.createdAt), Field("expires_at", \.expiresAt))
}

extension ExportAnswer {
  init(_ record: ExportRecord) {
    self.init(
      id: record.id, isReady: record.readyAt != nil, size: record.size,
      url: record.readyAt.map { _ in PersonalDataRoutes.take.path(record.id).text }, createdAt: record.createdAt,
      expiresAt: record.expiresAt)
  }
}

struct ExportList: Payload {
  let data: [ExportAnswer]
  static let shape = Shape("DataExportList", Self.init(data:), Field("data", \.data))
}

/// My data: to take along, to have erased.
struct PersonalDataPage: Page {
  let exports: [ExportRecord]
  let erasure: ErasureRequest?
  let csrf: String
  let draft: Draft
  let title = "Your data"

  init(_ context: Context, draft: Draft = Draft()) async throws {
    let id = try context.viewer.requirePerson()
    exports = try await context.db.exports(of: id, at: context.now)
    erasure = try await context.db.erasure(of: id)
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader(
      title, lead: "Everything the school keeps of you is yours to see, to take along and to have erased.",
      crumbs: Breadcrumbs([("Your account", AccountRoutes.show.path())]))
    div(.class("stack-wide")) {
      draft.summary(["current_password": "Password"])
      FormSection("Take it along", lead: "An archive with tables for spreadsheets and programs, and your files.") {
        if exports.isEmpty { p(.class("faint")) { "No archive yet." } } else { archives }
        Form(PersonalDataRoutes.ask.path(), csrf: csrf, .plain) {
          Button("Gather my data", icon: .download, busy: "Asking")
        }
      }
      FormSection(
        "Be erased", lead: "Your name, addresses, profile and picture go. Marks and payments stay without a name."
      ) {
        if let erasure { pending(erasure) } else { form }
      }
    }
  }

  private var archives: HTML {
    Table("Your archives", exports) {
      Column("Asked for", .name) { export in Moment(instant: export.createdAt) }
      Column("State") { export in
        if export.readyAt != nil { "Ready, \((export.size ?? 0).asBytes)" } else { "Being gathered" }
      }
      Column("Until", .short) { export in Day(instant: export.expiresAt) }
      Column("Take", .actions) { export in
        if export.readyAt != nil {
          Button("Download", to: PersonalDataRoutes.take.path(export.id), icon: .download, size: .small)
        }
      }
    }.body
  }

  @HTMLBuilder private func pending(_ erasure: ErasureRequest) -> HTML {
    Callout(.warn, "Your account will be erased") {
      "On "
      Day(instant: erasure.dueAt)
      ". Until then everything is as it was, and you can stay."
    }
    Form(PersonalDataRoutes.cancel.path(), csrf: csrf, .plain) { Button("Stay after all", .primary) }
  }

  private var form: HTML {
    Form(PersonalDataRoutes.erase.path(), csrf: csrf) {
      Field(
        "current_password", "Password", .password, help: "You have 14 days to think again.",
        error: draft.sentence("current_password", "Password"), .autocomplete(.currentPassword).required)
      FormActions { Button("Erase my account", .danger, icon: .trash, busy: "Asking") }
    }.body
  }
}
