internal import Accounts
internal import Cryptography
internal import Drawing
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// All certificates of the school, and what they look like.
enum CertificateAdminRoutes {
  private static let access = Access.may(.manageCertificates)
  static let list = Route.get("/admin/certificates", by: access, "See every certificate")
  static let file = Route.get("/admin/certificates.csv", by: access, "Take the list of certificates along")
  static let setNumbers = Route.post("/admin/certificates/numbers", by: access, "Choose how certificates are numbered")
  static let templates = Route.get("/admin/certificates/designs", by: access, "See the designs of certificates")
  static let new = Route.get("/admin/certificates/designs/new", by: access, "Begin a design of certificates")
  static let add = Route.post("/admin/certificates/designs", by: access, "Make a design of certificates")
  static let preview = Route.post("/admin/certificates/preview", by: access, "Show a design that is being made")
  static let sample = Route.get("/admin/certificates/preview", by: access, "Show a design with samples in it")
  static let edit = Route.get(
    "/admin/certificates/designs/{design}", ID<CertificateTemplate>.self, by: access, "See a design of certificates")
  static let save = Route.post(
    "/admin/certificates/designs/{design}", ID<CertificateTemplate>.self, by: access, "Change a design of certificates")
  static let choose = Route.post(
    "/admin/certificates/designs/{design}/choice", ID<CertificateTemplate>.self, by: access,
    "Make a design the school's standard")
  static let delete = Route.post(
    "/admin/certificates/designs/{design}/deletion", ID<CertificateTemplate>.self, by: access,
    "Delete a design of certificates")

  static func register(on table: inout RouteTable<Context>) {
    registerLists(on: &table)
    table.on(new) { context in
      let standard = CertificateDesign.standard(in: CertificatePress(context.facilities).language)
      return try await context.page(DesignFormPage(nil, standard, context, Draft()))
    }
    table.on(edit) { context, id in
      let template = try await context.db.certificateTemplate(id)
      return try await context.page(DesignFormPage(template, template.design, context, Draft()))
    }
    table.on(add) { context in
      try await context.form(TemplateForm.self) { form in
        let design = try form.design()
        return try await context.act {
          try await $0.addTemplate(form.name.text, design, by: $1, at: $2)
        } then: { id in
          (edit.path(id), "The design is there. Choose it as the standard, or for single courses.")
        }
      } again: { draft in
        let standard = CertificateDesign.standard(in: CertificatePress(context.facilities).language)
        return try await context.page(DesignFormPage(nil, standard, context, draft))
      }
    }
    table.on(save) { context, id in
      let template = try await context.db.certificateTemplate(id)
      return try await context.form(TemplateForm.self) { form in
        let design = try form.design()
        return try await context.act {
          try await $0.changeTemplate(template, form.name.text, design, by: $1, at: $2)
        } then: { _ in
          (edit.path(id), "Saved. New certificates look like this; those that were issued stay.")
        }
      } again: {
        try await context.page(DesignFormPage(template, template.design, context, $0))
      }
    }
    registerChoices(on: &table)
  }

  private static func registerLists(on table: inout RouteTable<Context>) {
    table.on(list) { context in
      let query = try context.request.query(CertificatesQuery.self)
      return context.page(
        CertificatesPage(query: query, certificates: try await context.db.certificates(query, for: context.viewer)))
    }
    table.on(file) { context in
      let query = try context.request.query(CertificatesQuery.self)
      return try await context.certificateFile(query)
    }
    table.on(templates) { context in try await showTemplates(context, Draft()) }
    table.on(setNumbers) { context in
      try await context.form(NumberForm.self) { form in
        let settings = try form.settings()
        try await context.changeCertificateSettings(to: settings)
        return context.redirect(to: templates.path(), saying: "Saved. The next certificate is numbered like this.")
      } again: {
        try await showTemplates(context, $0)
      }
    }
  }

