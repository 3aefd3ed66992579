internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// One import: what will become of its rows, how far it is, what became of them.
struct ImportPage: Page {
  let record: ImportRecord
  let summary: ImportSummary
  let lines: [ImportLine]
  let mayBeUndone: Bool
  let csrf: String
  var title: String { "Import of \(record.fileName)" }

  /// As many rows as a person reads; the report has them all.
  private static let shown = 50

  init(of id: ID<PeopleImport>, _ context: Context) async throws {
    let (record, summary) = try await context.db.peopleImport(id)
    self.record = record
    self.summary = summary
    lines =
      record.state == .undone
      ? try await context.db.keptLines(id, limit: Self.shown)
      : try await context.db.importLines(id, only: .refused, limit: Self.shown)
    mayBeUndone = record.mayBeUndone(at: context.now)
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(
      record.fileName, lead: record.state.words,
      crumbs: Breadcrumbs([("People", PersonRoutes.list.path()), ("Import", ImportRoutes.list.path())])
    ) { actions }
    div(.class("stack")) {
      switch record.state {
      case .mapping:
        EmptyState("The file is here", "Say what its columns mean; then every row is checked.", .people) {
          Button("Name the columns", to: ImportRoutes.columns.path(record.id), .primary)
        }
      case .checked: planned
      case .applying: progress(summary.finished, "rows done")
      case .applied: outcome
      case .undoing: progress(summary.taken(.undone) + summary.taken(.kept), "rows taken back", of: summary.effects)
      case .undone: takenBack
      }
    }
  }

  @HTMLBuilder private var actions: HTML {
    if record.state == .checked {
      Form(ImportRoutes.discard.path(record.id), csrf: csrf, .plain) { Button("Discard", .quiet) }
      Button("Change columns", to: ImportRoutes.columns.path(record.id))
    }
    if record.state != .mapping, !record.state.isUnderWay {
      Button("Download report", to: ImportRoutes.report.path(record.id), icon: .download)
    }
    if mayBeUndone, summary.effects > 0 {
      Form(ImportRoutes.undo.path(record.id), csrf: csrf, .plain) {
        Button("Take back", .danger, icon: .undo, busy: "One moment")
      }
    }
  }

  @HTMLBuilder private var planned: HTML {
    StatRow {
      Stat("New", String(summary.planned(.create)))
      Stat("Changed", String(summary.planned(.change)))
      Stat("Unchanged", String(summary.planned(.same)))
      Stat("Refused", String(summary.planned(.refused)), tone: summary.planned(.refused) > 0 ? .warn : .neutral)
    }
    let effects = summary.planned(.create) + summary.planned(.change)
    if effects == 0 {
      Callout(.info) { "There is nothing to do: nobody in this file is new or different." }
    } else {
      Form(ImportRoutes.apply.path(record.id), csrf: csrf, .plain) {
        Button("Import \(effects) \(effects == 1 ? "person" : "people")", .primary, busy: "Starting")
      }
    }
    table(
      "Refused rows",
      "These rows are left out. Put them right in the file and bring it in again; the others stay as they are.")
  }

  @HTMLBuilder private func progress(_ done: Int, _ unit: String, of total: Int? = nil) -> HTML {
    ProgressBar(done: done, of: max(total ?? summary.total, 1), unit: unit)
    p { "You can leave this page; it goes on without you." }
  }

  @HTMLBuilder private var outcome: HTML {
    StatRow {
      Stat("Created", String(summary.done(.create)))
      Stat("Changed", String(summary.done(.change)))
      Stat("Unchanged", String(summary.done(.same)))
      Stat("Refused", String(summary.done(.refused)), tone: summary.done(.refused) > 0 ? .warn : .neutral)
    }
    table("Refused rows", "The report has them with their reasons; put them right there and bring the file in again.")
  }

  @HTMLBuilder private var takenBack: HTML {
    StatRow {
      Stat("Taken back", String(summary.taken(.undone)))
      Stat("Kept", String(summary.taken(.kept)), tone: summary.taken(.kept) > 0 ? .warn : .neutral)
    }
    table("Kept", "Somebody used or changed these since, so they stay as they are.")
  }

  @HTMLBuilder private func table(_ caption: String, _ lead: String) -> HTML {
    if !lines.isEmpty {
      section(.class("stack")) {
        h2 { caption }
        p { lead }
        Table(caption, lines) {
          Column("Line", .number) { line in String(line.number) }
          Column("Row", .name) { line in line.cells.filter { !$0.isEmpty }.prefix(3).joined(separator: ", ") }
          Column("Reason") { line in line.why }
        }
        if lines.count == Self.shown { p(.class("faint")) { "The report has all of them." } }
      }
    }
  }
}
