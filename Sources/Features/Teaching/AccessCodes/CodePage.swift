internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// One code: what it opens, how often it was used, and by whom.
struct CodePage: Page {
  let found: CodeOfCourse
  let item: CourseItem?
  let attempts: [CodeAttempt]
  let total: Int
  let link: String
  let viewer: Viewer
  let now: Instant
  let csrf: String

  private var access: AccessCode { found.code }
  private var course: Course { found.course }
  var title: String { access.code.text }

  var body: HTML {
    PageHeader(
      title, lead: "Opens \(item?.title ?? course.title)",
      crumbs: Breadcrumbs([
        (label: course.title, link: TeachRoutes.outline.path(course.slug)),
        (label: "Access codes", link: AccessCodeRoutes.list.path(course.slug)),
      ])
    ) {
      access.badge(at: now)
      if let history = Audit.history(of: access.id, for: viewer) { Button("History", to: history, size: .small) }
      if course.mayMakeCodes(viewer) { change }
    }
    StatRow {
      Stat("Used", access.usesWords, note: access.type.words)
      Stat("Valid until", access.expiresAt?.dayWords ?? "No end")
      Stat("Opens for", access.accessDays?.counted("day") ?? "As the course says")
    }
    div(.class("code-ticket-large")) {
      if let code = QRCode(link) { div(.class("qr-frame")) { code.drawing(label: "QR code of the link") } }
      p(.class("soft")) {
        "The link behind it: "; code { link }
      }
    }
    SectionHeader("Attempts", lead: total > attempts.count ? "The latest \(attempts.count) of \(total)" : nil)
    if attempts.isEmpty {
      EmptyState("Nobody tried it yet", "Every attempt appears here, with who it was and what came of it.", .letters)
    } else {
      AttemptsTable(attempts: attempts, showsCode: false)
    }
  }

  @HTMLBuilder private var change: HTML {
    if access.deactivatedAt == nil {
      Form(AccessCodeRoutes.deactivate.path(access.id), csrf: csrf, .plain) {
        Button("Deactivate", .danger, size: .small)
      }
    } else {
      Form(AccessCodeRoutes.reactivate.path(access.id), csrf: csrf, .plain) { Button("Reactivate", size: .small) }
    }
  }
}

/// Who tried what, when, from where, and what came of it.
struct AttemptsTable: Component {
  let attempts: [CodeAttempt]
  let showsCode: Bool

  var body: HTML {
    Table("Attempts to use a code", attempts) {
      Column("Who", .name) { row in PersonLine(row.name ?? "Somebody who is gone", note: row.email) }
      if showsCode {
        Column("Code", .short) { row in
          if let id = row.code, let text = row.text {
            a(href: AccessCodeRoutes.show.path(id)) { code { text.text } }
          } else {
            span(.class("faint")) { "None of ours" }
          }
        }
        Column("Course") { row in span(.ownDirection) { row.course ?? "" } }
      }
      Column("What came of it", .short) { row in
        Badge(row.outcome.title, row.outcome == .redeemed ? .good : row.outcome.isSuspicious ? .warn : .neutral)
      }
      Column("When", .short) { row in Moment(instant: row.at) }
      Column("From", .short) { row in row.address ?? "" }
    }.body
  }
}

/// The log of attempts: of a course, or of the whole school.
struct AttemptsPage: Page {
  static let size = 50
  let course: Course?
  let attempts: [CodeAttempt]
  let total: Int
  let number: Int
  let outcome: RedemptionOutcome?

  var title: String { "Attempts to use a code" }
  private var address: Link {
    course.map { AccessCodeRoutes.log.path($0.slug) } ?? AccessCodeRoutes.attempts.path()
  }

  var body: HTML {
    PageHeader(
      title, lead: course == nil ? "In the whole school, the unknown ones too." : course?.title, crumbs: crumbs)
    div(.class("stack")) {
      FilterForm(address, label: "Find attempts") {
        Field(
          "outcome", "What came of it",
          .select([Choice("", "Any outcome")] + RedemptionOutcome.allCases.map { Choice($0.rawValue, $0.title) }),
          value: outcome?.rawValue ?? "")
        Button("Filter")
      }
      if attempts.isEmpty {
        EmptyState("No attempts", "Whoever uses a code, or tries to, appears here.", .letters)
      } else {
        AttemptsTable(attempts: attempts, showsCode: true)
        Pages(number, size: Self.size, total: total, of: "attempts") {
          address.query([("outcome", outcome?.rawValue), ("page", String($0))])
        }
      }
    }
  }

  private var crumbs: Breadcrumbs? {
    course.map {
      Breadcrumbs([
        (label: $0.title, link: TeachRoutes.outline.path($0.slug)),
        (label: "Access codes", link: AccessCodeRoutes.list.path($0.slug)),
      ])
    }
  }
}
