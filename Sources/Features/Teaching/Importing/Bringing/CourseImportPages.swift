internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// The way in for an archive, and the imports of the last weeks.
struct CourseImportsPage: Page {
  let imports: [CourseImportRecord]
  let courses: [Course]
  let csrf: String
  let fault: String?
  let title = "Bring in a course"

  init(_ context: Context, fault: String? = nil) async throws {
    imports = try await context.db.courseImports(for: context.viewer)
    courses = try await context.db.courses(taughtBy: context.viewer, page: 1, size: 100).0
    csrf = context.forgeryToken
    self.fault = fault
  }

  var body: HTML {
    PageHeader(
      title, lead: "An archive of Markdown becomes a course. Nothing happens before you have seen what will.",
      crumbs: Breadcrumbs([("Teaching", TeachRoutes.mine.path())]))
    div(.class("stack-wide")) {
      form
      section(.class("stack")) {
        h2 { "Imports of the last 30 days" }
        if imports.isEmpty {
          EmptyState(
            "No imports yet", "What you bring in stands here, with its report, and can be taken back for 30 days.")
        } else {
          list
        }
      }
    }
  }

  private var form: HTML {
    Form(CourseImportRoutes.begin.path(), csrf: csrf, hasFiles: true) {
      Field(
        "file", "Archive", .file(accept: ".zip"),
        help: """
          A .zip of at most \(CourseArchive.purpose.limit.asBytes): folders become sections, files that end in .md \
          become lessons, pictures come along. An archive that a school like this one made comes in whole.
          """, error: fault, .required)
      Field(
        "course", "Course",
        .select(
          [Choice("", "The one it was brought into before, or a new one")]
            + courses.filter { $0.status != .archived }.map { Choice($0.id.text, $0.title) }),
        help: "Choose one to bring it up to date. What learners did stays.")
      FormActions { Button("Upload", .primary, icon: .upload, busy: "Uploading") }
    }.body
  }

  private var list: HTML {
    Table("Imports", imports) {
      Column("Course", .name) { record in
        a(href: CourseImportRoutes.show.path(record.id), .ownDirection) { record.title }
      }
      Column("Archive") { record in record.fileName }
      Column("State", .short) { record in record.state.words }
      Column("When", .short) { record in Moment(instant: record.createdAt) }
    }.body
  }
}

/// One import: how far it is, what would happen or happened, and the report of each file.
struct CourseImportPage: Page {
  let record: CourseImportRecord
  let counts: ImportCounts
  let lines: [ImportLine]
  let part: ReportPart
  let course: Slug<Course>?
  let mayBeUndone: Bool
  let csrf: String
  var title: String { record.title }

  private static let shown = 100

  init(of id: ID<CourseImport>, _ query: ImportLinesQuery, _ context: Context) async throws {
    let (record, counts) = try await context.db.courseImport(id, for: context.viewer)
    self.record = record
    self.counts = counts
    part = query.part ?? .items
    lines = try await context.db.importLines(
      of: id, kinds: part.kinds, after: query.after?.value ?? 0, limit: Self.shown)
    course =
      if let course = record.course {
        try await context.db.first("SELECT slug FROM courses WHERE id = \(course)")
      } else { nil }
    mayBeUndone = record.mayBeUndone(at: context.now) && record.course != nil
    csrf = context.forgeryToken
  }

  var body: HTML {
    PageHeader(
      record.title, lead: "\(record.state.words), from \(record.fileName)",
      crumbs: Breadcrumbs([
        ("Teaching", TeachRoutes.mine.path()), ("Bring in a course", CourseImportRoutes.list.path()),
      ])
    ) { actions }
    div(.class("stack-wide")) {
      switch record.state {
      case .reading, .applying: progress
      case .failed: failure
      case .checked: planned
      case .applied: Callout(.good, "The course is here") { outcome }
      case .undone: Callout(.info) { "The import was taken back. The course is as it was before." }
      }
      if [.checked, .applied, .undone].contains(record.state) { report }
    }
  }

