internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// The way in for a file, and the imports of the last weeks.
struct ImportsPage: Page {
  let imports: [ImportRecord]
  let csrf: String
  let fault: String?
  let title = "Import people"

  init(_ context: Context, fault: String? = nil) async throws {
    imports = try await context.db.peopleImports()
    csrf = context.forgeryToken
    self.fault = fault
  }

  var body: HTML {
    PageHeader(
      "Import people", lead: "Bring a list from another program. Nothing happens before you have seen what will.",
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path())]))
    div(.class("stack-wide")) {
      Form(ImportRoutes.begin.path(), csrf: csrf, hasFiles: true) {
        Field(
          "file", "File", .file(accept: ".csv,.tsv,.txt,.xlsx"),
          help: "CSV or Excel (.xlsx), headings in the first line, at most 20,000 people and 10 MB.", error: fault,
          .required)
        FormActions { Button("Upload", .primary, icon: .upload, busy: "Reading") }
      }
      section(.class("stack")) {
        h2 { "Imports of the last 30 days" }
        if imports.isEmpty {
          EmptyState(
            "No imports yet", "What you import stands here, with its report, and can be taken back for 30 days.",
            .people)
        } else {
          list
        }
      }
    }
  }

  private var list: HTML {
    Table("Imports", imports) {
      Column("File", .name) { record in a(href: ImportRoutes.show.path(record.id)) { record.fileName } }
      Column("State", .short) { record in record.state.words }
      Column("Brought in", .short) { record in Moment(instant: record.createdAt) }
    }.body
  }
}

/// What the columns of a file mean.
struct ColumnsPage: Page {
  let record: ImportRecord
  let samples: [ImportLine]
  let rowCount: Int
  let roles: [RoleDefinition]
  let csrf: String
  let draft: Draft
  let title = "What the columns mean"

  init(of id: ID<PeopleImport>, _ context: Context, draft: Draft = Draft()) async throws {
    let (record, summary) = try await context.db.peopleImport(id)
    self.record = record
    samples = try await context.db.importLines(id, limit: 3)
    rowCount = summary.total
    let viewer = context.viewer
    roles = context.roles.all.filter { $0.role == .student || viewer.mayAssign($0) }
    csrf = context.forgeryToken
    self.draft = draft
  }

  var body: HTML {
    PageHeader(
      title, lead: "\(record.fileName), \(rowCount) \(rowCount == 1 ? "row" : "rows").",
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path()), ("Import", ImportRoutes.list.path())]))
    div(.class("stack-wide")) {
      if let note = record.note { Callout(.info) { note } }
      faults
      Form(ImportRoutes.check.path(record.id), csrf: csrf) {
        FormSection("Columns", lead: "Guessed from the headings; put right what is wrong.") {
          for field in ImportField.allCases { select(for: field) }
        }
        FormSection("People") { people }
        FormActions {
          Button("Check", .primary, busy: "Checking")
          Button("Cancel", to: ImportRoutes.list.path(), .quiet)
        }
      }
    }
  }

  @HTMLBuilder private var faults: HTML {
    let messages = draft.errors.filter { $0.field == "columns" }.map { "\($0.message)." }
    if !messages.isEmpty { ErrorSummary(messages.map { (Optional("email"), $0) }) }
  }

  private func select(for field: ImportField) -> HTML {
    let guess = record.mapping.columns[field].map(String.init) ?? ""
    return Field(
      field.rawValue, field.label, .select([Choice("", "Not in the file")] + choices),
      value: draft.values.items.isEmpty ? guess : draft.value(field.rawValue)
    ).body
  }

  private var choices: [Choice] {
    record.headings.indices.map { index in
      let heading = record.headings[index].isEmpty ? "Column \(index + 1)" : record.headings[index]
      let example = samples.compactMap { $0.cells.indices.contains(index) ? $0.cells[index] : nil }.first {
        !$0.isEmpty
      }
      return Choice(String(index), example.map { "\(heading) (\($0.prefix(30)))" } ?? heading)
    }
  }

  @HTMLBuilder private var people: HTML {
    Field(
      "default_role", "Role of who is new", .select(roles.map { Choice($0.role.rawValue, $0.title) }),
      value: draft.value("default_role", or: record.rules.defaultRole.rawValue),
      help: "For rows that name none.")
    Checkbox(
      "updates", "Bring people who are here already up to date", isChecked: isOn("updates", record.rules.updates),
      help: "Found by address or username. Their address and role stay.")
    Checkbox(
      "invites", "Invite new people by mail", isChecked: isOn("invites", record.invites),
      help: "Each gets a link to choose a password.")
  }

  private func isOn(_ name: String, _ old: Bool) -> Bool {
    draft.values.items.isEmpty ? old : draft.values[name] != nil
  }
}
