internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// One field and one button.
struct RedeemPage: Page {
  let draft: Draft
  let csrf: String

  var title: String { "Use an access code" }
  var body: HTML {
    PageHeader(title, lead: "Paste it as you got it: capitals, spaces and hyphens do not matter.")
    Form(AccessCodeRoutes.use.path(), csrf: csrf) {
      Field(
        "code", "Access code", value: draft.values["code"] ?? "",
        help: "Twelve letters and digits, such as ABCD-EFGH-JKLM", error: draft.error(of: "code"),
        .required.longest(60).placeholder("ABCD-EFGH-JKLM"))
      FormActions { Button("Open it", .primary, icon: .unlock) }
    }
  }
}

/// The codes of a course, to search and to work on.
struct CodesPage: Page {
  static let size = 50
  let course: Course
  let codes: [CodeLine]
  let total: Int
  let filter: CodesFilter
  let batches: [CodeBatch]
  let viewer: Viewer
  let now: Instant
  let csrf: String

  var title: String { "Access codes of \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .codes)
    div(.class("stack")) {
      div(.class("row-apart")) {
        filters
        div(.class("row")) {
          if total > 0 {
            Button("Print", to: link(AccessCodeRoutes.sheet.path(course.slug)), icon: .print)
            Button("CSV", to: link(AccessCodeRoutes.file.path(course.slug)), icon: .download)
          }
          Button("Attempts", to: AccessCodeRoutes.log.path(course.slug), icon: .history)
          if course.mayMakeCodes(viewer) {
            Button("Make codes", to: AccessCodeRoutes.new.path(course.slug), .primary, icon: .plus)
          }
        }
      }
      if let batch { batchNote(batch) }
      if codes.isEmpty { nobody } else { list }
    }
  }

  private var batch: CodeBatch? { batches.first { $0.id == filter.batch } }

  private func batchNote(_ batch: CodeBatch) -> HTML {
    Callout(.neutral, batch.label.isEmpty ? "A batch" : batch.label) {
      p { "\(batch.count.counted("code")), made \(batch.createdAt.ago(from: now))." }
      if !batch.notes.isEmpty { p(.class("keeps-lines"), .ownDirection) { batch.notes } }
    }.body
  }

  private var filters: HTML {
    FilterForm(AccessCodeRoutes.list.path(course.slug), label: "Find codes") {
      SearchField(label: "Search codes", value: filter.q ?? "", placeholder: "Code or label")
      choice("state", "State", CodeState.allCases.map { Choice($0.rawValue, $0.words) }, filter.state?.rawValue)
      choice("type", "Uses", AccessCodeType.allCases.map { Choice($0.rawValue, $0.words) }, filter.type?.rawValue)
      choice("opens", "Opens", [Choice("course", "The course"), Choice("video", "One item")], filter.opens?.rawValue)
      if !batches.isEmpty {
        choice(
          "batch", "Batch", batches.map { Choice($0.id.text, $0.label.isEmpty ? $0.createdAt.dayWords : $0.label) },
          filter.batch?.text)
      }
      Button("Filter")
      if !filter.isEmpty { Button("Clear", to: AccessCodeRoutes.list.path(course.slug), .quiet) }
    }.body
  }

  private func choice(_ name: String, _ label: String, _ choices: [Choice], _ value: String?) -> HTML {
    Field(name, label, .select([Choice("", "\(label): any")] + choices), value: value ?? "").body
  }

  @HTMLBuilder private var nobody: HTML {
    if filter.isEmpty {
      EmptyState("No codes yet", "Codes that you make appear here, with how often each was used.", .letters) {
        if course.mayMakeCodes(viewer) {
          Button("Make codes", to: AccessCodeRoutes.new.path(course.slug), .primary, icon: .ticket)
        }
      }
    } else {
      EmptyState("No code like this", "No code of this course matches. Try fewer words, or another state.", .letters) {
        Button("Show all codes", to: AccessCodeRoutes.list.path(course.slug))
      }
    }
  }

  @HTMLBuilder private var list: HTML {
    WorkList(
      "Access codes", codes, action: AccessCodeRoutes.choose.path(course.slug), csrf: csrf, key: { $0.code.id.text },
      name: { $0.code.code.text }, link: { AccessCodeRoutes.show.path($0.code.id) },
      bulk: !course.mayMakeCodes(viewer)
        ? []
        : [
          BulkAction("deactivate", "Deactivate", icon: .lock, isDanger: true),
          BulkAction("reactivate", "Reactivate", icon: .unlock),
        ]
    ) {
      Column("Code", .name) { row in
        a(href: AccessCodeRoutes.show.path(row.code.id)) { code { row.code.code.text } }
      }
      Column("Opens") { row in span(.ownDirection) { row.itemTitle ?? "The course" } }
      Column("Used", .number) { row in row.code.usesWords }
      Column("Batch") { row in span(.ownDirection) { row.label ?? "" } }
      Column("Made", .short) { row in row.code.createdAt.ago(from: now) }
      Column("Until", .short) { row in
        if let end = row.code.expiresAt { Day(instant: end) } else { span(.class("faint")) { "No end" } }
      }
      Column("State", .short) { row in row.code.badge(at: now) }
    }
    Pages(filter.page?.value ?? 1, size: Self.size, total: total, of: "codes") {
      link(AccessCodeRoutes.list.path(course.slug), page: $0)
    }
  }

  /// With the filters that are set.
  private func link(_ target: Link, page: Int? = nil) -> Link {
    target.query([
      ("q", filter.q), ("state", filter.state?.rawValue), ("type", filter.type?.rawValue),
      ("opens", filter.opens?.rawValue), ("batch", filter.batch?.text), ("page", page.map(String.init)),
    ])
  }
}

extension AccessCode {
  var usesWords: String { "\(uses)\(maxUses.map { " of \($0)" } ?? "")" }

  func badge(at now: Instant) -> Badge {
    switch refusal(at: now) {
    case nil: Badge("Valid", .good)
    case .expired: Badge("Expired")
    case .usedUp: Badge("Used up")
    default: Badge("Deactivated", .bad)
    }
  }
}
