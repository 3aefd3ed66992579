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
    PageHeader(title, lead: "Paste it as you got it: capitals and hyphens do not matter.")
    Form(AccessCodeRoutes.use.path(), csrf: csrf) {
      Field(
        "code", "Access code", value: draft.values["code"] ?? "",
        help: "Twelve letters and digits, such as ABCD-EFGH-JKLM", error: draft.error(of: "code"),
        .required.longest(40).placeholder("ABCD-EFGH-JKLM"))
      FormActions { Button("Open the course", .primary, icon: .unlock) }
    }
  }
}

/// The codes of a course, and the form for more.
struct CodesPage: Page {
  static let size = 50
  let course: Course
  let codes: [AccessCode]
  let total: Int
  let number: Int
  let viewer: Viewer
  let now: Instant
  let draft: Draft
  let csrf: String

  var title: String { "Access codes of \(course.title)" }

  var body: HTML {
    CourseHead(course: course, current: .codes)
    Card("Make codes") {
      Form(AccessCodeRoutes.generate.path(course.slug), csrf: csrf, .inline) {
        Field(
          "count", "How many", .number(min: 1, max: 500), value: draft.values["count"] ?? "10",
          error: draft.error(of: "count"), .required)
        Field(
          "type", "Each can be used", .select(choices),
          value: draft.values["type"] ?? AccessCodeType.singleUse.rawValue, error: draft.error(of: "type"))
        Field(
          "max_uses", "Uses, if several", .number(min: 1, max: 100_000), value: draft.values["max_uses"] ?? "",
          error: draft.error(of: "max_uses"), .optional)
        Field(
          "days", "Valid for days", .number(min: 1, max: 3650), value: draft.values["days"] ?? "",
          error: draft.error(of: "days"), .optional)
        Button("Make codes", .primary, icon: .ticket)
      }
    } actions: {
      if total > 0 {
        Button("Download CSV", to: AccessCodeRoutes.file.path(course.slug), icon: .download, size: .small)
      }
    }
    if codes.isEmpty {
      EmptyState("No codes yet", "Codes that you make appear here, with how often each was used.", .letters)
    } else {
      Table("Access codes", codes) {
        Column("Code", .name) { row in code { row.code.text } }
        Column("Used", .number) { row in "\(row.uses)\(row.maxUses.map { " of \($0)" } ?? "")" }
        Column("Made", .short) { row in row.createdAt.ago(from: now) }
        Column("Until", .short) { row in row.expiresAt.map { String($0.text.prefix(10)) } ?? "No end" }
        Column("State", .short) { row in row.badge(at: now) }
        Column("Actions", .actions) { row in
          if let history = Audit.history(of: row.id, for: viewer) {
            Button("History", to: history, .quiet, size: .small)
          }
          deactivation(row)
        }
      }
      Pages(number, size: Self.size, total: total, of: "codes") {
        AccessCodeRoutes.list.path(course.slug).query(["page": String($0)])
      }
    }
  }

  private var choices: [Choice] {
    [
      Choice(AccessCodeType.singleUse.rawValue, "Once"), Choice(AccessCodeType.multiUse.rawValue, "Several times"),
      Choice(AccessCodeType.unlimited.rawValue, "Without limit"),
    ]
  }

  @HTMLBuilder private func deactivation(_ row: AccessCode) -> HTML {
    if row.deactivatedAt == nil {
      Form(AccessCodeRoutes.deactivate.path(row.id), csrf: csrf, .plain) { Button("Deactivate", .quiet, size: .small) }
    }
  }
}

extension AccessCode {
  fileprivate func badge(at now: Instant) -> Badge {
    switch refusal(at: now) {
    case nil: Badge("Valid", .good)
    case .expired: Badge("Expired")
    case .usedUp: Badge("Used up")
    default: Badge("Deactivated", .bad)
    }
  }
}

/// The codes as a file for a spreadsheet (RFC 4180).
struct CodeFile {
  let course: Course
  let codes: [AccessCode]
  let address: String

  var response: Response {
    let rows = codes.map { code in
      "\(code.code.text),\(address)\(AccessCodeRoutes.link.path(code.code.text).text),\(code.type.rawValue),\(code.uses),\(code.maxUses.map(String.init) ?? ""),\(code.expiresAt?.text ?? "")\r\n"
    }
    let text = "code,link,type,current_uses,max_uses,expires_at\r\n" + rows.joined()
    var response = Response(status: 200, type: "text/csv; charset=utf-8", Array(text.utf8))
    response.fields.append(("Content-Disposition", "attachment; filename=\"codes-\(course.slug.text).csv\""))
    return response
  }
}