  private static func registerChoices(on table: inout RouteTable<Context>) {
    table.on(choose) { context, id in
      let template = try await context.db.certificateTemplate(id)
      return try await context.act {
        try await $0.chooseTemplate(template, by: $1, at: $2)
      } then: { _ in
        (templates.path(), "\(template.name) is the school's standard.")
      }
    }
    table.on(delete) { context, id in
      let template = try await context.db.certificateTemplate(id)
      return try await context.act {
        try await $0.deleteTemplate(template, by: $1, at: $2)
      } then: { _ in
        (templates.path(), "\(template.name) is gone. Certificates that were issued stay.")
      }
    }
    table.on(sample) { context in
      let query = try context.request.forgivingQuery(SampleQuery.self)
      var design = CertificateDesign.standard(in: CertificatePress(context.facilities).language)
      if let id = query.design { design = try await context.db.certificateTemplate(id).design }
      return try await context.previewSheet(of: design)
    }
    table.on(preview) { context in
      try await context.form(TemplateForm.self) { form in
        try await context.previewSheet(of: try form.design())
      } again: { draft in
        context.previewFault(draft.errors)
      }
    }
  }

  private static func showTemplates(_ context: Context, _ draft: Draft) async throws -> Response {
    context.page(
      DesignsPage(
        templates: try await context.db.certificateTemplates(), settings: context.settings(CertificateSettings.self),
        now: context.now, mayChangeNumbers: context.viewer.may(.manageSettings), draft: draft,
        csrf: context.forgeryToken))
  }
}

/// Which design is to be shown; without one the program's own.
struct SampleQuery: Payload {
  let design: ID<CertificateTemplate>?
  static let shape = Shape("CertificateSampleQuery", Self.init(design:), Field("design", \.design))
}

extension Context {
  /// The numbers belong to the settings, so that the right to change settings is asked for as well.
  func changeCertificateSettings(to settings: CertificateSettings) async throws {
    try await changeSettings(CertificateSettings.self) { _ in settings }
  }

  /// The drawing of a design with samples in it.
  func designDrawing(_ design: CertificateDesign) async throws -> [UInt8] {
    let press = CertificatePress(facilities)
    let number = press.settings.number(123, in: press.settings.series(in: now.civil.year))
    let printed = press.print(design, .sample(number: number, at: now))
    return try await CertificateSheet(
      printed: printed, address: facilities.baseAddress + VerificationRoutes.show.path(number).text, notice: nil,
      logo: try await logo(printed.logo), issuedAt: now
    ).bytes(.svg)
  }

  /// The preview as a page that our own form frames.
  func previewSheet(of design: CertificateDesign) async throws -> Response {
    let data = Base64.text(try await designDrawing(design))
    return framed("<img alt=\"Preview\" src=\"data:image/svg+xml;base64,\(data)\">")
  }

  /// What keeps the preview from being drawn, in words without anything that was typed.
  func previewFault(_ errors: [FieldError]) -> Response {
    framed("<p>\(errors.isEmpty ? "Nothing to show yet." : "Not yet: some answers must be changed first.")</p>")
  }

  private func framed(_ body: String) -> Response {
    let page = """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title><style>html,body{margin:0}\
      img{display:block;width:100vw;height:100vh;object-fit:contain}p{font:16px sans-serif;padding:24px}</style>\(body)</html>
      """
    var response = Response(status: 200, type: "text/html; charset=utf-8", Array(page.utf8))
    response.fields += [
      (
        "Content-Security-Policy",
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
      ), ("X-Frame-Options", "SAMEORIGIN"), ("Cache-Control", "no-store"),
    ]
    return response
  }

  /// What a list shows, as a file for a spreadsheet (RFC 4180); at most ten thousand lines.
  func certificateFile(_ query: CertificatesQuery) async throws -> Response {
    let rows = try await db.allCertificates(query, for: viewer)
    var text = "number,holder,course,state,issued_at,completed_at,revoked_at,revocation_reason,link\r\n"
    for row in rows {
      let link = facilities.baseAddress + VerificationRoutes.show.path(row.token).text
      let cells = [
        row.number, row.holder, row.courseTitle, row.state.rawValue, row.issuedAt.text, row.completedAt?.text ?? "",
        row.revokedAt?.text ?? "", row.revocationReason ?? "", link,
      ]
      text += cells.map(\.spreadsheetCell).joined(separator: ",") + "\r\n"
    }
    var response = Response(status: 200, type: "text/csv; charset=utf-8", Array(text.utf8))
    response.fields.append(("Content-Disposition", "attachment; filename=\"certificates.csv\""))
    return response
  }
}

extension String {
  /// Quoted where it must be; what a spreadsheet would take for a formula begins with an apostrophe.
  var spreadsheetCell: String {
    let text = first.map { "=+-@\t\r".contains($0) } == true ? "'" + self : self
    let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