  @HTMLBuilder private var actions: HTML {
    if [.checked, .failed].contains(record.state) {
      Form(CourseImportRoutes.discard.path(record.id), csrf: csrf, .plain) { Button("Discard", .quiet) }
    }
    if [.checked, .applied, .undone].contains(record.state) {
      Button("Download report", to: CourseImportRoutes.report.path(record.id), icon: .download)
    }
    if mayBeUndone {
      Form(CourseImportRoutes.undo.path(record.id), csrf: csrf, .plain) {
        Button("Take back", .danger, icon: .undo, busy: "One moment")
      }
    }
    if let course, record.state == .applied {
      Button("Open the course", to: TeachRoutes.outline.path(course), .primary)
    }
  }

  @HTMLBuilder private var progress: HTML {
    Callout(.info, record.step) {
      if record.total > 0 { ProgressBar(done: record.done, of: record.total, unit: "files") }
      p { "You can leave this page; it goes on without you." }
    }
  }

  @HTMLBuilder private var failure: HTML {
    Callout(.bad, "Nothing was brought in") { record.fault ?? "It did not work." }
    p { Button("Try another archive", to: CourseImportRoutes.list.path()) }
  }

  private var effects: Int { counts[.added] + counts[.updated] + counts.parts }

  @HTMLBuilder private var planned: HTML {
    stats
    if effects == 0, !record.makesCourse {
      Callout(.info) { "There is nothing to do: the course has all of this already." }
    }
    Form(CourseImportRoutes.apply.path(record.id), csrf: csrf, .plain) {
      Button(
        record.makesCourse ? "Make the course" : "Bring the course up to date", .primary, busy: "Starting")
    }
  }

  @HTMLBuilder private var outcome: HTML {
    p {
      record.makesCourse
        ? "It is a draft; nobody sees it before you submit it. " : "Learners keep what they have done. "
      if mayBeUndone {
        "For 30 days this can be taken back, as long as nobody changes the course; what learners did in lessons that came with it goes with them."
      }
    }
  }

  private var stats: HTML {
    StatRow {
      Stat("New", String(counts[.added]))
      Stat("Changed", String(counts[.updated]))
      Stat("Unchanged", String(counts[.unchanged]))
      Stat("Left out", String(counts[.dropped]))
      Stat("Not found", String(counts[.missing]), tone: counts[.missing] > 0 ? .warn : .neutral)
    }.body
  }

  private func count(of part: ReportPart) -> Int {
    switch part {
    case .items: PartOutcome.allCases.reduce(counts.parts) { $0 + counts[$1] }
    case .rewritten: counts[.changed]
    case .dropped: counts[.dropped]
    case .missing: counts[.missing]
    case .files: counts[.taken]
    }
  }

  @HTMLBuilder private var report: HTML {
    section(.class("stack")) {
      h2 { "Report" }
      ChipRow("Parts of the report") {
        for one in [ReportPart.items, .rewritten, .dropped, .missing, .files] {
          Chip(one.words, to: link(to: one), one == part ? .on : .off, count: count(of: one))
        }
      }
      if lines.isEmpty {
        p(.class("faint")) { "Nothing of this kind." }
      } else {
        Table("Report", lines) {
          Column("File", .name) { line in span(.class("keeps-lines")) { line.place } }
          Column("Result", .short) { line in line.words }
          Column("What") { line in line.what }
          if lines.contains(where: { !$0.why.isEmpty }) { Column("Why") { line in line.why } }
        }
      }
      if lines.count == Self.shown, let last = lines.last {
        p { Button("More", to: link(to: part, after: last.number)) }
      }
    }
  }

  private func link(to part: ReportPart, after number: Int? = nil) -> Link {
    CourseImportRoutes.show.path(record.id).query([
      (name: "part", value: part.rawValue), (name: "after", value: number.map(String.init)),
    ])
  }
}
